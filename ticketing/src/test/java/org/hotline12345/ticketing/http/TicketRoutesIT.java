package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.MOBILE;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.TestHotline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketRoutesIT {
    private record Answer(int status, JsonObject body, String etag) {}

    private final HttpClient browser = HttpClient.newHttpClient();
    private TestHotline hotline;
    private HttpServer server;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        Map<String, SignedIn> people = Stream.of(
                        hotline.agent, hotline.dispatcher, hotline.reviewer, hotline.healthClerk, hotline.waterClerk)
                .collect(Collectors.toMap(SignedIn::login, Function.identity()));
        // As the web server does: the visitor stands in the context, refusals become statuses.
        var web = new VerticleBase() {
            @Override
            public Future<?> start() {
                var router = Router.router(vertx);
                router.route().handler(BodyHandler.create(false));
                router.route().handler(rc -> {
                    var who = people.get(rc.request().getHeader("X-Who"));
                    if (who != null) {
                        rc.put(SignedIn.REQUEST_KEY, who);
                    }
                    rc.next();
                });
                router.route().failureHandler(rc -> {
                    var status = rc.failure() instanceof Refused refused
                            ? refused.kind().status()
                            : rc.failure() instanceof IllegalArgumentException ? 400 : 500;
                    rc.response().setStatusCode(status);
                    rc.json(new JsonObject().put("detail", String.valueOf(rc.failure())));
                });
                new TicketRoutes(hotline.ticketing, hotline.telephony, hotline.office).mount(router);
                return vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onSuccess(listening -> server = listening);
            }
        };
        hotline.database
                .vertx()
                .deployVerticle(web, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    private Answer ask(String who, String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                new JsonObject(response.body()),
                response.headers().firstValue("ETag").orElse(""));
    }

    private static String plea(String call) {
        return new JsonObject()
                .put("call", call)
                .put("nature", "HELP")
                .put("title", "路灯不亮")
                .put("content", "解放路路灯坏了三天。")
                .put("requesterName", "张三")
                .put("area", "解放路")
                .encode();
    }

    @Test
    void aTicketGoesThroughItsLifeByHttp() throws Exception {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var made = ask("agent", "POST", "/api/tickets", plea(call.value()));
        assertThat(made.status()).isEqualTo(201);
        assertThat(ask("agent", "POST", "/api/tickets", plea(call.value())).status())
                .isEqualTo(200);
        var path = "/api/tickets/" + made.body().getString("number");
        assertThat(made.body().getJsonArray("allowed"))
                .isEqualTo(JsonArray.of("answer", "reject", "chase", "supplement", "withdraw"));
        assertThat(made.body().getJsonObject("call").getMap())
                .containsEntry("id", call.value())
                .containsEntry("caller", "154****0001")
                .containsEntry("agent", "某agent")
                .containsEntry("recording", true)
                .containsEntry("talkedMillis", 60_000);
        assertThat(made.body().getJsonObject("requester").getMap())
                .containsEntry("phone", MOBILE)
                .containsEntry("full", true);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"health\"}")
                        .body()
                        .getMap())
                .containsEntry("state", "DISPATCHED")
                .containsEntry("unitName", "卫健委")
                .containsEntry("due", "2026-11-09T15:59:59Z")
                .containsEntry("dueProvisional", false);
        assertThat(ask("health-clerk", "POST", path + "/acknowledge", "").status())
                .isEqualTo(200);
        assertThat(ask("health-clerk", "POST", path + "/reply", "{\"text\":\"已修好\",\"contacted\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("reviewer", "POST", path + "/send-back", "{\"why\":\"写明时间\"}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("health-clerk", "POST", path + "/reply", "{\"text\":\"今早修好\",\"contacted\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("reviewer", "POST", path + "/review", "{}").body().getString("state"))
                .isEqualTo("HANDLED");
        var closed = ask("reviewer", "POST", path + "/close", "");
        assertThat(closed.body().getMap()).containsEntry("state", "CLOSED").containsEntry("mode", "UNIT");
        assertThat(closed.etag()).isEqualTo("\"9\"");
        var seen = ask("agent", "GET", path, "").body();
        assertThat(seen.getJsonArray("events").stream().map(event -> ((JsonObject) event).getString("type")))
                .containsExactly(
                        "REGISTERED",
                        "DISPATCHED",
                        "ACKNOWLEDGED",
                        "REPLIED",
                        "SENT_BACK",
                        "REPLIED",
                        "REPLY_ACCEPTED",
                        "HANDLED",
                        "CLOSED");
        assertThat(seen.getJsonArray("allowed")).isEmpty();
        assertThat(seen.getJsonArray("assignments"))
                .singleElement()
                .isInstanceOfSatisfying(
                        JsonObject.class,
                        one -> assertThat(one.getMap())
                                .containsEntry("unitName", "卫健委")
                                .containsEntry("part", "LEAD")
                                .containsEntry("state", "ACCEPTED"));
        assertThat(seen.getJsonObject("requester").getMap())
                .containsEntry("name", "张*")
                .containsEntry("phone", "154****0001");
    }

    @Test
    void refusalsHaveTheirStatus() throws Exception {
        var made = ask("agent", "POST", "/api/tickets", plea(null));
        var path = "/api/tickets/" + made.body().getString("number");
        assertThat(ask("nobody", "GET", path, "").status()).isEqualTo(401);
        assertThat(ask("agent", "POST", path + "/dispatch", "{\"unit\":\"health\"}")
                        .status())
                .isEqualTo(403);
        assertThat(ask("water-clerk", "GET", path, "").status()).isEqualTo(404);
        assertThat(ask("agent", "GET", "/api/tickets/20260101-000001", "").status())
                .isEqualTo(404);
        assertThat(ask("agent", "GET", "/api/tickets/nonsense", "").status()).isEqualTo(404);
        assertThat(ask("agent", "POST", path + "/explode", "").status()).isEqualTo(404);
        assertThat(ask("reviewer", "POST", path + "/close", "").status()).isEqualTo(409);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"health\"}", "If-Match", "\"7\"")
                        .status())
                .isEqualTo(409);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"Nowhere!\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{}").status()).isEqualTo(400);
        assertThat(ask("agent", "POST", "/api/tickets", "{\"nature\":\"WISH\",\"title\":\"a\",\"content\":\"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask("agent", "POST", "/api/tickets", "{\"nature\":1}").status())
                .isEqualTo(400);
        assertThat(ask("agent", "GET", "/api/tickets?limit=201", "").status()).isEqualTo(400);
    }

    @Test
    void listsHoldNoRequester() throws Exception {
        ask("agent", "POST", "/api/tickets", plea(null));
        ask("agent", "POST", "/api/tickets", plea(null));
        var list = ask("dispatcher", "GET", "/api/tickets?state=REGISTERED&limit=1", "")
                .body();
        assertThat(list.getJsonArray("tickets")).hasSize(1);
        assertThat(list.encode()).doesNotContain("张三", MOBILE);
        var rest =
                ask("dispatcher", "GET", "/api/tickets?state=REGISTERED&limit=1&before=" + list.getString("next"), "");
        assertThat(rest.body().getJsonArray("tickets").getJsonObject(0).getString("number"))
                .isLessThan(list.getString("next"));
    }
}
