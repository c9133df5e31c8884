package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hotline12345.office.PersonId;

/** The rows of holds on recordings; each change of them sets {@code held_until} of the call's recordings anew. */
final class PgHolds {
    private final Pool pool;

    PgHolds(Pool pool) {
        this.pool = pool;
    }

    List<RecordingHold> of(CallId call) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("select * from telephony.recording_hold where call = $1 order by placed_at")
                .execute(Tuple.of(call.value()))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgHolds::hold)
                .toList();
    }

    /** Whether a recording was there to be held; nothing is written when not. */
    boolean place(RecordingHold hold) {
        return pool.withTransaction(tx -> {
                    // The update is the lock against deletion: what it does not find any more cannot be held.
                    // language=PostgreSQL
                    return tx.preparedQuery("""
                                    update telephony.recording set held_until = greatest(held_until, $2)
                                     where call = $1 and state not in ('DELETING', 'DELETED', 'MISSING')""")
                            .execute(Tuple.of(hold.call().value(), utc(hold.until())))
                            .compose(held -> held.rowCount() == 0
                                    ? Future.succeededFuture(false)
                                    : insert(tx, hold).map(true));
                })
                .await();
    }

    /** Whether there was such a hold, not yet released. */
    boolean release(CallId call, UUID hold, PersonId by, Instant at) {
        return pool.withTransaction(tx -> {
                    // language=PostgreSQL
                    return tx.preparedQuery("select 1 from telephony.recording where call = $1 for update")
                            .execute(Tuple.of(call.value()))
                            // language=PostgreSQL
                            .compose(_ ->
                                    tx.preparedQuery("""
                                            update telephony.recording_hold set released_by = $3, released_at = $4
                                             where call = $1 and id = $2 and released_at is null""").execute(Tuple.of(call.value(), hold, by.value(), utc(at))))
                            .compose(released -> recompute(tx, call).map(released.rowCount() == 1));
                })
                .await();
    }

    private static Future<?> insert(SqlConnection tx, RecordingHold hold) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into telephony.recording_hold (id, call, placed_by, placed_at, why, until)
                        values ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        hold.id(),
                        hold.call().value(),
                        hold.by().value(),
                        utc(hold.at()),
                        hold.why(),
                        utc(hold.until())));
    }

    private static Future<?> recompute(SqlConnection tx, CallId call) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        update telephony.recording
                           set held_until = (select max(until) from telephony.recording_hold
                                              where call = $1 and released_at is null)
                         where call = $1""").execute(Tuple.of(call.value()));
    }

    private static RecordingHold hold(Row row) {
        var releasedBy = row.getUUID("released_by");
        return new RecordingHold(
                row.getUUID("id"),
                new CallId(row.getString("call")),
                new PersonId(row.getUUID("placed_by")),
                row.getOffsetDateTime("placed_at").toInstant(),
                row.getString("why"),
                row.getOffsetDateTime("until").toInstant(),
                releasedBy == null
                        ? Optional.empty()
                        : Optional.of(new RecordingHold.Released(
                                new PersonId(releasedBy),
                                row.getOffsetDateTime("released_at").toInstant())));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
