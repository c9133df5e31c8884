package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.TimeUnit;
import org.hotline12345.callback.Rating;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard against the real Prometheus. */
class PrometheusIT {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static void mustExist(Path program) {
        assertThat(program)
                .as("%s is needed by this test: apt-get install prometheus (ops/test does it)", program)
                .exists();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void theRulesAreRightByTheirOwnTests() throws Exception {
        mustExist(PROMTOOL);
        run(List.of(PROMTOOL.toString(), "check", "rules", Dashboard.RULES.toString()));
        var output = run(List.of(PROMTOOL.toString(), "test", "rules", "src/test/prometheus/hotline.rules.test.yml"));
        assertThat(output).contains("SUCCESS");
    }

    @Test
    void theScrapeIsCleanByPromtool() throws Exception {
        mustExist(PROMTOOL);
        var process = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(Sample.morning().scrape().getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Test
    void everyPanelShowsDataOfAHotlineThatIsScraped(@TempDir Path folder) throws Exception {
        mustExist(PROMETHEUS);
        var sample = new Sample();
        var endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/metrics", exchange -> {
            var body = sample.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        endpoint.start();
        var port = freePort();
        var prometheus = start(folder, endpoint.getAddress().getPort(), port);
        try {
            // A call between scrapes: a rate needs a counter that moved.
            await().atMost(LIMIT).ignoreExceptions().until(() -> answers(port, "hotline_asterisk_connected"));
            sample.left(sample.answeredAfter(Duration.ofSeconds(4)));
            sample.left(sample.queued());
            sample.survey(Rating.SATISFIED);
            for (var expression : Dashboard.expressions()) {
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(answers(port, expression))
                                .as(expression)
                                .isTrue());
            }
        } finally {
            prometheus.destroy();
            prometheus.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            endpoint.stop(0);
        }
    }

    private static Process start(Path folder, int scraped, int port) throws IOException {
        var config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: hotline
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(Dashboard.RULES.toAbsolutePath(), scraped));
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static boolean answers(int port, String expression) throws IOException, InterruptedException {
        var query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return !new JsonObject(answer.body())
                    .getJsonObject("data")
                    .getJsonArray("result")
                    .isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
