package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * An agent and a shift leader, each before a real Chromium, while SIPp's telephones ring on a real Asterisk: the agent works by
 * keys, the leader sees it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentPagesIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String CITIZEN = "15400000001";
    private static final String MASKED = "154****0001";
    private static final Duration SOON = ofSeconds(40);
    private static final int RING_MILLIS = 2_500;

    private Path folder;
    private HotlineKit kit;
    private Sipp sipp;
    private Sipp.Run seats;
    private Browser agent;
    private Browser leader;

    @BeforeAll
    void open(@TempDir Path own) {
        folder = own;
        kit = HotlineKit.open(folder.resolve("data"), Map.of("asterisk.seats", "1001,1002,1009"));
        kit.profile("""
                telephony:
                  greeting: 您好。
                  recording-notice: 通话将被录音。
                  agents:
                    after-call: 60s
                    result-within: 1s
                callback:
                  start: NEVER
                """);
        sipp = new Sipp(REPOSITORY.resolve("ops/src/test/sipp"), folder.resolve("sipp"), kit.sipPort());
        // Nobody hangs up but the citizen, or the agent by a key.
        seats = sipp.seat(kit.seatPasswords(), RING_MILLIS, 120_000);
        agent = signedIn("agent1");
        leader = signedIn("leader");
    }

    @AfterAll
    void close() {
        for (var open : new AutoCloseable[] {leader, agent, seats, sipp, kit}) {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Exception e) {
                System.err.println("not closed in order: " + e);
            }
        }
    }

    /** A browser before which that person has signed in, with a password of the person's own. */
    private Browser signedIn(String login) {
        kit.visitor(login).close();
        var browser = new Browser(REPOSITORY.resolve("ops/target/screenshots/agent-pages"));
        browser.size(1366, 768)
                .open(kit.address() + "/")
                .type("login", login)
                .type("password", Visitor.ownPassword(kit.oneTimePassword(login)))
                .click("sign-in")
                .find("person");
        return browser;
    }

    @Test
    void anAgentWorksByKeysAndTheLeaderSeesIt() throws Exception {
        leader.open(kit.address() + "/lead").find("agents");
        takeSeat();
        row("READY");
        agentsScreen("ready");

        // A break, by the digit of its reason; and back.
        agent.press(Keys.ALT, "b").find("break-2");
        agent.press("2");
        state("BREAK");
        assertThat(agent.text("seat-state")).isEqualTo("小休 · 用餐");
        assertThat(row("BREAK")).contains("王话务").contains("用餐");
        agent.press(Keys.ALT, "r");
        state("READY");

        // A citizen rings: the agent has the pop, the leader the waiting caller.
        sipp.dial("citizen-talks", "12345", List.of(CITIZEN), 1, Map.of("talk_ms", 60_000));
        agent.where("[data-test='pop'][data-state='RINGING']");
        assertThat(agent.text("pop-caller")).isEqualTo(MASKED);
        assertThat(leader.text("waiting-row")).contains(MASKED).doesNotContain(CITIZEN);
        assertThat(leader.attribute("tile-waiting", "data-count")).isEqualTo("1");
        leadersScreen("waiting");
        var call = agent.where("[data-test='pop'][data-state='TALKING']").getDomAttribute("data-call");
        row("TALKING");
        await().atMost(SOON)
                .until(() -> leader.attribute("tile-waiting", "data-count").equals("0"));

        // Digits are digits while a ticket is written; with Alt they are the result.
        agent.find("title").click();
        agent.find("title").sendKeys("1栋路灯不亮");
        assertThat(agent.attribute("results", "data-result")).isEmpty();
        agent.press(Keys.ALT, "1");
        await().atMost(SOON)
                .until(() -> agent.attribute("results", "data-result").equals("ANSWERED"));
        assertThat(agent.find("title").getDomProperty("value")).isEqualTo("1栋路灯不亮");
        agentsScreen("talking");
        leadersScreen("talking");

        // One key more hangs up, and the paper work counts down.
        agent.press(Keys.ALT, "h");
        state("AFTER_CALL");
        assertThat(agent.text("seat-time")).matches("00:[0-5]\\d|01:00");
        assertThat(row("AFTER_CALL")).contains("还剩");
        agentsScreen("after-call");
        try (var asked = kit.visitor("agent1")) {
            var row = asked.get("/api/calls/" + call).json();
            assertThat(row.getString("result")).isEqualTo("ANSWERED");
            assertThat(row.getString("caller")).isEqualTo(MASKED);
            assertThat(asked.get("/api/waiting").status())
                    .as("who waits, for an agent")
                    .isEqualTo(403);
        }

        // Ctrl+Enter registers the ticket for which the agent decided after all.
        agent.find("content").sendKeys("朝阳路1栋门前路灯三天不亮。");
        agent.script("document.querySelector(\"[data-test='nature-HELP']\").focus()");
        agent.press(Keys.SPACE).press(Keys.CONTROL, Keys.ENTER);
        assertThat(agent.text("ticket-number")).matches("\\d{8}-\\d{6}");
        agent.press(Keys.ALT, "r");
        state("READY");

        // The leader forces a state; the agent's page says so.
        leader.where("[data-test='agent-row'][data-seat='1001'] [data-test='force']")
                .click();
        leader.click("force-BREAK-4");
        state("BREAK");
        assertThat(agent.text("seat-state")).isEqualTo("小休 · 会议");
        agent.press(Keys.ALT, "r");
        state("READY");
    }

    @Test
    void aCallThatIsGoingOnComesBackToAPageThatIsLoadedAnew() {
        takeSeat();
        try (var citizen = sipp.dial("citizen-talks", "12345", List.of("15400000002"), 1, Map.of("talk_ms", 60_000))) {
            var call = agent.where("[data-test='pop'][data-state='TALKING']").getDomAttribute("data-call");
            agent.reload();
            assertThat(agent.where("[data-test='pop'][data-state='TALKING']").getDomAttribute("data-call"))
                    .isEqualTo(call);
            assertThat(agent.text("pop-caller")).isEqualTo("154****0002");
            agent.press("6");
            await().atMost(SOON)
                    .until(() -> agent.attribute("results", "data-result").equals("WRONG_NUMBER"));
            agent.press(Keys.ALT, "h");
            state("AFTER_CALL");
            assertThat(citizen.await(SOON).successful()).isEqualTo(1);
            assertThat(agent.text("no-ticket")).contains("打错");
            agent.click("put-away").press(Keys.ALT, "r");
            state("READY");
        }
    }

    @Test
    void aCallerIsHandedOnByKeysToAnotherSeat() {
        takeSeat();
        try (var other = kit.visitor("agent2").listen();
                var citizen =
                        sipp.dial("citizen-talks", "12345", List.of("15400000005"), 1, Map.of("talk_ms", 60_000))) {
            var call = agent.where("[data-test='pop'][data-state='TALKING']").getDomAttribute("data-call");
            assertThat(other.post("/api/seat", new JsonObject().put("seat", "1002"))
                            .status())
                    .isEqualTo(204);
            state("TALKING");
            agent.press(Keys.ALT, "t").find("transfer-to").sendKeys("1002");
            agentsScreen("transfer");
            // Tab goes past "ask first" to "hand on at once".
            agent.find("transfer-to").sendKeys(Keys.TAB, Keys.TAB);
            agent.press(Keys.ENTER);
            state("AFTER_CALL");
            await("the other agent talks").atMost(SOON).until(() -> {
                var there = other.get("/api/agent").json();
                return there.getString("state").equals("TALKING") && call.equals(there.getString("call"));
            });
            assertThat(other.post("/api/agent/hang-up", new JsonObject()).status())
                    .isEqualTo(204);
            assertThat(citizen.await(SOON).successful()).isEqualTo(1);
            assertThat(other.delete("/api/seat").status()).isEqualTo(204);
            assertThat(other.get("/api/calls/" + call).json().getString("result"))
                    .as("owed by whoever spoke last")
                    .isNull();
            await("the server's beat")
                    .atMost(SOON)
                    .until(() -> other.frames().stream()
                            .anyMatch(frame -> frame.topic().equals("live.beat")));
            assertThat(other.frames())
                    .as("who waits is told to leaders only")
                    .noneMatch(frame -> frame.topic().equals("telephony.waiting"));
        }
        agent.click("put-away").press(Keys.ALT, "r");
        state("READY");
    }

    @Test
    void nightModeIsSwitchedWithAnEndAndEndsWhenItIsTold() {
        leader.open(kit.address() + "/lead").click("switch-NIGHT");
        leader.type("switch-number", "03709000001");
        leader.where("[data-test='switch-form'] .quick .button:nth-child(2)").click();
        leadersScreen("night-form");
        leader.click("switch-on");
        var until = Instant.parse(leader.attribute("switch-row", "data-until"));
        assertThat(until).isCloseTo(Instant.now().plus(4, ChronoUnit.HOURS), within(90, ChronoUnit.SECONDS));
        leadersScreen("night");
        try (var asked = kit.visitor("agent2")) {
            var on = asked.get("/api/switches").array().getJsonObject(0);
            assertThat(on.getString("mode")).isEqualTo("NIGHT");
            assertThat(on.getString("until")).isEqualTo(until.toString());
            assertThat(on.getString("by")).isEqualTo("赵班长");
        }
        leader.click("switch-off").find("switches-none");
        try (var asked = kit.visitor("agent2")) {
            assertThat(asked.get("/api/switches").array()).isEmpty();
        }
    }

    @Test
    void aRecordingIsPlayedFromAnyPlaceHeldAndEachListenerWrittenDown() throws Exception {
        var call = talk("agent2", "1002", "15400000003", 12_000);
        leader.open(kit.address() + "/calls/" + call).where("[data-test='recording'][data-state='KEPT']");
        assertThat(audited("telephony.listen-recording", call)).isZero();
        leader.click("play").where("[data-test='player'][data-playing='true']");
        await().atMost(SOON).until(() -> number("return document.querySelector('audio').currentTime") > 0.5);
        var length = number("return document.querySelector('audio').duration");
        assertThat(length).isBetween(3.0, 9.0);
        // From the keyboard: the end, then a step back.
        leader.click("forward");
        await().atMost(SOON).until(() -> number("return document.querySelector('audio').currentTime") > length - 0.5);
        leader.find("seek").sendKeys(Keys.HOME);
        await().atMost(SOON).until(() -> number("return document.querySelector('audio').currentTime") < 2);
        leader.click("play");
        await().atMost(SOON).until(() -> number("return document.querySelector('audio').currentTime") > 0.3);
        assertThat(number("return document.querySelector('audio').seekable.end(0)"))
                .isEqualTo(length);
        assertThat(audited("telephony.listen-recording", call))
                .as("one listening, however many pieces")
                .isEqualTo(1);

        leader.click("to-hold").type("hold-why", "来电人对答复有争议").click("hold");
        assertThat(leader.text("hold-row")).contains("赵班长").contains("来电人对答复有争议");
        leadersScreen("recording");
        leader.click("release").where("[data-test='hold-row'][data-released='true']");

        // An agent who had no part in the call neither sees nor hears it.
        agent.open(kit.address() + "/calls/" + call);
        assertThat(agent.attribute("problem", "data-kind")).isEqualTo("unknown");
        assertThat(agent.shows("player")).isFalse();
    }

    @Test
    void aMaliciousCallerIsProposedByOneAndApprovedByAnother() {
        var citizen = sipp.dial("citizen-gives-up", "12345", List.of("15400000004"), 1, Map.of("after_ms", 2_000));
        assertThat(citizen.await(SOON).successful()).isEqualTo(1);
        leader.open(kit.address() + "/calls");
        leader.where("[data-test='mark-call'][aria-label*='0004']").click();
        leader.click("to-propose").type("propose-why", "多次拨打后辱骂话务员，没有诉求");
        leader.click("propose");
        var row = leader.where("[data-test='unwelcome-row'][data-state='PROPOSED']");
        assertThat(row.getText()).contains("154****0004").contains("赵班长");
        assertThat(leader.find("approve").isEnabled()).as("one's own proposal").isFalse();
        leadersScreen("malicious");
        try (var admin = signedIn("admin")) {
            admin.click("menu-unwelcome").click("approve").where("[data-test='unwelcome-row'][data-state='APPROVED']");
        }
        leader.click("refresh").where("[data-test='unwelcome-row'][data-state='APPROVED']");
        leader.click("lift").where("[data-test='unwelcome-row'][data-state='LIFTED']");
    }

    @Test
    void aPageThatIsCutOffSaysOfWhenItsFiguresAreAndIsRightAgainAfterwards() throws Exception {
        leader.open(kit.address() + "/lead").where("[data-test='as-of'][data-current='true']");
        leader.cutOff(true);
        leader.find("live-lost");
        var asOf = leader.text("live-as-of");
        assertThat(asOf).matches("\\d\\d:\\d\\d:\\d\\d");
        assertThat(leader.where("[data-test='as-of'][data-current='false']").getText())
                .contains(asOf);
        leadersScreen("cut-off");
        // What happens meanwhile is not seen, and not made up.
        try (var other = kit.visitor("agent2")) {
            assertThat(other.post("/api/seat", new JsonObject().put("seat", "1002"))
                            .status())
                    .isEqualTo(204);
            assertThat(leader.shows("live-lost")).isTrue();
            leader.cutOff(false);
            leader.where("[data-test='as-of'][data-current='true']");
            leader.where("[data-test='agent-row'][data-seat='1002'][data-state='READY']");
            assertThat(other.delete("/api/seat").status()).isEqualTo(204);
        }
        await().atMost(SOON)
                .until(() -> leader.script("return document.querySelectorAll(\"[data-seat='1002']\").length")
                        .equals(0L));
    }

    // Within

    private void takeSeat() {
        agent.open(kit.address() + "/desk").find("seat-state");
        if (agent.attribute("seat", "data-state").equals("OUT")) {
            agent.find("seat-input").clear();
            agent.find("seat-input").sendKeys("1001", Keys.ENTER);
        } else {
            agent.press(Keys.ALT, "r");
        }
        state("READY");
    }

    /** Waits until the agent's bar shows the state. */
    private void state(String name) {
        agent.where("[data-test='seat'][data-state='" + name + "']");
    }

    /** The agent's row on the leader's page, when it has come to that state. */
    private String row(String state) {
        return leader.where("[data-test='agent-row'][data-seat='1001'][data-state='" + state + "']")
                .getText();
    }

    /** A whole talk without pages, so many milliseconds from the greeting on; gives the call. */
    private String talk(String login, String seat, String number, int millis) {
        agent.open(kit.address() + "/desk").find("seat-state");
        if (agent.attribute("seat", "data-state").equals("READY")) {
            // Else this call would ring there.
            agent.press(Keys.ALT, "b").find("break-1");
            agent.press("1");
            state("BREAK");
        }
        try (var other = kit.visitor(login)) {
            assertThat(other.post("/api/seat", new JsonObject().put("seat", seat))
                            .status())
                    .isEqualTo(204);
            var citizen = sipp.dial("citizen-talks", "12345", List.of(number), 1, Map.of("talk_ms", millis));
            assertThat(citizen.await(ofSeconds(60)).successful()).isEqualTo(1);
            assertThat(other.delete("/api/seat").status()).isEqualTo(204);
        }
        try (var asked = kit.visitor("leader")) {
            var masked = number.substring(0, 3) + "****" + number.substring(7);
            return await().atMost(SOON)
                    .until(
                            () -> asked.get("/api/calls?limit=20").array().stream()
                                    .map(JsonObject.class::cast)
                                    .filter(row -> masked.equals(row.getString("caller")))
                                    .filter(row -> row.getString("endedAt") != null && row.getBoolean("recording"))
                                    .map(row -> row.getString("id"))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    private double number(String script) {
        return ((Number) leader.script(script)).doubleValue();
    }

    /** How often the office's audit has that, read as the owner of the database. */
    private long audited(String action, String call) throws Exception {
        var vertx = Vertx.vertx();
        try {
            var pool = PgBuilder.pool()
                    .connectingTo(new PgConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(Integer.parseInt(kit.settings().get("database.port")))
                            .setDatabase("hotline")
                            .setUser("hotline_owner")
                            .setPassword(password()))
                    .using(vertx)
                    .build();
            // language=PostgreSQL
            var sql = "select count(*) from office.audit where action = $1 and object like $2";
            return pool.preparedQuery(sql)
                    .execute(Tuple.of(action, call + "%"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getLong(0);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private String password() throws IOException {
        return Files.readString(folder.resolve("data/postgres/owner-password")).strip();
    }

    private void agentsScreen(String name) {
        screens(agent, "agent-" + name);
    }

    private void leadersScreen(String name) {
        screens(leader, "leader-" + name);
    }

    /** At the two sizes that offices have. */
    private static void screens(Browser browser, String name) {
        browser.screenshot(name + "-1366");
        browser.size(1920, 1080).screenshot(name + "-1920");
        browser.size(1366, 768);
    }
}
