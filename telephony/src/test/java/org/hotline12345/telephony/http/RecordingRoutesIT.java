package org.hotline12345.telephony.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
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
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.TalkFile;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A talk from Asterisk's manager stream and file to the player. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingRoutesIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final CallId CALL = new CallId("pbx1-1795310813.62");
    private static final String PATH = "/api/calls/" + CALL + "/recording";
    /** More than the sockets' buffers take: 10 minutes and more. */
    private static final byte[] TALK = TalkFile.wav(700, 12_345);

    private final Map<String, SignedIn> visitors = new ConcurrentHashMap<>();
    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private TestDatabase database;
    private Office office;
    private RecordedAsterisk asterisk;
    private Telephony telephony;
    private HttpServer server;

    @BeforeAll
    void open() throws IOException {
        TalkFile.write(folder, "2026/11/22/" + CALL + ".wav", TALK);
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addHotline(new Hotline(SOUTH, "南县12345热线", "12346", "0371", ZoneId.of("Asia/Shanghai")));
        visitor("wang", NORTH, "agent");
        visitor("li", NORTH, "agent");
        visitor("leader", NORTH, "shift-leader");
        visitor("clerk", NORTH, "dispatcher");
        visitor("foreigner", SOUTH, "shift-leader");
        asterisk = RecordedAsterisk.open();
        var config = RecordedAsterisk.config(asterisk.port(), "", folder);
        telephony = Telephony.launch(database.pool("telephony"), Clock.systemUTC(), office, config);
        telephony.start();
        await().atMost(SOON).until(telephony::connected);
        telephony.signIn(visitors.get("wang"), NORTH, new Seat("1001"));
        asterisk.play("answered.ami");
        database.vertx()
                .deployVerticle(
                        new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                // As the web server of the program: it would compress what it may.
                                server = vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true))
                                        .requestHandler(router(vertx));
                                return server.listen(0, "127.0.0.1");
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        await().atMost(SOON).until(() -> ask("leader", "HEAD", PATH).statusCode() == 200);
    }

    private Router router(Vertx vertx) {
        var router = Router.router(vertx);
        router.route().handler(TimeoutHandler.create(1_000)).handler(BodyHandler.create());
        router.route().handler(rc -> {
            var visitor = visitors.get(rc.request().getHeader("X-Who"));
            if (visitor != null) {
                rc.put(SignedIn.REQUEST_KEY, visitor);
            }
            rc.next();
        });
        router.route().failureHandler(rc -> {
            if (rc.response().ended()) {
                return;
            }
            var status = rc.failure() instanceof Refused refused
                    ? refused.kind().status()
                    : rc.failure() instanceof IllegalArgumentException ? 400 : 500;
            rc.response()
                    .setStatusCode(status)
                    .end(rc.failure() == null ? "" : String.valueOf(rc.failure().getMessage()));
        });
        new CallRoutes(telephony, office).mount(router);
        new RecordingRoutes(telephony.recordings(), office).mount(router);
        return router;
    }

    @AfterAll
    void close() {
        telephony.close();
        asterisk.close();
        server.close().await();
        database.close();
    }

    private void visitor(String login, HotlineCode hotline, String role) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, "姓名" + login);
        office.grant(person, hotline, role, Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        visitors.put(login, office.signIn(login, "a longer password").visitor());
    }

    private HttpResponse<byte[]> ask(String who, String method, String path, String... headers) {
        return send(who, method, path, "", headers);
    }

    private HttpResponse<byte[]> send(String who, String method, String path, String body, String... headers) {
        return send(browser, who, method, path, body, headers);
    }

    private HttpResponse<byte[]> send(
            HttpClient client, String who, String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("X-Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private long listenings(String who) {
        return database.pool("office")
                .preparedQuery("select count(*) as n from office.audit where action = 'telephony.listen-recording'"
                        + " and person = $1 and object = $2")
                .execute(Tuple.of(visitors.get(who).person().value(), CALL + " part 1"))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void shiftLeaderAndTheAgentWhoTookTheCallListenAndItIsAudited() {
        for (var who : new String[] {"leader", "wang"}) {
            var whole = ask(who, "GET", PATH, "Accept-Encoding", "gzip, deflate");
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).isEqualTo(TALK);
            assertThat(header(whole, "content-type")).isEqualTo("audio/wav");
            assertThat(header(whole, "content-length")).isEqualTo(Integer.toString(TALK.length));
            assertThat(header(whole, "accept-ranges")).isEqualTo("bytes");
            assertThat(header(whole, "cache-control")).contains("no-store");
            assertThat(header(whole, "etag")).matches("\"[0-9a-f]{64}\"");
            assertThat(listenings(who)).isEqualTo(1);
        }
    }

    @Test
    void nobodyElseListens() {
        assertThat(ask("stranger", "GET", PATH).statusCode()).isEqualTo(401);
        assertThat(ask("li", "GET", PATH).statusCode()).isEqualTo(404);
        assertThat(ask("clerk", "GET", PATH).statusCode()).isEqualTo(404);
        assertThat(listenings("li")).isZero();
    }

    @Test
    void callOfAnotherHotlineAnswersLikeAMissingOne() {
        var missing = "pbx1-1795310813.63";
        for (var path : new String[] {"/recording", "/recordings"}) {
            var foreign = ask("foreigner", "GET", "/api/calls/" + CALL + path);
            var nothing = ask("foreigner", "GET", "/api/calls/" + missing + path);
            assertThat(foreign.statusCode()).isEqualTo(nothing.statusCode()).isEqualTo(404);
            assertThat(text(foreign).replace(CALL.value(), "ID"))
                    .isEqualTo(text(nothing).replace(missing, "ID"));
        }
        var hold = "{\"why\":\"T1\",\"until\":\"" + Instant.now().plusSeconds(3_600) + "\"}";
        assertThat(send("foreigner", "POST", "/api/calls/" + CALL + "/recording-holds", hold)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void playerGetsThePieceThatItAsksFor() {
        var piece = ask("leader", "GET", PATH, "Range", "bytes=1000-1999");
        assertThat(piece.statusCode()).isEqualTo(206);
        assertThat(piece.body()).isEqualTo(Arrays.copyOfRange(TALK, 1_000, 2_000));
        assertThat(header(piece, "content-range")).isEqualTo("bytes 1000-1999/" + TALK.length);
        assertThat(header(piece, "content-length")).isEqualTo("1000");
        var end = ask("leader", "GET", PATH, "Range", "bytes=-10");
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(TALK, TALK.length - 10, TALK.length));
        var open = ask("leader", "GET", PATH, "Range", "bytes=44-");
        assertThat(open.body()).isEqualTo(Arrays.copyOfRange(TALK, 44, TALK.length));
    }

    @Test
    void playerThatSpeaksHttp2GetsTheSame() {
        var http2 = HttpClient.newHttpClient();
        var whole = send(http2, "leader", "GET", PATH, "");
        assertThat(whole.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(whole.body()).isEqualTo(TALK);
        var piece = send(http2, "leader", "GET", PATH, "", "Range", "bytes=1000-99999");
        assertThat(piece.statusCode()).isEqualTo(206);
        assertThat(piece.body()).isEqualTo(Arrays.copyOfRange(TALK, 1_000, 100_000));
    }

    @Test
    void pieceBehindTheEndIsRefusedWithTheSize() {
        var refused = ask("leader", "GET", PATH, "Range", "bytes=" + TALK.length + "-");
        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(header(refused, "content-range")).isEqualTo("bytes */" + TALK.length);
        assertThat(refused.body()).isEmpty();
    }

    @Test
    void pieceOfAnotherFileIsAnsweredWithTheWhole() {
        var tag = header(ask("leader", "HEAD", PATH), "etag");
        assertThat(ask("leader", "GET", PATH, "Range", "bytes=0-9", "If-Range", tag)
                        .statusCode())
                .isEqualTo(206);
        var other = ask("leader", "GET", PATH, "Range", "bytes=0-9", "If-Range", "\"" + "0".repeat(64) + "\"");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).hasSize(TALK.length);
    }

    @Test
    void headTellsSizeAndChecksumWithoutSound() {
        var head = ask("leader", "HEAD", PATH);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(Integer.toString(TALK.length));
        assertThat(head.body()).isEmpty();
        assertThat(ask("li", "HEAD", PATH).statusCode()).isEqualTo(404);
    }

    @Test
    void slowListenerGetsTheWholeTalkLongAfterTheLimitOfOtherRequests() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setReceiveBufferSize(262_144);
            socket.getOutputStream()
                    .write(("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nX-Who: leader\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var got = new ByteArrayOutputStream();
            var in = socket.getInputStream();
            got.write(in.readNBytes(4_096));
            Thread.sleep(2_500);
            got.write(in.readNBytes(1_000_000));
            Thread.sleep(500);
            in.transferTo(got);
            var bytes = got.toByteArray();
            assertThat(Arrays.copyOfRange(bytes, bytes.length - TALK.length, bytes.length))
                    .isEqualTo(TALK);
            assertThat(new String(bytes, 0, 17, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void pathIsNeverTakenFromTheRequest() {
        for (var id : new String[] {"..%2f..%2fetc%2fpasswd", "%00", CALL + "%2f..", CALL + ".wav"}) {
            assertThat(ask("leader", "GET", "/api/calls/" + id + "/recording").statusCode())
                    .as(id)
                    .isIn(400, 404);
        }
        assertThat(ask("leader", "GET", PATH + "?part=2").statusCode()).isEqualTo(404);
        assertThat(ask("leader", "GET", PATH + "?part=0").statusCode()).isEqualTo(400);
        assertThat(ask("leader", "GET", PATH + "?part=x").statusCode()).isEqualTo(400);
    }

    @Test
    void recordingIsListedAndHeldAndReleased() {
        var until = Instant.now().plusSeconds(86_400);
        var list = new JsonObject(text(ask("leader", "GET", PATH + "s")));
        var recording = list.getJsonArray("recordings").getJsonObject(0);
        assertThat(recording.getString("state")).isEqualTo("KEPT");
        assertThat(recording.getLong("durationMillis")).isEqualTo(700_000);
        assertThat(recording.getLong("bytes")).isEqualTo(TALK.length);
        var body = new JsonObject().put("why", "工单 T1 有争议").put("until", until.toString());
        assertThat(send("wang", "POST", "/api/calls/" + CALL + "/recording-holds", body.encode())
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("leader", "POST", "/api/calls/" + CALL + "/recording-holds", "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(
                                "leader",
                                "POST",
                                "/api/calls/" + CALL + "/recording-holds",
                                body.put("until", "tomorrow").encode())
                        .statusCode())
                .isEqualTo(400);
        var placed = send(
                "leader",
                "POST",
                "/api/calls/" + CALL + "/recording-holds",
                body.put("until", until.toString()).encode());
        assertThat(placed.statusCode()).isEqualTo(201);
        var hold = new JsonObject(text(placed));
        assertThat(hold.getString("by")).isEqualTo("姓名leader");
        var address = "/api/calls/" + CALL + "/recording-holds/" + hold.getString("id");
        assertThat(ask("wang", "DELETE", address).statusCode()).isEqualTo(403);
        assertThat(ask("leader", "DELETE", address).statusCode()).isEqualTo(204);
        assertThat(ask("leader", "DELETE", address).statusCode()).isEqualTo(404);
        assertThat(ask("leader", "DELETE", address + "x").statusCode()).isEqualTo(404);
        var holds = new JsonObject(text(ask("leader", "GET", PATH + "s"))).getJsonArray("holds");
        assertThat(holds.getJsonObject(0).getString("releasedBy")).isEqualTo("姓名leader");
    }

    @Test
    void problemsAreListedForWhoMayListenToAll() {
        assertThat(new JsonArray(text(ask("leader", "GET", "/api/recordings/problems"))))
                .isEmpty();
        assertThat(ask("wang", "GET", "/api/recordings/problems").statusCode()).isEqualTo(403);
        assertThat(ask("leader", "GET", "/api/recordings/problems?hotline=south")
                        .statusCode())
                .isEqualTo(403);
    }
}
