package org.hotline12345.ops.bench;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.hotline12345.office.PgDatabase;

/** A second way into the hotline's database, for the bench's own rows and for counting afterwards. */
final class LifecycleDatabase implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final PgDatabase modules;
    private final String url;
    private final String superuserPassword;

    LifecycleDatabase(Path data, int port) throws IOException {
        var owner = Files.readString(data.resolve("postgres/owner-password")).strip();
        this.modules = new PgDatabase("127.0.0.1", port, "hotline", "hotline_owner", owner, false);
        this.url = "jdbc:postgresql://127.0.0.1:" + port + "/hotline?reWriteBatchedInserts=true";
        this.superuserPassword =
                Files.readString(data.resolve("postgres/superuser-password")).strip();
    }

    Vertx vertx() {
        return vertx;
    }

    Pool pool(String module) {
        return modules.pool(vertx, module, 2);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", superuserPassword);
    }

    long number(String sql) throws SQLException {
        try (var connection = connect()) {
            return number(connection, sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
