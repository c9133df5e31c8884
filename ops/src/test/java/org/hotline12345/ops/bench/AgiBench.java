package org.hotline12345.ops.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hotline12345.ops.kit.HotlineKit;

/**
 * Ten thousand callers who hear the greeting at once, 500 new ones a second, against a whole backend in a process of its
 * own; the callers are a process, too. Asterisk is not there: it would be the bottleneck.
 */
final class AgiBench {
    private static final int HELD = 10_000;
    private static final int PER_SECOND = 500;
    /** So that as many end as begin: the crowd stands at its full size while it changes. */
    private static final int HOLD_SECONDS = HELD / PER_SECOND + 2;
    /** Full once, and renewed once. */
    private static final int CALLERS = 2 * PER_SECOND * HOLD_SECONDS;

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration CROWD_LIMIT = Duration.ofMinutes(4);

    private AgiBench() {}

    static void measure(Bench bench) throws Exception {
        var folder = bench.folder("agi");
        var settings = HotlineKit.freePorts(folder.resolve("data"));
        settings.put("asterisk.embedded", "false");
        settings.put("telephony.agi.max-sessions", Integer.toString(HELD + 2_000));
        settings.put("telephony.agi.peers", String.join(",", AgiCrowd.addresses()));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/ami-secret"), "nobody-listens-there");
        var command = new ArrayList<>(List.of("ops/run"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        var backend = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run.log").toFile())
                .start();
        try {
            awaitReady(backend, settings.get("web.port"), folder);
            var before = residentMegabytes(backend);
            var crowd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AgiCrowd.class.getName(),
                            settings.get("telephony.agi.port"),
                            Integer.toString(CALLERS),
                            Integer.toString(PER_SECOND),
                            Integer.toString(HOLD_SECONDS))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("crowd.txt").toFile())
                    .start();
            var most = before;
            var end = System.nanoTime() + CROWD_LIMIT.toNanos();
            while (!crowd.waitFor(200, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, residentMegabytes(backend));
                if (System.nanoTime() > end) {
                    crowd.destroyForcibly();
                    throw new IllegalStateException("the crowd was not over after " + CROWD_LIMIT + "; see " + folder);
                }
            }
            var said = Files.readString(folder.resolve("crowd.txt"), StandardCharsets.UTF_8)
                    .strip();
            // A JVM may say something of its own first.
            var words = said.lines().toList().getLast().split(" ", -1);
            if (words.length != 5) {
                throw new IllegalStateException("the crowd failed: " + said);
            }
            bench.atLeast("agi.held-at-once", Integer.parseInt(words[0]), "conversations", HELD);
            bench.exactly("agi.refused", Integer.parseInt(words[1]), "conversations", 0);
            bench.exactly("agi.broken", Integer.parseInt(words[2]), "conversations", 0);
            bench.exactly("agi.greeted", Integer.parseInt(words[3]), "conversations", CALLERS);
            bench.atMost("agi.longest-wait-for-first-word", Integer.parseInt(words[4]), "ms", 2_000);
            bench.atMost("agi.resident-before", before, "MB", 400);
            bench.atMost("agi.resident-most", most, "MB", 1_000);
        } finally {
            backend.destroy();
            if (!backend.waitFor(60, TimeUnit.SECONDS)) {
                backend.destroyForcibly();
            }
        }
    }

    private static void awaitReady(Process process, String port, Path folder) throws InterruptedException {
        var end = System.nanoTime() + READY_LIMIT.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    Thread.sleep(50);
                }
            }
        }
        throw new IllegalStateException("ops/run was not ready; its log is in " + folder);
    }

    private static double residentMegabytes(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1_000.0;
    }
}
