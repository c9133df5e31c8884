package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<RoutingContext> inside = new LinkedBlockingQueue<>();
    private int port;

    @BeforeEach
    void open() {
        var router = Router.router(vertx);
        router.route().handler(new Doorkeeper(4)::admit);
        router.route().handler(inside::add);
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    @AfterEach
    void close() {
        client.close();
        vertx.close().await();
    }

    private CompletableFuture<HttpResponse<String>> post(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private RoutingContext next() throws InterruptedException {
        var one = inside.poll(20, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }

    @Test
    void whenAllAreBusyTheNextIsToldWhenToComeAgainAndGetsInThen() throws Exception {
        var first = post("/api/tickets");
        var second = post("/api/tickets");
        var one = next();
        var two = next();
        var third = post("/api/tickets").get(20, TimeUnit.SECONDS);
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("retry-after")).hasValue("1");
        assertThat(third.body()).contains("problems/busy");

        // What was begun goes on while no more is begun.
        var step = post("/api/tickets/20261125-000001/close");
        next().response().end("closed");
        assertThat(step.get(20, TimeUnit.SECONDS).body()).isEqualTo("closed");

        one.response().end("made");
        two.response().end("made");
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        var again = post("/api/tickets");
        next().response().end("made");
        assertThat(again.get(20, TimeUnit.SECONDS).body()).isEqualTo("made");
    }
}
