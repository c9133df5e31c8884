package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;

/** The rows of calls that come in by the hundred. */
final class PgCallImports {
    private static final Duration SAME_CALL = Duration.ofMinutes(2);

    private final Pool pool;
    private final Seal seal;
    private final PgCalls calls;

    PgCallImports(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
        this.calls = new PgCalls(pool, seal);
    }

    /** When the first call came that an Asterisk told of. */
    Optional<Instant> firstOfAsterisk(HotlineCode hotline) {
        // language=PostgreSQL
        var row = pool.preparedQuery("""
                        select min(arrived_at) as first from telephony.call c
                         where hotline = $1 and not exists (select from telephony.brought_in_call b where b.call = c.id)""")
                .execute(Tuple.of(hotline.value()))
                .await()
                .iterator()
                .next();
        return Optional.ofNullable(row.getOffsetDateTime("first")).map(at -> at.toInstant());
    }

    boolean isOfAsterisk(HotlineCode hotline, HistoricCall call, Caller.Known caller) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                        select from telephony.call c
                         where hotline = $1 and caller_index = $2 and arrived_at between $3 and $4 and line = $5
                           and not exists (select from telephony.brought_in_call b where b.call = c.id)
                         limit 1""")
                        .execute(Tuple.of(
                                hotline.value(),
                                Buffer.buffer(
                                        seal.index(hotline, caller.number()).bytes()),
                                PgCalls.utc(call.arrivedAt().minus(SAME_CALL)),
                                PgCalls.utc(call.arrivedAt().plus(SAME_CALL)),
                                call.line()))
                        .await()
                        .size()
                > 0;
    }

    /** @return how many were not there yet; those that were stay as they are */
    int add(HotlineCode hotline, List<HistoricCall> batch, Instant now) {
        return pool.withTransaction((SqlConnection tx) -> known(tx, hotline, batch)
                        .compose(known -> {
                            var fresh = batch.stream()
                                    .filter(call -> !known.contains(call.outsideId()))
                                    .toList();
                            return fresh.isEmpty() ? Future.succeededFuture(0) : write(tx, hotline, fresh, now);
                        }))
                .await();
    }

    private static Future<Set<String>> known(SqlConnection tx, HotlineCode hotline, List<HistoricCall> batch) {
        // Two imports of the same file take turns, batch by batch.
        // language=PostgreSQL
        return tx.preparedQuery("select pg_advisory_xact_lock(hashtextextended('telephony.brought_in_call ' || $1, 0))")
                .execute(Tuple.of(hotline.value()))
                // language=PostgreSQL
                .compose(_ -> tx.preparedQuery(
                                "select outside from telephony.brought_in_call where hotline = $1 and outside = any($2)")
                        .execute(Tuple.of(hotline.value())
                                .addArrayOfString(batch.stream()
                                        .map(HistoricCall::outsideId)
                                        .toArray(String[]::new))))
                .map(rows -> {
                    var known = new HashSet<String>();
                    rows.forEach(row -> known.add(row.getString("outside")));
                    return known;
                });
    }

    private Future<Integer> write(SqlConnection tx, HotlineCode hotline, List<HistoricCall> fresh, Instant now) {
        // language=PostgreSQL
        return tx.preparedQuery("select nextval('telephony.brought_in_place') as place from generate_series(1, $1)")
                .execute(Tuple.of(fresh.size()))
                .map(rows -> numbered(
                        hotline,
                        fresh,
                        StreamSupport.stream(rows.spliterator(), false).toList()))
                .compose(numbered -> PgCalls.insert(
                                tx, numbered.stream().map(calls::begun).toList())
                        .compose(_ -> PgCalls.update(
                                tx,
                                numbered.stream()
                                        .map(call -> PgCalls.state(new PgCalls.Counted(call, 0), true))
                                        .toList()))
                        // language=PostgreSQL
                        .compose(_ -> tx.preparedQuery("""
                                        insert into telephony.brought_in_call (call, hotline, outside, brought_in_at)
                                        values ($1, $2, $3, $4)""")
                                .executeBatch(IntStream.range(0, fresh.size())
                                        .mapToObj(i -> Tuple.of(
                                                numbered.get(i).id().value(),
                                                hotline.value(),
                                                fresh.get(i).outsideId(),
                                                PgCalls.utc(now)))
                                        .toList()))
                        .map(fresh.size()));
    }

    private static List<Call> numbered(HotlineCode hotline, List<HistoricCall> fresh, List<Row> places) {
        return IntStream.range(0, fresh.size())
                .mapToObj(i -> fresh.get(i)
                        .call(
                                CallId.broughtIn(
                                        fresh.get(i).arrivedAt(), places.get(i).getLong("place")),
                                hotline))
                .toList();
    }
}
