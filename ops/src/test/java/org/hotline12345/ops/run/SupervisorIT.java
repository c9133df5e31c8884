package org.hotline12345.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hotline12345.office.BadSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path data;

    private Path said;
    private Ports ports;
    private Process hotline;

    @BeforeEach
    void choosePorts() throws IOException {
        said = data.resolve("said.txt");
        ports = Ports.free();
    }

    @AfterEach
    void stopWhatIsLeft() throws Exception {
        if (hotline != null && hotline.isAlive()) {
            hotline.destroy();
            if (!hotline.waitFor(60, TimeUnit.SECONDS)) {
                hotline.destroyForcibly();
            }
        }
    }

    @Test
    void partsStartInOrderAndStopInReverse() throws Exception {
        startHotline();
        awaitSaid("ready");
        var postgres = number("postgres");
        var asterisk = number("asterisk");
        assertThat(new Running(postgres).isAlive()).isTrue();
        assertThat(new Running(asterisk).isAlive()).isTrue();

        hotline.destroy();

        assertThat(hotline.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(hotline.exitValue()).isZero();
        assertThat(new Running(asterisk).isAlive()).isFalse();
        assertThat(new Running(postgres).isAlive()).isFalse();
        // The backend closed while both still ran.
        assertThat(said()).contains("closed with postgres true, asterisk true");
    }

    @Test
    void whatAKilledHotlineLeftBehindIsTakenOverAtTheNextStart() throws Exception {
        startHotline();
        awaitSaid("ready");
        var postgres = number("postgres");
        var asterisk = number("asterisk");
        hotline.destroyForcibly().waitFor();
        assertThat(new Running(postgres).isAlive()).isTrue();
        assertThat(new Running(asterisk).isAlive()).isTrue();
        Files.delete(said);

        startHotline();
        awaitSaid("ready");
        assertThat(new Running(postgres).isAlive()).isFalse();
        assertThat(new Running(asterisk).isAlive()).isFalse();
    }

    @Test
    void asteriskThatDiesIsStartedAgain() throws Exception {
        startHotline();
        awaitSaid("ready");
        var killed = number("asterisk");
        new Running(killed).signal("KILL");
        await().atMost(LIMIT).until(() -> said().contains("asterisk again"));
        assertThat(number("asterisk again")).isNotEqualTo(killed);
    }

    @Test
    void secondHotlineOnTheSameFolderIsToldWhoHasIt() throws Exception {
        startHotline();
        awaitSaid("ready");
        assertThatThrownBy(() -> DataFolder.hold(data))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(Long.toString(hotline.pid()))
                .hasMessageContaining("--data");
        // A command joins the running one's database.
        try (var borrowed = BorrowedDatabase.open(data, PostgresConfig.in(data, ports.database(), zone()))) {
            assertThat(borrowed.database().port()).isEqualTo(ports.database());
        }
        assertThat(new Running(number("postgres")).isAlive()).isTrue();
    }

    @Test
    void commandWithoutARunningHotlineStartsTheDatabaseForItself() throws Exception {
        var config = PostgresConfig.in(data, 0, zone());
        try (var borrowed = BorrowedDatabase.open(data, config)) {
            assertThat(borrowed.database().port()).isPositive();
            assertThat(EmbeddedPostgres.running(config)).isPresent();
        }
        assertThat(EmbeddedPostgres.running(config)).isEmpty();
        DataFolder.hold(data).close();
    }

    @Test
    void portsThatAreTakenAreNamedWithTheirKeys() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var setup = setup(data, new Ports(0, ports.sip(), ports.http(), taken.getLocalPort(), ports.agi()));
            assertThatThrownBy(() -> AsteriskProcess.launch(setup))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("telephony.ami.port")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    private void startHotline() throws IOException {
        hotline = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hotline.class.getName(),
                        data.toString(),
                        ports.words())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.resolve("log.txt").toFile()))
                .start();
    }

    private void awaitSaid(String word) {
        await().atMost(LIMIT).until(() -> {
            assertThat(hotline.isAlive()).as(() -> log()).isTrue();
            return said().contains(word + "\n");
        });
    }

    private long number(String part) throws IOException {
        return said().lines()
                .filter(line -> line.startsWith(part + ": "))
                .map(line -> Long.parseLong(line.substring(part.length() + 2)))
                .findFirst()
                .orElseThrow();
    }

    private String said() throws IOException {
        return Files.exists(said) ? Files.readString(said) : "";
    }

    private String log() {
        try {
            return Files.readString(data.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A hotline whose backend only writes down what it sees; killed and stopped like the real one. */
    static final class Hotline {
        public static void main(String[] arguments) {
            var data = Path.of(arguments[0]);
            var ports = Ports.read(arguments[1]);
            Supervisor.run(
                    data,
                    new Supervisor.Database.Own(PostgresConfig.in(data, ports.database(), zone())),
                    Optional.of(setup(data, ports)),
                    parts -> {
                        var postgres = parts.postgres().orElseThrow();
                        var asterisk = parts.asterisk().orElseThrow();
                        say(data, "postgres: " + postgres.pid());
                        say(data, "asterisk: " + asterisk.pid());
                        say(data, "ready");
                        var first = asterisk.pid();
                        var watch = Thread.ofVirtual().start(() -> {
                            await().atMost(LIMIT).until(() -> asterisk.pid() != 0 && asterisk.pid() != first);
                            say(data, "asterisk again: " + asterisk.pid());
                        });
                        return () -> {
                            watch.interrupt();
                            say(
                                    data,
                                    "closed with postgres " + (postgres.pid() != 0) + ", asterisk "
                                            + (asterisk.pid() != 0));
                        };
                    });
        }

        private static void say(Path data, String line) {
            try {
                Files.writeString(
                        data.resolve("said.txt"),
                        line + "\n",
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static AsteriskSetup setup(Path data, Ports ports) {
        return new AsteriskSetup(
                Path.of("asterisk"),
                data.resolve("asterisk"),
                "pbx1",
                "127.0.0.1",
                ports.sip(),
                ports.http(),
                26_000,
                26_099,
                "hotline",
                ports.ami(),
                data.resolve("ami-secret"),
                ports.agi(),
                List.of("127.0.0.1"),
                "127.0.0.1:5080",
                List.of(),
                List.of(),
                0,
                true,
                List.of("1001", "1002"),
                data.resolve("recordings"),
                data.resolve("prompts"),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }

    private static ZoneId zone() {
        return ZoneId.of("Asia/Shanghai");
    }

    private record Ports(int database, int sip, int http, int ami, int agi) {
        static Ports free() throws IOException {
            try (var database = new ServerSocket(0);
                    var sip = new DatagramSocket();
                    var http = new ServerSocket(0);
                    var ami = new ServerSocket(0);
                    var agi = new ServerSocket(0)) {
                return new Ports(
                        database.getLocalPort(),
                        sip.getLocalPort(),
                        http.getLocalPort(),
                        ami.getLocalPort(),
                        agi.getLocalPort());
            }
        }

        String words() {
            return database + "," + sip + "," + http + "," + ami + "," + agi;
        }

        static Ports read(String words) {
            var numbers =
                    List.of(words.split(",")).stream().map(Integer::valueOf).toList();
            return new Ports(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
        }
    }
}
