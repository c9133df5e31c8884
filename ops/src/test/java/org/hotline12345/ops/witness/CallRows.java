package org.hotline12345.ops.witness;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;

/** The call table, by SQL as the owner of the database; callers' numbers are opened with the hotline's own key. */
final class CallRows implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Seal seal;

    CallRows(Path data, int port) throws IOException {
        var password = Files.readString(data.resolve("postgres/owner-password")).strip();
        this.seal = Seal.read(data.resolve("keys"));
        this.pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase("hotline")
                        .setUser("hotline_owner")
                        .setPassword(password))
                .with(new PoolOptions().setMaxSize(2))
                .using(vertx)
                .build();
    }

    /** All calls by their ids; two rows of one id cannot be, the database says. */
    Map<String, CountedCall> read() {
        var seats = new HashMap<String, SortedSet<String>>();
        for (var row :
                rows("select call, seat from telephony.call_leg where kind = 'SEAT' and answered_at is not null")) {
            seats.computeIfAbsent(row.getString("call"), _ -> new TreeSet<>()).add(row.getString("seat"));
        }
        var calls = new TreeMap<String, CountedCall>();
        for (var row : rows("select * from telephony.call")) {
            var call = call(row, seats);
            calls.put(call.id(), call);
        }
        return calls;
    }

    /** How many calls are not compared with Asterisk's record yet, or not over. */
    long unsettled() {
        return rows("select count(*) as unsettled from telephony.call where ended_at is null or not settled")
                .getFirst()
                .getLong("unsettled");
    }

    /** The calls that Asterisk's record has settled. */
    Set<String> settled() {
        return rows("select id from telephony.call where settled").stream()
                .map(row -> row.getString("id"))
                .collect(Collectors.toSet());
    }

    private CountedCall call(Row row, Map<String, SortedSet<String>> legs) {
        var id = row.getString("id");
        var sealed = row.getBuffer("caller_sealed");
        return new CountedCall(
                id,
                sealed == null ? "" : seal.open(new Sealed(sealed.getBytes())),
                row.getOffsetDateTime("arrived_at").toInstant(),
                moment(row, "queued_at"),
                moment(row, "answered_at"),
                moment(row, "ended_at"),
                Optional.ofNullable(row.getString("outcome")).orElse("OPEN"),
                Optional.ofNullable(row.getLong("wait_ms")),
                Optional.ofNullable(row.getLong("talk_ms")),
                row.getInteger("transfers"),
                legs.getOrDefault(id, new TreeSet<>()),
                new TreeSet<>(),
                row.getBoolean("cut_off"),
                0,
                Optional.empty());
    }

    private static Optional<Instant> moment(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private List<Row> rows(String sql) {
        try {
            var found = new ArrayList<Row>();
            pool.query(sql)
                    .execute()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .forEach(found::add);
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        pool.close();
        vertx.close();
    }
}
