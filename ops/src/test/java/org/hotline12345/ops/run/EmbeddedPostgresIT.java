package org.hotline12345.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.PgDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path data;

    @Test
    void firstStartMakesTheDatabaseAndLaterOnesKeepItsRows() throws Exception {
        try (var server = EmbeddedPostgres.launch(config())) {
            server.database().migrate();
            noteFact(server.database());
        }
        try (var server = EmbeddedPostgres.launch(config())) {
            assertThat(facts(server.database())).isEqualTo(1);
        }
        assertThat(data)
                .isDirectoryContaining(path -> path.endsWith("postgres"))
                .isDirectoryNotContaining("glob:**making**");
    }

    @Test
    void rowsAreSafeOnDiskAndPasswordsAreNobodyElses() throws Exception {
        try (var server = EmbeddedPostgres.launch(config());
                var connection = connect(server.database())) {
            assertThat(setting(connection, "fsync")).isEqualTo("on");
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(connection, "server_encoding")).isEqualTo("UTF8");
            assertThat(setting(connection, "log_timezone")).isEqualTo("Asia/Shanghai");
            for (var file : List.of("owner-password", "superuser-password")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("postgres/" + file))))
                        .isEqualTo("rw-------");
            }
            var real = server.database();
            var guessed = new PgDatabase(real.host(), real.port(), real.name(), real.owner(), "guessed", false);
            assertThatThrownBy(() -> connect(guessed)).isInstanceOf(SQLException.class);
            assertThatThrownBy(guessed::migrate)
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("database.password");
        }
    }

    @Test
    void trigramsSeeChineseWords() throws Exception {
        try (var server = EmbeddedPostgres.launch(config());
                var connection = connect(server.database());
                var statement = connection.createStatement()) {
            statement.execute("create extension pg_trgm");
            var row = statement.executeQuery("select cardinality(show_trgm('停水'))");
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isPositive();
        }
    }

    @Test
    void killedServerIsStartedAgainWithTheCommittedRow() throws Exception {
        try (var server = EmbeddedPostgres.launch(config())) {
            noteFact(server.database());
            var killed = server.pid();
            new Running(killed).signal("KILL");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.pid() != 0
                            && server.pid() != killed
                            && server.status().get("restarts").equals(1));
            assertThat(facts(server.database())).isEqualTo(1);
        }
    }

    @Test
    void serverLeftBehindByAKilledProgramIsStoppedAndItsRowKept() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), LeftBehind.class.getName(), data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long leftBehind;
        try (var output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            leftBehind = output.lines()
                    .filter(line -> line.startsWith("left behind: "))
                    .map(line -> Long.parseLong(line.substring("left behind: ".length())))
                    .findFirst()
                    .orElseThrow();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor()).isNotZero();
        assertThat(new Running(leftBehind).isAlive()).isTrue();

        try (var server = EmbeddedPostgres.launch(config())) {
            assertThat(new Running(leftBehind).isAlive()).isFalse();
            assertThat(facts(server.database())).isEqualTo(1);
        }
    }

    /** A program that is killed while its PostgreSQL runs. */
    static final class LeftBehind {
        public static void main(String[] arguments) throws Exception {
            var server = EmbeddedPostgres.launch(config(Path.of(arguments[0]), 0));
            noteFact(server.database());
            System.out.println("left behind: " + server.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void processThatTookTheNumberOfADeadServerIsLeftAlone() throws Exception {
        EmbeddedPostgres.launch(config()).close();
        var bystander = new ProcessBuilder("sleep", "300").start();
        try {
            var pidFile = data.resolve("postgres/rows/postmaster.pid");
            Files.writeString(
                    pidFile,
                    bystander.pid() + "\n" + data.resolve("postgres/rows") + "\n1795310313\n1\n\n127.0.0.1\n\nready\n");
            try (var server = EmbeddedPostgres.launch(config())) {
                assertThat(facts(server.database())).isZero();
                assertThat(bystander.isAlive()).isTrue();
            }
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void takenPortIsNamedWithTheKeyToChange() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.launch(config(data, taken.getLocalPort())))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("database.port");
        }
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws Exception {
        var file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.launch(config(file, 0)))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(file.toString());
        // Nobody can make a folder there, root neither.
        assertThatThrownBy(() -> EmbeddedPostgres.launch(config(Path.of("/proc/hotline"), 0)))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("/proc/hotline");
    }

    @Test
    void folderOfSomethingElseIsNotTouched() throws Exception {
        var foreign = Files.createDirectory(data.resolve("postgres"));
        Files.writeString(foreign.resolve("letter.txt"), "not a database");
        assertThatThrownBy(() -> EmbeddedPostgres.launch(config()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(foreign.toString());
        assertThat(foreign).isDirectoryContaining(path -> path.endsWith("letter.txt"));
    }

    private PostgresConfig config() {
        return config(data, 0);
    }

    private static PostgresConfig config(Path data, int port) {
        return new PostgresConfig(
                data.resolve("postgres"),
                port,
                ZoneId.of("Asia/Shanghai"),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20));
    }

    private static Connection connect(PgDatabase database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                database.owner(),
                database.ownerPassword());
    }

    private static void noteFact(PgDatabase database) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("create table public.fact (id int)");
            statement.execute("insert into public.fact values (1)");
        }
    }

    private static int facts(PgDatabase database) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists public.fact (id int)");
            var row = statement.executeQuery("select count(*) from public.fact");
            row.next();
            return row.getInt(1);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var show = connection.prepareStatement("select current_setting(?)")) {
            show.setString(1, name);
            var row = show.executeQuery();
            row.next();
            return row.getString(1);
        }
    }
}
