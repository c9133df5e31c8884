package org.hotline12345.office;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;

/**
 * Where the rows live, and who may touch which: one schema and one login role per module.
 *
 * <p>The owner role runs the migrations at start and is used for nothing else. The modules' passwords are derived from
 * the owner's, so that one secret is configured; a module's password does not tell the owner's.
 *
 * @param owner a role that may create schemas in this database, and roles ({@code CREATEROLE})
 * @param verifyTls whether connections use TLS and check the server's certificate and name
 */
public record PgDatabase(String host, int port, String name, String owner, String ownerPassword, boolean verifyTls) {
    /** Modules with rows of their own, leftmost first: a migration may grant a view to modules at its right. */
    public static final List<String> MODULES = List.of("office", "telephony", "ticketing", "callback", "bulletin");

    private static final int CONNECT_SECONDS = 5;

    @Override
    public String toString() {
        return owner + "@" + host + ":" + port + "/" + name;
    }

    /**
     * Brings roles and schemas up to date, one module after the other.
     *
     * @throws BadSettings when the database cannot be reached, refuses the password or lacks a right
     */
    public void migrate() {
        try (var connection = DriverManager.getConnection(url(), jdbcProperties())) {
            var postgres = connection.unwrap(PGConnection.class);
            for (var module : MODULES) {
                var role = role(module);
                try (var find = connection.prepareStatement("select 1 from pg_roles where rolname = ?");
                        var create = connection.createStatement()) {
                    find.setString(1, role);
                    if (!find.executeQuery().next()) {
                        create.execute("create role " + role + " login");
                    }
                    create.execute("create schema if not exists " + module);
                    create.execute("grant usage on schema " + module + " to " + role);
                    create.execute("alter default privileges in schema " + module
                            + " grant select, insert, update, delete on tables to " + role);
                    create.execute(
                            "alter default privileges in schema " + module + " grant usage on sequences to " + role);
                }
                postgres.alterUserPassword(role, password(module).toCharArray(), "scram-sha-256");
            }
        } catch (SQLException e) {
            throw new BadSettings(why(e));
        }
        for (var module : MODULES) {
            if (PgDatabase.class.getResource("/db/" + module) == null) {
                // In a module's own tests those at its right are not there.
                continue;
            }
            try {
                var flyway = Flyway.configure()
                        .dataSource(url(), owner, ownerPassword)
                        .schemas(module)
                        .table("migration")
                        .locations("classpath:db/" + module)
                        .failOnMissingLocations(false)
                        .loggers("slf4j")
                        .load();
                flyway.migrate();
            } catch (FlywayException e) {
                throw new BadSettings(
                        "database " + this + ": the migration of schema " + module + " failed: " + e.getMessage());
            }
        }
    }

    /** A pool of the module's own role: it sees its schema and the views that were granted to it. */
    public Pool pool(Vertx vertx, String module, int maxConnections) {
        if (!MODULES.contains(module)) {
            throw new IllegalArgumentException("no module has rows under the name " + module);
        }
        var connect = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(name)
                .setUser(role(module))
                .setPassword(password(module))
                .setSslMode(verifyTls ? SslMode.VERIFY_FULL : SslMode.DISABLE)
                .setCachePreparedStatements(true)
                .setReconnectAttempts(3)
                .setReconnectInterval(500)
                .addProperty("application_name", "hotline-" + module);
        if (verifyTls) {
            connect.setSslOptions(new io.vertx.core.net.ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"));
        }
        var limits = new PoolOptions()
                .setMaxSize(maxConnections)
                .setMaxWaitQueueSize(1_000)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setName("hotline-" + module);
        return PgBuilder.pool().connectingTo(connect).with(limits).using(vertx).build();
    }

    private static String role(String module) {
        return "hotline_" + module;
    }

    private String password(String module) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(ownerPassword.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var digest = mac.doFinal(role(module).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 must be there in every JDK", e);
        }
    }

    private String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?connectTimeout=" + CONNECT_SECONDS
                + "&sslmode=" + (verifyTls ? "verify-full" : "disable");
    }

    private Properties jdbcProperties() {
        var properties = new Properties();
        properties.setProperty("user", owner);
        properties.setProperty("password", ownerPassword);
        return properties;
    }

    private String why(SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        return "database " + this + ": "
                + switch (state) {
                    case "28P01", "28000" ->
                        "the password or role is refused; check database.owner and database.password";
                    case "3D000" -> "there is no such database; create it, or check database.name";
                    case "42501" ->
                        "the owner lacks a right (" + e.getMessage()
                                + "); it must own the database and have CREATEROLE";
                    case "08001", "08006", "08004" ->
                        "not reachable (" + e.getMessage() + "); check database.host and database.port";
                    case "53100" -> "the disk of the database is full; nothing was changed";
                    default -> e.getMessage();
                };
    }
}
