package org.hotline12345.ops.kit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes the hotline every second. */
public final class Prometheus implements AutoCloseable {
    private static final Path RULES = Path.of("../metrics/src/main/prometheus/hotline.rules.yml")
            .toAbsolutePath()
            .normalize();
    private static final Path DASHBOARD = Path.of("../metrics/src/main/grafana/hotline.json");

    private final Process process;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    public static Prometheus open(Path folder, int hotlinePort) {
        try {
            var port = freePort();
            Files.createDirectories(folder);
            var config = folder.resolve("prometheus.yml");
            Files.writeString(config, """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ["%s"]
                    scrape_configs:
                      - job_name: hotline
                        static_configs:
                          - targets: ["127.0.0.1:%d"]
                    """.formatted(RULES, hotlinePort));
            var process = new ProcessBuilder(List.of(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
            return new Prometheus(process, "http://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** What the panels of the dashboard ask, for all hotlines. */
    public static List<String> dashboard() {
        try {
            return new JsonObject(Files.readString(DASHBOARD))
                    .getJsonArray("panels").stream()
                            .flatMap(panel -> ((JsonObject) panel).getJsonArray("targets").stream())
                            .map(target ->
                                    ((JsonObject) target).getString("expr").replace("$hotline", ".*"))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one value of an expression; empty while there is none. */
    public OptionalDouble value(String expression) {
        try {
            var query = URI.create(
                    address + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
            var request =
                    HttpRequest.newBuilder(query).timeout(Duration.ofSeconds(5)).build();
            var body =
                    new JsonObject(client.send(request, BodyHandlers.ofString()).body());
            var result = body.getJsonObject("data").getJsonArray("result");
            return result.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(
                            result.getJsonObject(0).getJsonArray("value").getString(1)));
        } catch (IOException e) {
            return OptionalDouble.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
