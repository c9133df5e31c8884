package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.jspecify.annotations.Nullable;

/** The rows of how answered calls ended. */
final class PgCallResults {
    private final Pool pool;

    PgCallResults(Pool pool) {
        this.pool = pool;
    }

    Optional<CallResult> find(CallId call) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("select result from telephony.call_result where call = $1")
                .execute(Tuple.of(call.value()))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> CallResult.valueOf(row.getString("result")))
                .findFirst();
    }

    void set(CallId call, CallResult result, PersonId agent, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into telephony.call_result (call, result, agent, at) values ($1, $2, $3, $4)
                        on conflict (call) do update set result = $2, agent = $3, at = $4
                         where call_result.result <> $2""")
                .execute(Tuple.of(call.value(), result.name(), agent.value(), at.atOffset(ZoneOffset.UTC)))
                .await();
    }

    void setUnlessThere(CallId call, CallResult result, PersonId agent, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into telephony.call_result (call, result, agent, at) values ($1, $2, $3, $4)
                        on conflict do nothing""")
                .execute(Tuple.of(call.value(), result.name(), agent.value(), at.atOffset(ZoneOffset.UTC)))
                .await();
    }

    /**
     * Answered calls that have ended in that time and have no result, oldest first.
     *
     * @param agent whose calls, by who spoke with the caller last; null for everybody's
     * @param exempt dialled numbers whose calls need none
     */
    List<ResultDesk.Missing> missing(
            HotlineCode hotline, @Nullable PersonId agent, Set<String> exempt, Instant from, Instant until, int limit) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select c.id, c.line, c.arrived_at, c.ended_at, last.agent from telephony.call c
                         cross join lateral (
                               select coalesce((select l.agent from telephony.call_leg l
                                                 where l.call = c.id and l.agent is not null and l.answered_at is not null
                                                 order by l.answered_at desc limit 1), c.agent) as agent) last
                         where c.hotline = $1 and c.answered_at is not null and c.ended_at >= $2 and c.ended_at <= $3
                           and c.line <> all ($4) and ($5::uuid is null or last.agent = $5)
                           and not exists (select 1 from telephony.call_result r where r.call = c.id)
                           and not exists (select 1 from telephony.brought_in_call b where b.call = c.id)
                         order by c.ended_at limit $6""")
                .execute(Tuple.tuple()
                        .addValue(hotline.value())
                        .addValue(from.atOffset(ZoneOffset.UTC))
                        .addValue(until.atOffset(ZoneOffset.UTC))
                        .addValue(exempt.toArray(String[]::new))
                        .addValue(agent == null ? null : agent.value())
                        .addValue(limit))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new ResultDesk.Missing(
                        new CallId(row.getString("id")),
                        row.getString("line"),
                        row.getOffsetDateTime("arrived_at").toInstant(),
                        row.getOffsetDateTime("ended_at").toInstant(),
                        Optional.ofNullable(row.getUUID("agent")).map(PersonId::new)))
                .toList();
    }
}
