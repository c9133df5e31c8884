package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ops/run} as its user sees it: starts, crashes, starts again, and what it says of wrong input. */
class RunIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    private Process run(Map<String, String> settings, String log) throws IOException {
        var command = new ArrayList<>(List.of(REPOSITORY.resolve("ops/run").toString()));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        // As a newcomer runs it: in the repository, where our sources lie about.
        var builder = new ProcessBuilder(command)
                .directory(REPOSITORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        // The build that runs this test has just built the program.
        builder.environment().put("HOTLINE_BUILT", "yes");
        var process = builder.start();
        started.add(process);
        return process;
    }

    private void ready(Process process, String log) {
        await(log).atMost(ofSeconds(90)).until(() -> {
            assertThat(process.isAlive())
                    .as("ops/run lives; it said: " + said(log))
                    .isTrue();
            return said(log).contains("Hotline 12345 is ready.");
        });
    }

    private String said(String log) throws IOException {
        return Files.readString(folder.resolve(log));
    }

    private String refusal(Map<String, String> settings, String log) throws Exception {
        var process = run(settings, log);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(said(log)).isTrue();
        assertThat(process.exitValue()).as(said(log)).isEqualTo(2);
        assertThat(said(log)).doesNotContain("\tat ").doesNotContain("Exception");
        return said(log);
    }

