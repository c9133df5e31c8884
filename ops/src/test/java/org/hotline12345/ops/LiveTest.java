package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final SignedIn AWAKE = person();
    private static final SignedIn DEAD = person();

    private final Vertx vertx = Vertx.vertx();
    private final Live live = Live.launch(Duration.ofSeconds(1));
    private HttpServer server;

    private static SignedIn person() {
        return new SignedIn(new PersonId(UUID.randomUUID()), "somebody", "某人", List.of());
    }

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions().setWebSocketClosingTimeout(1))
                .webSocketHandler(socket -> live.join(socket.path().equals("/awake") ? AWAKE : DEAD, socket))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void close() {
        live.close();
        vertx.close();
    }

    /** A laptop that was shut, a cable that was pulled: the line stands, and nobody answers. */
    @Test
    void pageThatAnswersNoQuestionIsGoneAndOneThatDoesStays() throws IOException {
        try (var client = HttpClient.newHttpClient();
                var silent = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            var page = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + server.actualPort() + "/awake"), new WebSocket.Listener() {})
                    .join();
            silent.getOutputStream().write("""
                            GET /dead HTTP/1.1
                            Host: 127.0.0.1
                            Upgrade: websocket
                            Connection: Upgrade
                            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                            Sec-WebSocket-Version: 13

                            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            await().until(() -> live.isOpen(AWAKE.person()) && live.isOpen(DEAD.person()));
            await().atMost(Duration.ofSeconds(20)).until(() -> !live.isOpen(DEAD.person()));
            assertThat(live.isOpen(AWAKE.person())).isTrue();
            assertThat(live.count()).isOne();
            page.abort();
            await().until(() -> !live.isOpen(AWAKE.person()));
        }
    }
}
