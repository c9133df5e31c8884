package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The rows of who hears which Asterisk. Times are those of the database's clock alone: clocks of the machines may differ.
 */
final class PgLeases {
    /**
     * A writer that stops in the midst of a transaction holds up who takes over; PostgreSQL ends it after this time. Nothing is
     * lost: nothing of it was committed.
     */
    private static final Duration LONGEST_PAUSE_IN_TRANSACTION = Duration.ofSeconds(3);

    /**
     * @param holder the process, as it calls itself
     * @param stands whether it is not over yet
     */
    record Held(String holder, long epoch, Instant since, boolean stands) {}

    private final Pool pool;

    PgLeases(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes the lease if nobody has it, or if an earlier taking of this process was never answered.
     *
     * @param holder another text for each start of a process
     * @param length from when the database writes it
     * @param limit of the waiting for the database
     * @throws IllegalStateException when the database did not answer in time
     */
    Optional<Held> take(String node, String holder, Duration length, Duration limit) {
        // language=PostgreSQL
        return first(
                pool.preparedQuery("""
                        insert into telephony.lease as held (node, holder, epoch, since, until_at)
                        values ($1, $2, 1, clock_timestamp(), clock_timestamp() + $3 * interval '1 millisecond')
                        on conflict (node) do update
                           set holder = $2, epoch = held.epoch + 1, since = clock_timestamp(),
                               until_at = clock_timestamp() + $3 * interval '1 millisecond'
                         where held.until_at <= clock_timestamp() or held.holder = $2
                        returning holder, epoch, since, true as stands""")
                        .execute(Tuple.of(node, holder, length.toMillis()))
                        .map(rows -> rows.iterator().hasNext()
                                ? Optional.of(held(rows.iterator().next()))
                                : Optional.empty()),
                limit);
    }

    /** @return whether it is still ours */
    boolean prolong(Fence fence, Duration length, Duration limit) {
        // language=PostgreSQL
        return first(
                pool.preparedQuery("""
                        update telephony.lease set until_at = clock_timestamp() + $3 * interval '1 millisecond'
                         where node = $1 and epoch = $2 and until_at > clock_timestamp()""")
                        .execute(Tuple.of(fence.node(), fence.epoch(), length.toMillis()))
                        .map(rows -> rows.rowCount() == 1),
                limit);
    }

    /** Gives it back: another process may take it at once. */
    void release(Fence fence, Duration limit) {
        // language=PostgreSQL
        first(pool.preparedQuery("""
                        update telephony.lease set until_at = clock_timestamp() where node = $1 and epoch = $2""").execute(Tuple.of(fence.node(), fence.epoch())), limit);
    }

    /** By node; a node that nobody has heard yet is not there. */
    Map<String, Held> all(Duration limit) {
        // language=PostgreSQL
        var rows = first(pool.preparedQuery("""
                        select node, holder, epoch, since, until_at > clock_timestamp() as stands from telephony.lease""").execute(), limit);
        var found = new HashMap<String, Held>();
        rows.forEach(row -> found.put(row.getString("node"), held(row)));
        return found;
    }

    /**
     * To be the first step of a transaction in which something is written that an Asterisk told. It fails with {@link LeaseLost}
     * when the lease is another one by now; else nobody takes it over before the transaction is over.
     */
    static Future<?> hold(SqlConnection tx, Fence fence) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        select set_config('idle_in_transaction_session_timeout', $3, true)
                          from telephony.lease where node = $1 and epoch = $2 for key share""")
                .execute(Tuple.of(fence.node(), fence.epoch(), Long.toString(LONGEST_PAUSE_IN_TRANSACTION.toMillis())))
                .compose(rows ->
                        rows.size() == 1 ? Future.succeededFuture() : Future.failedFuture(new LeaseLost(fence)));
    }

    private static Held held(Row row) {
        return new Held(
                row.getString("holder"),
                row.getLong("epoch"),
                row.getOffsetDateTime("since").toInstant(),
                row.getBoolean("stands"));
    }

    private static <T> T first(Future<T> answer, Duration limit) {
        try {
            return answer.await(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the database did not answer within " + limit.toMillis() + " ms", e);
        }
    }
}
