package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** The rows of spoken messages, and how long the last callers have waited. */
final class PgMessages {
    private final Pool pool;

    PgMessages(Pool pool) {
        this.pool = pool;
    }

    /** A second message within one call stands in the first one's place: it is the same file. */
    void add(SpokenMessage message) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into telephony.message (call, hotline, line, taken_at, file) values ($1, $2, $3, $4, $5)
                        on conflict (call) do update set taken_at = excluded.taken_at""")
                .execute(Tuple.of(
                        message.call().value(),
                        message.hotline().value(),
                        message.line(),
                        message.takenAt().atOffset(ZoneOffset.UTC),
                        message.file().toString()))
                .await();
    }

    /** Newest first. */
    List<SpokenMessage> newest(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return query(
                        "select * from telephony.message where hotline = $1 order by taken_at desc limit $2",
                        Tuple.of(hotline.value(), limit))
                .toList();
    }

    Optional<SpokenMessage> find(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return query(
                        "select * from telephony.message where hotline = $1 and call = $2",
                        Tuple.of(hotline.value(), call.value()))
                .findFirst();
    }

    /** Those taken before then, the oldest first. */
    List<SpokenMessage> olderThan(HotlineCode hotline, Instant then, int limit) {
        // language=PostgreSQL
        return query(
                        "select * from telephony.message where hotline = $1 and taken_at < $2 order by taken_at limit $3",
                        Tuple.of(hotline.value(), then.atOffset(ZoneOffset.UTC), limit))
                .toList();
    }

    void delete(CallId call) {
        // language=PostgreSQL
        pool.preparedQuery("delete from telephony.message where call = $1")
                .execute(Tuple.of(call.value()))
                .await();
    }

    void heard(CallId call, PersonId by, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery(
                        "update telephony.message set heard_by = $2, heard_at = $3 where call = $1 and heard_by is null")
                .execute(Tuple.of(call.value(), by.value(), at.atOffset(ZoneOffset.UTC)))
                .await();
    }

    /** The middle of the waits of those who were answered in this queue since then; empty when nobody was. */
    Optional<Duration> medianWait(HotlineCode hotline, QueueName queue, Instant since) {
        // language=PostgreSQL
        var row = pool.preparedQuery("""
                        select percentile_disc(0.5) within group (order by wait_ms) as wait_ms
                          from telephony.call c
                         where not exists (select 1 from telephony.brought_in_call b where b.call = c.id)
                           and hotline = $1 and arrived_at > $3 and queue = $2 and answered_at is not null and wait_ms is not null""")
                .execute(Tuple.of(hotline.value(), queue.value(), since.atOffset(ZoneOffset.UTC)))
                .await()
                .iterator()
                .next();
        return Optional.ofNullable(row.getLong("wait_ms")).map(Duration::ofMillis);
    }

    private Stream<SpokenMessage> query(String sql, Tuple values) {
        var rows = pool.preparedQuery(sql).execute(values).await();
        return StreamSupport.stream(rows.spliterator(), false).map(PgMessages::read);
    }

    private static SpokenMessage read(Row row) {
        return new SpokenMessage(
                new CallId(row.getString("call")),
                new HotlineCode(row.getString("hotline")),
                row.getString("line"),
                row.getOffsetDateTime("taken_at").toInstant(),
                Path.of(row.getString("file")),
                Optional.ofNullable(row.getUUID("heard_by")).map(PersonId::new));
    }
}
