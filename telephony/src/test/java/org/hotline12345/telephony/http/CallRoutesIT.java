package org.hotline12345.telephony.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.CallResult;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallRoutesIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Map<String, SignedIn> visitors = new ConcurrentHashMap<>();
    private final HttpClient browser = HttpClient.newHttpClient();
    private TestDatabase database;
    private Office office;
    private RecordedAsterisk asterisk;
    private Telephony telephony;
    private HttpServer server;

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        visitor("wang", "agent");
        visitor("li", "agent");
        visitor("leader", "shift-leader");
        visitor("dispatcher", "dispatcher");
        asterisk = RecordedAsterisk.open();
        telephony = Telephony.launch(database.pool("telephony"), Clock.systemUTC(), office, asterisk.config());
        telephony.start();
        await().atMost(SOON).until(telephony::connected);
        database.vertx()
                .deployVerticle(
                        new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                server = vertx.createHttpServer().requestHandler(router(vertx));
                                return server.listen(0, "127.0.0.1");
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    /** What the web server does around the routes: it knows the visitor and turns refusals into statuses. */
    private Router router(Vertx vertx) {
        var router = Router.router(vertx);
        router.route().handler(BodyHandler.create());
        router.route().handler(rc -> {
            var visitor = visitors.get(rc.request().getHeader("X-Who"));
            if (visitor != null) {
                rc.put(SignedIn.REQUEST_KEY, visitor);
            }
            rc.next();
        });
        router.route()
                .failureHandler(rc -> rc.response()
                        .setStatusCode(
                                rc.failure() instanceof Refused refused
                                        ? refused.kind().status()
                                        : 400)
                        .end());
        new CallRoutes(telephony, office).mount(router);
        return router;
    }

    @BeforeEach
    void leave() {
        telephony.signOut(visitors.get("wang"));
    }

    @AfterAll
    void close() {
        telephony.close();
        asterisk.close();
        server.close().await();
        database.close();
    }

    private void visitor(String login, String role) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, "姓名" + login);
        office.grant(person, NORTH, role, Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        visitors.put(login, office.signIn(login, "a longer password").visitor());
    }

    private HttpResponse<String> ask(String who, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("X-Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void agentTakesASeatAndLeavesIt() {
        assertThat(ask("wang", "GET", "/api/seat", "").body()).isEqualTo("{\"seat\":null,\"state\":\"OUT\"}");
        assertThat(ask("wang", "POST", "/api/seat", "{\"seat\":\"1001\"}").statusCode())
                .isEqualTo(204);
        assertThat(ask("wang", "GET", "/api/seat", "").body()).isEqualTo("{\"seat\":\"1001\",\"state\":\"READY\"}");
        assertThat(ask("li", "POST", "/api/seat", "{\"seat\":\"1001\"}").statusCode())
                .isEqualTo(409);
        assertThat(ask("wang", "DELETE", "/api/seat", "").statusCode()).isEqualTo(204);
        assertThat(asterisk.members("hotline")).isEmpty();
    }

    @Test
    void seatIsRefusedWithoutSignInRightOrSense() {
        assertThat(ask("stranger", "POST", "/api/seat", "{\"seat\":\"1001\"}").statusCode())
                .isEqualTo(401);
        assertThat(ask("dispatcher", "POST", "/api/seat", "{\"seat\":\"1001\"}").statusCode())
                .isEqualTo(403);
        assertThat(ask("wang", "POST", "/api/seat", "{}").statusCode()).isEqualTo(400);
        assertThat(ask("wang", "POST", "/api/seat", "{\"seat\":\"1001&PJSIP/1002\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void callIsSeenByTheShiftLeaderAndByTheAgentWhoTookItWithItsNumberMasked() {
        ask("wang", "POST", "/api/seat", "{\"seat\":\"1001\"}");
        asterisk.play("answered.ami");
        var id = new CallId("pbx1-1795310813.62");
        await().atMost(SOON)
                .until(() -> telephony.call(id).filter(call -> !call.open()).isPresent());
        assertThat(ask("wang", "GET", "/api/calls", "").statusCode()).isEqualTo(403);
        var list = new JsonArray(ask("leader", "GET", "/api/calls?limit=5", "").body());
        assertThat(list).hasSize(1);
        var call = list.getJsonObject(0);
        assertThat(call.getString("caller")).isEqualTo("154****0001");
        assertThat(call.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(call.getString("agent")).isEqualTo("姓名wang");
        assertThat(call.getLong("waitedMillis")).isBetween(1_000L, 1_200L);
        // One call by itself says also how it ended, once somebody has said so.
        assertThat(new JsonObject(ask("wang", "GET", "/api/calls/" + id, "").body()))
                .isEqualTo(call.copy().put("result", null));
        telephony.results().set(visitors.get("wang"), id, CallResult.CHASE);
        assertThat(new JsonObject(ask("wang", "GET", "/api/calls/" + id, "").body()).getString("result"))
                .isEqualTo("CHASE");
        assertThat(ask("li", "GET", "/api/calls/" + id, "").statusCode()).isEqualTo(404);
        assertThat(ask("leader", "GET", "/api/calls?limit=0", "").statusCode()).isEqualTo(400);
    }
}
