package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.IdentityProvider;
import org.hotline12345.ops.kit.Surfer;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * People sign in at a real provider of identities, before a real Chromium: another site than the hotline, as to a browser localhost
 * and 127.0.0.1 are two. Its keys are others after each start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProviderSignInIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String WAY = "/api/session/provider";
    private static final String SESSION = "hotline-session";
    private static final String JOURNEY = "hotline-sign-in";

    private HotlineKit kit;
    private Path installed;
    private int providerPort;
    private IdentityProvider provider;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        installed = IdentityProvider.install(REPOSITORY.resolve("ops/src/test/oidc"), folder.resolve("provider"));
        providerPort = freePort();
        var data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ami-secret"), "laboratory-secret");
        Files.writeString(data.resolve("oidc-secret"), IdentityProvider.SECRET + "\n");
        var webPort = Integer.toString(freePort());
        var settings = new LinkedHashMap<String, String>();
        settings.put("asterisk.embedded", "false");
        settings.put("web.port", webPort);
        settings.put("office.oidc.issuer", IdentityProvider.issuer(providerPort));
        settings.put("office.oidc.client-id", IdentityProvider.CLIENT);
        settings.put("office.oidc.client-secret-file", "oidc-secret");
        settings.put("office.oidc.address", "http://127.0.0.1:" + webPort);
        settings.put("office.oidc.claim", "preferred_username");
        settings.put("office.oidc.same-login", "true");
        settings.put("office.oidc.local-passwords", "ADMINISTRATORS");
        // The provider is not there yet.
        kit = HotlineKit.open(data, settings);
    }

    @AfterAll
    void close() {
        kit.close();
    }

    @AfterEach
    void stopProvider() {
        if (provider != null) {
            provider.close();
            provider = null;
        }
    }

    private void startProvider(String algorithm) {
        provider = IdentityProvider.start(installed, providerPort, kit.address(), algorithm);
        // Keys are asked for once a second at most, and these are new ones.
        await().pollDelay(Duration.ofMillis(1_100))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    try (var anybody = new Surfer(kit.address())) {
                        return begin(anybody, "/").status() == 200;
                    }
                });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Browser browser() {
        return new Browser(REPOSITORY.resolve("ops/target/screenshots/provider")).size(1366, 900);
    }

    private static Surfer.Answer begin(Surfer at, String next) {
        return at.post(WAY, new JsonObject().put("next", next));
    }

    /** The way back from the provider, that the browser has still to go. */
    private String back(Surfer at, String name) {
        var there = provider.signIn(begin(at, "/tickets").json().getString("next"), name);
        assertThat(there.toString()).startsWith(kit.address() + WAY + "/return?");
        return there.getRawPath() + "?" + there.getRawQuery();
    }

    private static void signInThere(Browser person, String name) {
        person.where("input[name=login]").sendKeys(name);
        person.where("input[name=password]").sendKeys("any");
        person.where("button[type=submit]").click();
    }

    private static void agreeThere(Browser person) {
        person.where("input[name=prompt][value=consent] ~ button, form[action*=interaction] button.login-submit")
                .click();
    }

    @Test
    @Order(1)
    void whileTheProviderIsAwayTheHotlineRunsAndTheSignInPageSaysSo() {
        try (var person = browser()) {
            person.open(kit.address() + "/tickets").find("to-provider");
            assertThat(person.shows("login"))
                    .as("passwords are the administrators' alone")
                    .isFalse();
            person.screenshot("sign-in");
            person.click("to-provider").find("problem");
            assertThat(person.attribute("problem", "data-kind")).isEqualTo("away");
            assertThat(person.text("problem")).contains("统一身份认证暂时无法连接");
            person.screenshot("provider-away");
            person.click("unfold-password")
                    .type("login", "admin")
                    .type("password", kit.oneTimePassword("admin"))
                    .click("sign-in")
                    .find("password-forced");
        }
        try (var stranger = new Surfer(kit.address())) {
            assertThat(stranger.get("/healthz").status()).isEqualTo(200);
            assertThat(stranger.get("/api/session/ways").json())
                    .isEqualTo(new JsonObject()
                            .put("passwords", "ADMINISTRATORS")
                            .put("provider", new JsonObject().put("name", "统一身份认证")));
        }
        assertThatThrownBy(() -> Visitor.signIn(kit.address(), "dispatcher", kit.oneTimePassword("dispatcher")))
                .hasMessageContaining("passwords are switched off for this person");
    }

    @Test
    @Order(2)
    void aPersonIsSentToTheProviderAndComesBackAsWhoSheIsHere() {
        startProvider("RS256");
        try (var person = browser()) {
            person.open(kit.address() + "/tickets?state=CLOSED").click("to-provider");
            signInThere(person, "dispatcher");
            agreeThere(person);
            assertThat(person.find("person").getText()).isEqualTo("钱派单");
            assertThat(person.script("return location.pathname + location.search"))
                    .isEqualTo("/tickets?state=CLOSED");
            assertThat(person.script("return document.cookie"))
                    .as("no script sees the sign-in")
                    .isEqualTo("");
            person.screenshot("signed-in");
            person.click("person").find("sign-out");
            assertThat(person.shows("to-password"))
                    .as("there is no password to change")
                    .isFalse();
            person.reload().find("person");

            // Out here is out there: the next one at this desk is asked for a name again.
            person.click("person").click("sign-out");
            person.where("button[value=yes]").click();
            person.find("to-provider");
            assertThat(person.script("return location.origin")).isEqualTo(kit.address());
            person.click("to-provider");
            signInThere(person, "reviewer");
            agreeThere(person);
            assertThat(person.find("person").getText()).isEqualTo("孙审核");
        }
    }

    @Test
    @Order(3)
    void whoIsKnownThereAndNotHereIsToldWhatToDo() {
        startProvider("RS256");
        try (var person = browser()) {
            person.open(kit.address() + "/").click("to-provider");
            signInThere(person, "passer-by");
            agreeThere(person);
            assertThat(person.text("sign-in-refused")).contains("没有登记", "管理员");
            assertThat(person.script("return location.pathname")).isEqualTo("/sign-in");
            person.screenshot("not-known-here");
        }
    }

    @Test
    @Order(4)
    void aNotedSubjectCountsAndTheLoginOfWhoHasOneDoesNotAnyMore() {
        startProvider("ES256");
        kit.command("user", "oidc-subject", "--login", "agent1", "staff-0042");
        try (var agent = new Surfer(kit.address());
                var impostor = new Surfer(kit.address())) {
            assertThat(agent.get(back(agent, "staff-0042")).location()).hasValue("/tickets");
            assertThat(agent.get("/api/session").json().getString("login")).isEqualTo("agent1");
            assertThat(agent.get("/api/session").json().getBoolean("mustChangePassword"))
                    .isFalse();
            assertThat(impostor.get(back(impostor, "agent1")).location()).hasValue("/sign-in?refused=forbidden");
            assertThat(impostor.get("/api/session").status()).isEqualTo(401);

            assertThatThrownBy(() -> kit.command("user", "oidc-subject", "--login", "agent2", "staff-0042"))
                    .hasMessageContaining("the provider knows somebody else as that");
            // What was noted is taken back: who signed in by it is out.
            kit.command("user", "oidc-subject", "--login", "agent1");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> agent.get("/api/session").status() == 401);
        }
        var added = kit.command(
                "user",
                "add",
                "--hotline",
                "sample",
                "--login",
                "new.editor",
                "--name",
                "新编辑",
                "--role",
                "editor",
                "--oidc-subject",
                "staff-0043");
        assertThat(added).contains("new.editor");
        try (var editor = new Surfer(kit.address())) {
            assertThat(editor.get(back(editor, "staff-0043")).location()).hasValue("/tickets");
            assertThat(editor.get("/api/session").json().getString("name")).isEqualTo("新编辑");
            assertThat(editor.get("/api/bulletin?period=2026-10&hotline=sample").status())
                    .as("roles are our rows")
                    .isNotEqualTo(403);
            assertThat(editor.get("/api/calls?hotline=sample").status()).isEqualTo(403);
        }
    }

    @Test
    @Order(5)
    void aWayBackIsGoneOnceAndInItsOwnBrowser() {
        startProvider("RS256");
        try (var person = new Surfer(kit.address());
                var thief = new Surfer(kit.address());
                var victim = new Surfer(kit.address())) {
            var way = back(person, "dispatcher");
            var journey = person.cookie(JOURNEY).orElseThrow();
            // The address alone, seen over a shoulder or in a log, opens nothing.
            assertThat(thief.get(way).location()).hasValue("/sign-in?refused=conflict");
            // A thief's way, slipped to somebody who has begun one of his own: he would work as the thief.
            var thiefs = back(thief, "reviewer");
            begin(victim, "/");
            assertThat(victim.get(thiefs).location()).hasValue("/sign-in?refused=conflict");
            assertThat(victim.cookie(SESSION)).isEmpty();

            var arrived = person.get(way);
            assertThat(arrived.status()).isEqualTo(303);
            assertThat(arrived.location()).hasValue("/tickets");
            assertThat(person.cookie(JOURNEY)).as("the journey is over").isEmpty();
            assertThat(person.get(way).location()).hasValue("/sign-in?refused=conflict");
            // The address and the journey, both stolen, after the person was through: the provider takes no code twice.
            assertThat(thief.keep(JOURNEY, journey).get(way).location()).hasValue("/sign-in?refused=conflict");
            assertThat(thief.cookie(SESSION)).isEmpty();
        }
    }

    @Test
    @Order(6)
    void aSignInThatSomebodyPutThereIsNotTakenOver() {
        startProvider("RS256");
        try (var person = new Surfer(kit.address());
                var fixer = new Surfer(kit.address())) {
            person.keep(SESSION, "chosen-by-somebody-else");
            var arrived = person.get(back(person, "dispatcher"));
            assertThat(person.cookie(SESSION).orElseThrow()).hasSize(43).isNotEqualTo("chosen-by-somebody-else");
            assertThat(arrived.cookies())
                    .filteredOn(cookie -> cookie.startsWith(SESSION + "="))
                    .singleElement()
                    .asString()
                    .contains("HTTPOnly", "SameSite=Strict");
            fixer.keep(SESSION, "chosen-by-somebody-else");
            assertThat(fixer.get("/api/session").status()).isEqualTo(401);
            // Each sign-in has its own.
            var first = person.cookie(SESSION).orElseThrow();
            person.get(back(person, "dispatcher"));
            assertThat(person.cookie(SESSION)).isPresent().get().isNotEqualTo(first);
        }
    }

    @Test
    @Order(7)
    void nobodyIsSentToAnotherSite() {
        startProvider("RS256");
        try (var person = new Surfer(kit.address())) {
            for (var next : new String[] {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example/",
                "javascript:alert(1)",
                "",
                "evil",
                "/a\r\nb",
                "/" + "a".repeat(600),
                "/ x",
                "/\u0000"
            }) {
                var answer = begin(person, next);
                assertThat(answer.status()).as(next).isEqualTo(400);
                assertThat(answer.json().getString("detail")).contains("next");
            }
            var way = back(person, "dispatcher");
            var journey = person.cookie(JOURNEY).orElseThrow();
            assertThat(journey).as("sealed").doesNotContain("tickets");
            var changed = journey.substring(0, 40) + (journey.charAt(40) == 'A' ? 'B' : 'A') + journey.substring(41);
            for (var bent : new String[] {changed, "", "x", "%00", "a".repeat(5_000), journey + "AA"}) {
                assertThat(person.keep(JOURNEY, bent).get(way).location()).hasValue("/sign-in?refused=conflict");
            }
            assertThat(person.get(way + "&next=https://evil.example").location())
                    .hasValueSatisfying(
                            at -> assertThat(URI.create(at).getHost()).isNull());
        }
    }

    @Test
    @Order(8)
    void aPersonSeesWhereSheIsSignedInAndEndsWhatSheDoesNotKnow() {
        startProvider("ES256");
        try (var forgotten = new Surfer(kit.address());
                var person = browser()) {
            forgotten.get(back(forgotten, "reviewer"));
            assertThat(forgotten.get("/api/session").status()).isEqualTo(200);
            person.open(kit.address() + "/sign-ins").click("to-provider");
            signInThere(person, "reviewer");
            agreeThere(person);
            assertThat(person.find("sign-ins").getText()).contains("Chrome · Linux", "其他程序", "统一认证", "本机");
            person.screenshot("sign-ins");
            person.click("end-others");
            await().atMost(Duration.ofSeconds(10)).until(() -> !person.shows("end-sign-in"));
            assertThat(forgotten.get("/api/session").status()).isEqualTo(401);
            person.reload().find("sign-ins");
        }
    }

    @Test
    @Order(9)
    void signingOutLeadsToTheProviderAndAStrangerNowhere() {
        startProvider("RS256");
        try (var person = new Surfer(kit.address())) {
            person.get(back(person, "dispatcher"));
            var out = person.delete("/api/session");
            assertThat(out.status()).isEqualTo(200);
            assertThat(out.json().getString("next"))
                    .startsWith(IdentityProvider.issuer(providerPort) + "/session/end?id_token_hint=");
            assertThat(person.get("/api/session").status()).isEqualTo(401);
        }
        try (var stranger = new Surfer(kit.address())) {
            assertThat(stranger.delete("/api/session").status()).isEqualTo(204);
        }
    }
}
