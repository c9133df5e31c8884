package org.hotline12345.office;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A real PostgreSQL for tests: one server for the test process, a database of its own for each test class, with all
 * migrations that are on the class path.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String OWNER = "hotline_owner";
    private static final String OWNER_PASSWORD = "owner-of-a-test";

    private final Vertx vertx = Vertx.vertx();
    private final PgDatabase database;

    private TestDatabase(PgDatabase database) {
        this.database = database;
    }

    public static TestDatabase open() {
        var database = empty();
        database.database.migrate();
        return database;
    }

    /** Without any rows or schemas, for those who test a migration. */
    public static TestDatabase empty() {
        var server = Server.INSTANCE;
        var name = "t_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner " + OWNER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var database = new PgDatabase("127.0.0.1", server.getPort(), name, OWNER, OWNER_PASSWORD, false);
        return new TestDatabase(database);
    }

    public PgDatabase database() {
        return database;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** A pool of the module's own role, which sees no more than the module may. */
    public Pool pool(String module) {
        return database.pool(vertx, module, 4);
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    /** Started by the first test that needs it; ends with the process. */
    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setLocaleConfig("encoding", "UTF8")
                        .start();
                try (var connection = server.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("create role " + OWNER + " login createrole password '" + OWNER_PASSWORD + "'");
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
