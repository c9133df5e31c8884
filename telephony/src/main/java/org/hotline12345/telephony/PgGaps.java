package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The rows of when an Asterisk was not heard. */
final class PgGaps {
    private final Pool pool;

    PgGaps(Pool pool) {
        this.pool = pool;
    }

    /** @throws LeaseLost when another process hears that Asterisk by now */
    void note(Fence fence, Instant from, Instant until) {
        // language=PostgreSQL
        write(fence, """
                insert into telephony.gap (node, from_at, until_at) values ($1, $2, $3)
                on conflict (node, from_at) do update set until_at = $3""", Tuple.of(fence.node(), PgCalls.utc(from), PgCalls.utc(until)));
    }

    /**
     * What happened in the gaps that ended before is known.
     *
     * @throws LeaseLost when another process hears that Asterisk by now
     */
    void fill(Fence fence, Instant at) {
        // language=PostgreSQL
        write(fence, """
                update telephony.gap set filled_at = $2 where node = $1 and filled_at is null and until_at <= $2""", Tuple.of(fence.node(), PgCalls.utc(at)));
    }

    /** How many there were, by node. */
    Map<String, Backlog.Gaps> counts() {
        var counts = new HashMap<String, Backlog.Gaps>();
        // language=PostgreSQL
        pool.query(
                        "select node, count(*) as n, count(*) filter (where filled_at is null) as open from telephony.gap group by node")
                .execute()
                .await()
                .forEach(row ->
                        counts.put(row.getString("node"), new Backlog.Gaps(row.getLong("n"), row.getLong("open"))));
        return counts;
    }

    /** When gaps began of which nobody knows yet what happened in them. */
    List<Instant> open(String node) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select from_at from telephony.gap where node = $1 and filled_at is null order by from_at limit 100""").execute(Tuple.of(node)).await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getOffsetDateTime("from_at").toInstant())
                .toList();
    }

    private void write(Fence fence, String sql, Tuple parameters) {
        pool.withTransaction(tx -> PgLeases.hold(tx, fence)
                        .compose(_ -> tx.preparedQuery(sql).execute(parameters)))
                .await();
    }
}
