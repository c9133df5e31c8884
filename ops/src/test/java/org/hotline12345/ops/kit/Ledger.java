package org.hotline12345.ops.kit;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The rows that a hotline has written, read by SQL as the owner of its database and without its program. */
public final class Ledger implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    /**
     * @param data the hotline's data folder
     * @param port of its PostgreSQL
     */
    public Ledger(Path data, int port) throws IOException {
        pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase("hotline")
                        .setUser("hotline_owner")
                        .setPassword(Files.readString(data.resolve("postgres/owner-password"))
                                .strip()))
                .with(new PoolOptions().setMaxSize(2))
                .using(vertx)
                .build();
    }

    /** @param sql gives rows with one column, {@code row}, of type jsonb */
    public List<JsonObject> rows(String sql, Object... values) {
        try {
            var found = new ArrayList<JsonObject>();
            pool.preparedQuery(sql)
                    .execute(Tuple.from(List.of(values)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .forEach(row -> found.add(row.getJsonObject("row")));
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The call of that id, as it stands. */
    public JsonObject call(String id) {
        // language=PostgreSQL
        return rows("select to_jsonb(c) as row from telephony.call c where id = $1", id)
                .getFirst();
    }

    /** Ids of all calls, oldest first. */
    public List<String> calls() {
        // language=PostgreSQL
        return rows("select to_jsonb(c) as row from telephony.call c order by arrived_at").stream()
                .map(row -> row.getString("id"))
                .toList();
    }

    /** The telephones of a call, in the order in which they rang. */
    public List<JsonObject> legs(String call) {
        // language=PostgreSQL
        return rows("select to_jsonb(l) as row from telephony.call_leg l where call = $1 order by rang_at", call);
    }

    @Override
    public void close() {
        pool.close();
        vertx.close();
    }
}
