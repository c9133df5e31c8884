package org.hotline12345.ops.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees from without, with a connection of its own, when each event of a call can be read by others: it follows {@code call.xid} as
 * any follower does, again and again. What its own looking costs is on top of what it sees.
 */
final class FloodWatch implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    /** No story has more events that are kept. */
    private static final int MOST_EVENTS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Map<String, long[]> seen = new HashMap<>();
    private final List<Long> looksMicros = new ArrayList<>();
    private final Thread looking;
    private volatile boolean closed;

    /** What is late by so many microseconds: an event that was due at that time. */
    record Late(long dueMicros, long byMicros) {}

    FloodWatch(Path data, int port) throws IOException {
        var password = Files.readString(data.resolve("postgres/owner-password")).strip();
        pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase("hotline")
                        .setUser("hotline_owner")
                        .setPassword(password)
                        .setCachePreparedStatements(true)
                        // Whoever looks a thousand times a second must find the changed rows by their index.
                        .addProperty("enable_seqscan", "off"))
                .with(new PoolOptions().setMaxSize(1))
                .using(vertx)
                .build();
        looking = Thread.ofPlatform().daemon().name("flood-watch").unstarted(this::look);
    }

    void begin() {
        looking.start();
    }

    /** Ends looking. */
    void end() throws InterruptedException {
        closed = true;
        looking.join();
    }

    private void look() {
        var from = "0";
        while (!closed) {
            var begun = System.nanoTime();
            // language=PostgreSQL
            var rows = rows("""
                    select pg_snapshot_xmin(pg_current_snapshot())::text as next, c.id, c.events
                      from (select 1) always left join telephony.call c on c.xid >= $1::text::xid8""", Tuple.of(from));
            var now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            for (var row : rows) {
                from = row.getString("next");
                var id = row.getString("id");
                if (id != null) {
                    see(id, row.getInteger("events"), now);
                }
            }
            looksMicros.add((System.nanoTime() - begun) / 1_000);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void see(String id, int events, long now) {
        var times = seen.computeIfAbsent(id, _ -> {
            var none = new long[MOST_EVENTS + 1];
            Arrays.fill(none, NEVER);
            return none;
        });
        for (int ordinal = events; ordinal > 0 && times[ordinal] == NEVER; ordinal--) {
            times[ordinal] = now;
        }
    }

    /** How long each look took, in microseconds, sorted; to be asked when it has ended. */
    long[] looksMicros() {
        return looksMicros.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Every event that is in the rows, with what it was late by; one that was not seen is late for ever. */
    List<Late> late() {
        var late = new ArrayList<Late>();
        for (var row : rows("select call, ordinal, at from telephony.call_event", Tuple.tuple())) {
            var times = seen.get(row.getString("call"));
            var due = ChronoUnit.MICROS.between(
                    Instant.EPOCH, row.getOffsetDateTime("at").toInstant());
            var at = times == null ? NEVER : times[row.getInteger("ordinal")];
            late.add(new Late(due, at == NEVER ? NEVER : at - due));
        }
        return late;
    }

    /** How each call is counted, in the words of {@link FloodPlay#counted()}; who sat at a seat must fit, too. */
    List<String> counted() {
        var lines = new ArrayList<String>();
        // language=PostgreSQL
        for (var row : rows("""
                select c.id, coalesce(c.outcome, 'OPEN') as outcome, coalesce(c.wait_ms::text, '-') as waited,
                       coalesce(c.talk_ms::text, '-') as talked, c.transfers::text as transfers,
                       coalesce((select string_agg(
                                    case when l.kind = 'OUTSIDE' then 'outside'
                                         when l.agent is distinct from
                                              ('00000000-0000-0001-0000-' || lpad(to_hex(l.seat::int), 12, '0'))::uuid
                                         then l.seat || '?'
                                         else l.seat end
                                    || case when l.answered_at is null then '-' else '+' end
                                    || case when l.transferred_at is null then '' else '>' end, ' ' order by l.ordinal)
                                   from telephony.call_leg l where l.call = c.id), '') as legs
                  from telephony.call c""", Tuple.tuple())) {
            lines.add(FloodPlay.line(
                    row.getString("id"),
                    row.getString("outcome"),
                    row.getString("waited"),
                    row.getString("talked"),
                    row.getString("transfers"),
                    row.getString("legs")));
        }
        return lines;
    }

    long settled() {
        return rows("select count(*) as settled from telephony.call where settled", Tuple.tuple())
                .iterator()
                .next()
                .getLong("settled");
    }

    /** Signs people in at so many seats, as if they had done so themselves. */
    void seat(int first, int seats, OffsetDateTime at) {
        // language=PostgreSQL
        rows("""
                insert into telephony.agent_session (agent, hotline, seat, queue, begun_at)
                select ('00000000-0000-0001-0000-' || lpad(to_hex(seat), 12, '0'))::uuid, 'sample', seat::text, 'hotline', $3
                  from generate_series($1::int, $1::int + $2::int - 1) seat""", Tuple.of(first, seats, at));
    }

    private RowSet<Row> rows(String sql, Tuple values) {
        try {
            return pool.preparedQuery(sql)
                    .execute(values)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        vertx.close();
    }
}
