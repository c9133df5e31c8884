package org.hotline12345.ops.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;

/** How soon {@code ops/run} is ready on a fresh and on a used data folder, the backend alone, and what memory it keeps. */
final class StartBench {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CALLS = 100;
    private static final Duration REST = Duration.ofMinutes(1);

    private StartBench() {}

    /** An {@code ops/run} in a process of its own. */
    private record Running(Process process, double seconds) {}

    static void measure(Bench bench) throws Exception {
        var folder = bench.folder("start");
        var settings = HotlineKit.freePorts(folder.resolve("data"));
        var first = run(folder, settings);
        bench.atMost("start.first", first.seconds(), "s", 20);
        stop(first);
        var again = new ArrayList<Double>();
        for (int i = 0; i < 3; i++) {
            var running = run(folder, settings);
            again.add(running.seconds());
            stop(running);
        }
        bench.atMost("start.again", again.stream().sorted().toList().get(1), "s", 6);

        var running = run(folder, settings);
        takeCalls(folder, settings);
        Thread.sleep(REST);
        bench.atMost("start.resident-after-" + CALLS + "-calls", residentMegabytes(running.process()), "MB", 400);

        // The JVM alone is killed; PostgreSQL and Asterisk stay, so that the backend is timed without them.
        running.process().destroyForcibly().waitFor();
        var external = new LinkedHashMap<>(settings);
        external.put("database.embedded", "false");
        external.put(
                "database.password-file",
                folder.resolve("data/postgres/owner-password").toString());
        external.put("asterisk.embedded", "false");
        var alone = run(folder, external);
        bench.atMost("start.backend-alone", alone.seconds(), "s", 3);
        stop(alone);
        // Takes the left-overs in, and stops everything in order.
        stop(run(folder, settings));
    }

    private static Running run(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ops/run"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        var begun = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run-" + begun + ".log").toFile())
                .start();
        var address = "http://127.0.0.1:" + settings.get("web.port") + "/healthz";
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() - begun < LIMIT.toNanos() && process.isAlive()) {
                try {
                    var request = HttpRequest.newBuilder(URI.create(address))
                            .timeout(Duration.ofSeconds(2))
                            .build();
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return new Running(process, (System.nanoTime() - begun) / 1e9);
                    }
                } catch (IOException e) {
                    Thread.sleep(10);
                }
            }
        }
        process.destroy();
        throw new IllegalStateException("ops/run was not ready; its logs are in " + folder);
    }

    private static void stop(Running running) throws InterruptedException {
        running.process().destroy();
        if (!running.process().waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("ops/run did not stop within a minute");
        }
    }

    private static void takeCalls(Path folder, Map<String, String> settings) throws IOException {
        var data = folder.resolve("data");
        var logins = Files.readString(data.resolve("first-logins"))
                .lines()
                .map(line -> line.split("\t", -1))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (before, later) -> later));
        try (var sipp = new Sipp(
                        Path.of("ops/src/test/sipp").toAbsolutePath(),
                        folder.resolve("sipp"),
                        Integer.parseInt(settings.get("asterisk.sip-port")));
                var _ = sipp.seat(HotlineKit.seatPasswords(data), 100, 500);
                var agent = Visitor.signInFirst(
                        "http://127.0.0.1:" + settings.get("web.port"), "agent1", logins.get("agent1"));
                var colleague = Visitor.signInFirst(
                        "http://127.0.0.1:" + settings.get("web.port"), "agent2", logins.get("agent2"))) {
            agent.listen();
            agent.post("/api/seat", new JsonObject().put("seat", "1001"));
            colleague.post("/api/seat", new JsonObject().put("seat", "1002"));
            var numbers = IntStream.range(0, CALLS)
                    .mapToObj(i -> String.format("154%08d", 6_000 + i))
                    .toList();
            var tally = sipp.dial("citizen-talks", "12345", numbers, 1, Map.of("talk_ms", 120_000), CALLS)
                    .await(Duration.ofMinutes(8));
            if (tally.successful() != CALLS) {
                throw new IllegalStateException("not all calls came through: " + tally);
            }
        }
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
