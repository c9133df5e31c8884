package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.oidc.HostileProvider;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Surfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole hotline whose provider of identities does what none should: nobody is signed in by it, and nobody else has to wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileProviderIT {
    private static final String WAY = "/api/session/provider";
    private static final String SESSION = "hotline-session";

    private final HostileProvider there = new HostileProvider(Clock.systemUTC());
    private HotlineKit kit;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ami-secret"), "laboratory-secret");
        Files.writeString(data.resolve("oidc-secret"), HostileProvider.SECRET);
        kit = HotlineKit.open(data, settings());
        kit.command("user", "oidc-subject", "--login", "dispatcher", "p-17");
    }

    private Map<String, String> settings() throws IOException {
        var webPort = freePort();
        var settings = new LinkedHashMap<String, String>();
        settings.put("asterisk.embedded", "false");
        settings.put("web.port", webPort);
        settings.put("office.oidc.issuer", there.issuer());
        settings.put("office.oidc.client-id", HostileProvider.CLIENT);
        settings.put("office.oidc.client-secret-file", "oidc-secret");
        settings.put("office.oidc.address", "http://127.0.0.1:" + webPort);
        settings.put("office.oidc.local-passwords", "NONE");
        settings.put("office.oidc.answer-limit", "6s");
        return settings;
    }

    @AfterAll
    void close() {
        if (kit != null) {
            kit.close();
        }
        there.close();
    }

    @AfterEach
    void behave() {
        there.behave();
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static Surfer.Answer begin(Surfer at) {
        return at.post(WAY, new JsonObject().put("next", "/tickets"));
    }

    private Surfer.Answer signIn(Surfer at, String subject) {
        return at.get(WAY + "/return?" + there.signIn(begin(at).json().getString("next"), subject));
    }

    private void refused(String what, String kind) {
        try (var person = new Surfer(kit.address())) {
            var answer = signIn(person, "p-17");
            assertThat(answer.status()).as(what).isEqualTo(303);
            assertThat(answer.location()).as(what).hasValue("/sign-in?refused=" + kind);
            assertThat(person.cookie(SESSION)).as(what).isEmpty();
        }
    }

    private void refusedWhen(String what, UnaryOperator<JWTClaimsSet.Builder> twist) {
        there.claim(twist);
        refused(what, "sign-in");
        there.behave();
    }

    private static Date at(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void aTokenThatIsNotForThisSignInOpensNothing() {
        refusedWhen("another nonce", as -> as.claim("nonce", "x"));
        refusedWhen("no nonce", as -> as.claim("nonce", null));
        refusedWhen("another audience", as -> as.audience("shop"));
        refusedWhen(
                "another party",
                as -> as.audience(List.of("shop", HostileProvider.CLIENT)).claim("azp", "shop"));
        refusedWhen("another issuer", as -> as.issuer("https://evil.example"));
        refusedWhen("run out", as -> as.expirationTime(at(-90)));
        refusedWhen("of the future", as -> as.issueTime(at(120)));
        refusedWhen("an old one", as -> as.issueTime(at(-3_600)));
        there.sign(claims -> new PlainJWT(claims).serialize());
        refused("alg none", "sign-in");
        var stranger = HostileProvider.key("stranger");
        there.sign(claims -> HostileProvider.signed(stranger, claims));
        refused("an unknown key", "sign-in");
        var namesake = HostileProvider.key("first");
        there.sign(claims -> HostileProvider.signed(namesake, claims));
        refused("another key under a known name", "sign-in");
        there.sign(claims -> "no token");
        refused("no token at all", "sign-in");
        there.behave();
        try (var person = new Surfer(kit.address())) {
            assertThat(signIn(person, "p-17").location()).hasValue("/tickets");
            assertThat(person.get("/api/session").json().getString("login")).isEqualTo("dispatcher");
            // Same login is no match unless the office says so.
            assertThat(signIn(person, "reviewer").location()).hasValue("/sign-in?refused=forbidden");
        }
    }

    @Test
    void anotherStateAnotherIssuerAndAParameterThatComesTwiceAreRefused() {
        try (var person = new Surfer(kit.address())) {
            var asked = there.asked("/token");
            var way = WAY + "/return?" + there.signIn(begin(person).json().getString("next"), "p-17");
            for (var bent : List.of(
                    way.replaceFirst("state=", "state=x"),
                    way.replaceFirst("state=[^&]*&", ""),
                    way + "&state=x",
                    way + "&code=x",
                    way + "&iss=https%3A%2F%2Fevil.example",
                    way.replaceFirst("code=[^&]*", ""),
                    way + "&error=access_denied")) {
                try (var one = new Surfer(kit.address())
                        .keep(
                                "hotline-sign-in",
                                person.cookie("hotline-sign-in").orElseThrow())) {
                    assertThat(one.get(bent).location().orElseThrow()).as(bent).startsWith("/sign-in?refused=");
                    assertThat(one.cookie(SESSION)).isEmpty();
                }
            }
            assertThat(there.asked("/token")).as("nothing was asked for them").isEqualTo(asked);
        }
    }

    @Test
    void noPasswordOpensAnythingWhereTheyAreSwitchedOff() {
        try (var person = new Surfer(kit.address())) {
            var tried = person.post(
                    "/api/session",
                    new JsonObject().put("login", "admin").put("password", kit.oneTimePassword("admin")));
            assertThat(tried.status()).isEqualTo(403);
            assertThat(tried.json().getString("detail")).contains("office.oidc.local-passwords");
            assertThat(person.get("/api/session/ways").json().getString("passwords"))
                    .isEqualTo("NONE");
        }
    }

    @Test
    void whileTheProviderKeepsPeopleWaitingNobodyElseWaits() throws Exception {
        var go = new CountDownLatch(1);
        there.answer("/token", exchange -> {
            try {
                go.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var other = new Surfer(kit.address())) {
            var waiting = new ArrayList<Future<Surfer.Answer>>();
            for (int i = 0; i < 8; i++) {
                waiting.add(threads.submit(() -> {
                    try (var person = new Surfer(kit.address())) {
                        return signIn(person, "p-17");
                    }
                }));
            }
            while (there.asked("/token") < 8) {
                Thread.sleep(10);
            }
            for (int i = 0; i < 8; i++) {
                var begun = System.nanoTime();
                assertThat(other.get("/api/session/ways").status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
            }
            for (var one : waiting) {
                assertThat(one.get(20, TimeUnit.SECONDS).location()).hasValue("/sign-in?refused=away");
            }
            go.countDown();
        }
    }

    @Test
    void theLogNamesNobodyAndNoSecret() {
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(said);
        try (var person = new Surfer(kit.address())) {
            there.claim(as -> as.claim("name", "欧阳某某").subject("15400000001"));
            signIn(person, "p-17");
            there.claim(as -> as.claim("name", "欧阳某某").audience("shop"));
            signIn(person, "p-17");
        } finally {
            root.detachAppender(said);
        }
        assertThat(said.list.stream().map(ILoggingEvent::getFormattedMessage))
                .filteredOn(line -> line.contains("a sign-in at the provider was refused"))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).doesNotContain("欧阳", "15400000001", "p-17", HostileProvider.SECRET));
    }

    @Test
    void aMissingSecretStopsTheStartBeforeAnythingListens(@TempDir Path folder) throws IOException {
        var settings = settings();
        var data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ami-secret"), "laboratory-secret");
        assertThatThrownBy(() -> HotlineKit.open(data, settings).close())
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("office.oidc.client-secret-file")
                .hasMessageContaining("cannot be read");
    }
}
