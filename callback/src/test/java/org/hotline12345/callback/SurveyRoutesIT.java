package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.callback.TestTown.NORTH;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.callback.http.SurveyRoutes;
import org.hotline12345.office.Grant;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.DialOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SurveyRoutesIT {
    private final HttpClient browser = HttpClient.newHttpClient();
    private final TestTown town = new TestTown();
    private final TestCitizens citizens = new TestCitizens(town);
    private final Callbacks callbacks = town.callbacks(citizens);
    private HttpServer server;

    @BeforeEach
    void open() {
        var leader = new SignedIn(
                new PersonId(UUID.randomUUID()),
                "leader",
                "某人",
                List.of(new Grant(NORTH, "shift-leader", Optional.empty(), Set.of(Callbacks.SEE))));
        var people = Map.of("leader", leader, "agent", town.agent);
        // As the web server does: the visitor stands in the context, refusals become statuses.
        var web = new VerticleBase() {
            @Override
            public Future<?> start() {
                var router = Router.router(vertx);
                router.route().handler(rc -> {
                    var who = people.get(rc.request().getHeader("X-Who"));
                    if (who != null) {
                        rc.put(SignedIn.REQUEST_KEY, who);
                    }
                    rc.next();
                });
                router.route()
                        .failureHandler(rc -> rc.response()
                                .setStatusCode(
                                        rc.failure() instanceof Refused refused
                                                ? refused.kind().status()
                                                : rc.failure() instanceof IllegalArgumentException ? 400 : 500)
                                .end());
                new SurveyRoutes(callbacks, town.telephony).mount(router);
                return vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onSuccess(listening -> server = listening);
            }
        };
        town.database
                .vertx()
                .deployVerticle(web, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        callbacks.start();
    }

    @AfterEach
    void close() {
        callbacks.close();
        town.close();
    }

    private HttpResponse<String> get(String who, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Who", who)
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    @Test
    void aSurveyIsSeenWithItsAttempts() throws Exception {
        citizens.willAnswer(new DialOutcome.PickedUp(List.of('3')));
        var ticket = town.closedTicket("9000001");
        var path = "/api/tickets/" + ticket + "/survey";
        await().untilAsserted(() -> {
            var answer = get("leader", path);
            assertThat(answer.statusCode()).isEqualTo(200);
            var now = TestTown.MORNING.toString();
            assertThat(new JsonObject(answer.body()))
                    .isEqualTo(new JsonObject()
                            .put("channel", "VOICE")
                            .put("state", "ANSWERED")
                            .put("why", "")
                            .put("askedAt", now)
                            .put("rating", "DISSATISFIED")
                            .put("answeredAt", now)
                            .put(
                                    "attempts",
                                    JsonArray.of(new JsonObject()
                                            .put("channel", "VOICE")
                                            .put("at", now)
                                            .put("outcome", "RATED"))));
        });
    }

    @Test
    void withoutTheRightOrASurveyThereIsNothingToSee() throws Exception {
        assertThat(get("leader", "/api/tickets/20261122-999999/survey").statusCode())
                .isEqualTo(404);
        assertThat(get("leader", "/api/tickets/nonsense/survey").statusCode()).isEqualTo(400);
        assertThat(get("agent", "/api/tickets/20261122-999999/survey").statusCode())
                .isEqualTo(403);
        assertThat(get("agent", "/api/missed-calls").statusCode()).isEqualTo(403);
        assertThat(get("nobody", "/api/missed-calls").statusCode()).isEqualTo(401);
        assertThat(get("leader", "/api/missed-calls?hotline=south").statusCode())
                .isEqualTo(403);
    }

    @Test
    void missedCallsShowMaskedNumbers() throws Exception {
        TestCalls.abandoned(town, "pbx1-1.0", Optional.of("15400000001"), TestTown.MORNING);
        await().untilAsserted(() -> {
            var missed = new JsonArray(get("leader", "/api/missed-calls").body());
            assertThat(missed).hasSize(1);
            assertThat(missed.getJsonObject(0).getMap())
                    .containsEntry("caller", "154****0001")
                    .containsEntry("times", 1)
                    .containsEntry("state", "OPEN");
        });
    }
}