    @Test
    void killedPartsAreTakenUpAgainAndNothingIsLost() throws Exception {
        var data = folder.resolve("data");
        var settings = HotlineKit.freePorts(data);
        try {
            var first = run(settings, "first.log");
            ready(first, "first.log");
            assertThat(said("first.log"))
                    .contains("One-time passwords")
                    .contains("http://127.0.0.1:" + settings.get("web.port"));
            assertThat(Visitor.stranger("http://127.0.0.1:" + settings.get("web.port"))
                            .get("/")
                            .body())
                    .as("the built page, not its source")
                    .contains("/assets/");
            var leader = leader(data, settings);
            call(settings, "15400000501", 1);
            await().atMost(ofSeconds(20))
                    .untilAsserted(() -> assertThat(calls(leader)).isEqualTo(1));

            // kill -9 of PostgreSQL and of Asterisk: both are started again beside the backend.
            kill(pid(data.resolve("postgres/rows/postmaster.pid")));
            kill(pid(data.resolve("asterisk/run/asterisk.pid")));
            await().atMost(ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                call(settings, "15400000502", 1);
                assertThat(calls(leader)).isGreaterThanOrEqualTo(2);
            });

            // kill -9 of the program: the left-overs are taken in by the next start, and the rows are there.
            var before = calls(leader);
            var oldPostgres = pid(data.resolve("postgres/rows/postmaster.pid"));
            var oldAsterisk = pid(data.resolve("asterisk/run/asterisk.pid"));
            kill(first.pid());
            assertThat(alive(oldPostgres)).isTrue();
            var second = run(settings, "second.log");
            ready(second, "second.log");
            assertThat(alive(oldPostgres)).isFalse();
            assertThat(alive(oldAsterisk)).isFalse();
            assertThat(said("second.log")).doesNotContain("One-time passwords");
            assertThat(calls(leader)).as("calls after the crash").isEqualTo(before);
            call(settings, "15400000503", 1);
            await().atMost(ofSeconds(20))
                    .untilAsserted(() -> assertThat(calls(leader)).isEqualTo(before + 1));

            // A second copy on the same folder is refused; Ctrl-C stops all parts.
            assertThat(refusal(settings, "same.log")).contains("is in use by another hotline");
            second.destroy();
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isZero();
            assertThat(pidIfAny(data.resolve("postgres/rows/postmaster.pid"))).isZero();
            assertThat(pidIfAny(data.resolve("asterisk/run/asterisk.pid"))).isZero();
        } finally {
            end(data);
        }
    }

    @Test
    void wrongInputIsSaidInWordsAndLosesNothing() throws Exception {
        var data = folder.resolve("data");
        var settings = HotlineKit.freePorts(data);
        try {
            assertThat(refusal(with(settings, "web.port", "99999"), "port.log"))
                    .contains("web.port: \"99999\" is not allowed: a whole number from 1 to 65535");
            assertThat(refusal(with(settings, "web.prot", "80"), "key.log")).contains("web.prot is no known key");
            try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var port = Integer.toString(taken.getLocalPort());
                assertThat(refusal(with(settings, "web.port", port), "taken.log"))
                        .contains("web.port")
                        .contains(port);
                assertThat(refusal(with(settings, "database.port", port), "taken-db.log"))
                        .contains("database.port")
                        .contains(port);
                assertThat(refusal(with(settings, "telephony.agi.port", port), "taken-agi.log"))
                        .contains(port);
            }
            var wrongPassword = Files.writeString(folder.resolve("wrong"), "not the password\n");
            var running = run(settings, "running.log");
            ready(running, "running.log");
            var external = HotlineKit.freePorts(folder.resolve("other"));
            external.put("database.embedded", "false");
            external.put("database.port", settings.get("database.port"));
            external.put("database.password-file", wrongPassword.toString());
            external.put("asterisk.embedded", "false");
            assertThat(refusal(external, "password.log")).contains("the password or role is refused");

            // A wrong manager secret does not stop the pages; it is told apart from an Asterisk that is away.
            external.put(
                    "database.password-file",
                    data.resolve("postgres/owner-password").toString());
            external.put("office.key-file", data.resolve("keys").toString());
            external.put("telephony.ami.port", settings.get("telephony.ami.port"));
            external.put("telephony.ami.secret-file", wrongPassword.toString());
            // By another name: who hears an Asterisk of that name already is not disturbed.
            external.put("telephony.node", "pbx2");
            var stranger = run(external, "secret.log");
            await().atMost(ofSeconds(30)).until(() -> said("secret.log").contains("secret"));
            assertThat(said("secret.log")).containsPattern("(?i)(refuse|wrong).*secret|secret.*(refuse|wrong)");
            stranger.destroy();
            assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(running.isAlive()).as("the other copy is untouched").isTrue();
        } finally {
            end(data);
            end(folder.resolve("other"));
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        var changed = new LinkedHashMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    private static Visitor leader(Path data, Map<String, String> settings) throws IOException {
        var password = Files.readAllLines(data.resolve("first-logins")).stream()
                .map(line -> line.split("\t", -1))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (before, later) -> later))
                .get("leader");
        return Visitor.signInFirst("http://127.0.0.1:" + settings.get("web.port"), "leader", password);
    }

    private static int calls(Visitor leader) {
        var answer = leader.get("/api/calls?limit=100");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return (int) answer.array().stream()
                .filter(call -> ((JsonObject) call).getString("outcome") != null)
                .count();
    }

    private void call(Map<String, String> settings, String number, int calls) throws IOException {
        var kit = Files.createTempDirectory(folder, "sipp");
        try (var sipp = new Sipp(
                REPOSITORY.resolve("ops/src/test/sipp"), kit, Integer.parseInt(settings.get("asterisk.sip-port")))) {
            var tally = sipp.dial("citizen-gives-up", "12345", List.of(number), 1, Map.of("after_ms", 500))
                    .await(ofSeconds(40));
            assertThat(tally.successful()).isEqualTo(calls);
        }
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    private static long pidIfAny(Path file) throws IOException {
        return Files.exists(file) && alive(pid(file)) ? pid(file) : 0;
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(ofSeconds(10)).until(() -> !alive(pid));
    }

    /** Whatever a failed assertion left running. */
    private void end(Path data) throws Exception {
        for (var process : started) {
            if (process.isAlive()) {
                process.destroy();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
        for (var file : List.of("postgres/rows/postmaster.pid", "asterisk/run/asterisk.pid")) {
            var pid = pidIfAny(data.resolve(file));
            if (pid != 0) {
                kill(pid);
            }
        }
    }
}
