package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.maybeInstant;
import static org.hotline12345.callback.PgRows.utc;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hotline12345.callback.Missing.CallFacts;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallId;

/** The rows of missed calls, made from telephony's rows of calls. */
final class PgMissedCalls {
    private final PgRows rows;
    private final PgFollower follower;

    PgMissedCalls(Pool pool) {
        this.rows = new PgRows(pool);
        this.follower = new PgFollower(rows, "calls", "telephony.v_call", new PgFollower.Order("id", "text", ""), """
                hotline, caller_index, queued_at, answered_at, ended_at, outcome,
                exists (select from telephony.v_brought_in_call b where b.call = log.id) as brought_in""");
    }

    PgFollower.Batch calls(int limit) {
        return follower.read(limit);
    }

    /** Writes what follows from the calls and moves on in the log, both or neither. */
    void take(PgFollower.Batch batch) {
        rows.inTransaction(tx -> {
            follower.move(tx, batch);
            for (var row : batch.rows()) {
                if (row.getBoolean("brought_in")) {
                    // Of a former system: whoever called there is not called back from here.
                    continue;
                }
                var call = facts(row);
                switch (Missing.read(call)) {
                    case MISSED -> missed(tx, call);
                    case ANSWERED -> answered(tx, call);
                    case NEITHER -> {}
                }
            }
            return batch;
        });
    }

    private static CallFacts facts(Row row) {
        return new CallFacts(
                new CallId(row.getString("id")),
                new HotlineCode(row.getString("hotline")),
                Optional.ofNullable(row.getBuffer("caller_index")).map(Buffer::getBytes),
                maybeInstant(row, "queued_at"),
                maybeInstant(row, "answered_at"),
                maybeInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("outcome")));
    }

    private static void missed(SqlConnection tx, CallFacts call) {
        // language=PostgreSQL
        var counted = PgRows.query(
                tx,
                "select 1 from callback.missed_ring where call = $1",
                call.id().value());
        var at = call.endedAt().orElseThrow();
        if (!counted.isEmpty() || rangAgain(tx, call, at)) {
            return;
        }
        var index = call.callerIndex().map(Buffer::buffer).orElse(null);
        // language=PostgreSQL
        var missedCall = PgRows.query(
                        tx,
                        """
                        insert into callback.missed_call (id, hotline, caller_index, first_missed_at, last_missed_at,
                                                          times, last_call, state)
                        values ($1, $2, $3, $4, $4, 1, $5, $6)
                        on conflict (hotline, caller_index) where state = 'OPEN' do update
                           set times = callback.missed_call.times + 1,
                               last_missed_at = greatest(callback.missed_call.last_missed_at, $4),
                               last_call = case when $4 >= callback.missed_call.last_missed_at then $5
                                                else callback.missed_call.last_call end
                        returning id""",
                        UUID.randomUUID(),
                        call.hotline().value(),
                        index,
                        utc(at),
                        call.id().value(),
                        (index == null ? MissedCall.State.WITHHELD : MissedCall.State.OPEN).name())
                .getFirst()
                .getUUID("id");
        // language=PostgreSQL
        PgRows.change(
                tx,
                "insert into callback.missed_ring (call, missed_call) values ($1, $2)",
                call.id().value(),
                missedCall);
    }

    /** A call's row may reach us after the row of a later call of the same caller that was answered. */
    private static boolean rangAgain(SqlConnection tx, CallFacts call, Instant missedAt) {
        if (call.callerIndex().isEmpty()) {
            return false;
        }
        // language=PostgreSQL
        return !PgRows.query(
                        tx,
                        """
                        select 1 from telephony.v_call
                         where hotline = $1 and caller_index = $2 and answered_at > $3 limit 1""",
                        call.hotline().value(),
                        Buffer.buffer(call.callerIndex().get()),
                        utc(missedAt))
                .isEmpty();
    }

    private static void answered(SqlConnection tx, CallFacts call) {
        if (call.callerIndex().isEmpty()) {
            return;
        }
        // language=PostgreSQL
        PgRows.change(
                tx,
                """
                update callback.missed_call set state = 'RANG_AGAIN', ended_at = $3
                 where hotline = $1 and caller_index = $2 and state = 'OPEN' and last_missed_at < $3""",
                call.hotline().value(),
                Buffer.buffer(call.callerIndex().get()),
                utc(call.answeredAt().orElseThrow()));
    }

    /** Those to be called back, the longest waiting first. */
    List<MissedCall> open(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return rows.query("""
                        select id, first_missed_at, last_missed_at, times, last_call, state from callback.missed_call
                         where hotline = $1 and state = 'OPEN' order by last_missed_at limit $2""", hotline.value(), limit).stream()
                .map(row -> new MissedCall(
                        row.getUUID("id"),
                        hotline,
                        instant(row, "first_missed_at"),
                        instant(row, "last_missed_at"),
                        row.getInteger("times"),
                        new CallId(row.getString("last_call")),
                        MissedCall.State.valueOf(row.getString("state"))))
                .toList();
    }

    Map<String, Long> countsByState() {
        var counts = new TreeMap<String, Long>();
        // language=PostgreSQL
        rows.query("select state, count(*) as calls from callback.missed_call group by state")
                .forEach(row -> counts.put(row.getString("state"), row.getLong("calls")));
        return counts;
    }
}
