package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.ops.kit.HeardHotline.expect;
import static org.hotline12345.ops.kit.HeardHotline.rang;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hotline12345.ops.kit.HeardHotline;
import org.hotline12345.ops.kit.Saying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a caller hears and where the keys lead, on a real Asterisk: a telephone outside hears each sentence, sample by sample,
 * and presses keys (RFC 4733); the rows say what became of the call.
 */
class CallersWayIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String GREETING = "您好，政务热线。";
    private static final String NOTICE = "通话将被录音。";
    private static final String MENU = "企业请按一，进度请按二，方言请按三。";
    private static final String DIALECTS = "豫东方言请按一。";
    private static final String PROFILE = """
            telephony:
              greeting: %s
              recording-notice: %s
            """.formatted(GREETING, NOTICE);
    private static final String WITH_MENU = PROFILE + """
              menu: first
              menus:
                - name: first
                  text: %s
                  patience: 2s
                  keys:
                    - {key: "1", to: queue enterprise}
                    - {key: "2", to: progress}
                    - {key: "3", to: menu dialects}
                    - {key: "9", to: emergency 110}
                - name: dialects
                  text: %s
                  patience: 2s
                  keys:
                    - {key: "1", to: queue dialect}
              lines:
                - {number: "12315", greeting: 消费者投诉专线。, queue: consumers}
            """.formatted(MENU, DIALECTS);

    @TempDir
    private static Path folder;

    private static HeardHotline hotline;

    @BeforeAll
    static void open() {
        hotline = HeardHotline.open(
                REPOSITORY,
                folder,
                Map.of(
                        "asterisk.lines",
                        "12315",
                        "asterisk.queues",
                        "enterprise,dialect,consumers",
                        "asterisk.rtp-start",
                        "44000",
                        "asterisk.rtp-end",
                        "44399"));
    }

    @AfterAll
    static void close() {
        if (hotline != null) {
            hotline.close();
        }
    }

    @AfterEach
    void clear() {
        hotline.clear();
    }

    private static Saying saying(String words) {
        return hotline.saying(words);
    }

    // Greeting and menu

    @Test
    void callerHearsTheGreetingThenTheNoticeAndThenAnAgent() throws Exception {
        hotline.profile(PROFILE);
        hotline.signIn("agent1");
        try (var citizen = hotline.dials("12345", "15400000001", ofSeconds(40))) {
            var greeted = citizen.hears(saying(GREETING), ofSeconds(25));
            var noticed = citizen.hears(saying(NOTICE), ofSeconds(25));
            assertThat(noticed).isGreaterThan(greeted);
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
            assertThat(citizen.ear().hearsSound(ofSeconds(2)))
                    .as("the agent speaks")
                    .isTrue();
        }
        var call = hotline.call("15400000001");
        assertThat(call.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(call.getString("queue")).isEqualTo("hotline");
        assertThat(call.getString("line")).isEqualTo("12345");
        assertThat(call.getString("seat")).isEqualTo("1001");
    }

    @Test
    void keyOfTheMenuLeadsToTheSeatsForEnterprisesAlsoBeforeTheTextIsOver() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent1");
        hotline.signIn("agent2", "enterprise");
        try (var citizen = hotline.dials("12345", "15400000002", ofSeconds(60))) {
            citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("1");
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
        }
        var call = hotline.call("15400000002");
        assertThat(call.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(call.getString("queue")).isEqualTo("enterprise");
        assertThat(call.getString("seat")).isEqualTo("1002");
    }

    @Test
    void secondMenuLeadsToTheSeatsForADialect() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent2", "dialect");
        try (var citizen = hotline.dials("12345", "15400000003", ofSeconds(60))) {
            citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("3");
            citizen.hears(saying(DIALECTS), ofSeconds(25));
            citizen.ear().press("1");
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
        }
        assertThat(hotline.call("15400000003").getString("queue")).isEqualTo("dialect");
    }

    @Test
    void wrongKeyIsAskedAgainAndNoKeyReachesAnAgent() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent1");
        try (var citizen = hotline.dials("12345", "15400000004", ofSeconds(90))) {
            var first = citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("7");
            await("an agent, after the text was said twice and no key came")
                    .atMost(ofSeconds(60))
                    .until(() -> !citizen.isOnTheLine());
            var said = citizen.ear().heard().length / 8_000L - first.toSeconds();
            assertThat(said)
                    .as("the seconds after the first text begins hold a whole second one")
                    .isGreaterThan(saying(MENU).length().toSeconds() + 2);
        }
        var call = hotline.call("15400000004");
        assertThat(call.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(call.getString("queue")).isEqualTo("hotline");
    }

    @Test
    void parallelLineHasItsOwnGreetingQueueAndRow() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent2", "consumers");
        try (var citizen = hotline.dials("12315", "15400000005", ofSeconds(60))) {
            citizen.hears(saying("消费者投诉专线。"), ofSeconds(25));
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
            assertThat(citizen.hasHeard(saying(GREETING))).isFalse();
        }
        var call = hotline.call("15400000005");
        assertThat(call.getString("line")).isEqualTo("12315");
        assertThat(call.getString("queue")).isEqualTo("consumers");
        assertThat(call.getString("outcome")).isEqualTo("ANSWERED");
    }

    @Test
    void recordedGreetingIsPlayedInPlaceOfTheText() throws Exception {
        hotline.profile(PROFILE);
        hotline.signIn("agent1");
        var recorded = hotline.data().resolve("prompts/recording-notice.wav");
        var other = "播音员亲自录制。";
        var voice = saying(other);
        Files.copy(folder.resolve("saying-" + Integer.toHexString(other.hashCode()) + ".wav"), recorded);
        try (var citizen = hotline.dials("12345", "15400000006", ofSeconds(60))) {
            citizen.hears(saying(GREETING), ofSeconds(25));
            citizen.hears(voice, ofSeconds(25));
            citizen.await(ofSeconds(40));
            assertThat(citizen.hasHeard(saying(NOTICE))).isFalse();
        } finally {
            Files.delete(recorded);
        }
        assertThat(hotline.call("15400000006").getString("outcome")).isEqualTo("ANSWERED");
    }

    // To others

    @Test
    void emergencyIsHandedToThePolice() throws Exception {
        hotline.profile(WITH_MENU);
        try (var police = hotline.outside("300;1;2500");
                var citizen = hotline.dials("12345", "15400000007", ofSeconds(60))) {
            citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("9");
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
            assertThat(rang(police)).containsExactly("110");
        }
        var call = hotline.call("15400000007");
        assertThat(call.getString("outcome")).isEqualTo("PUT_THROUGH");
        assertThat(call.getLong("talkedMillis")).isBetween(1_500L, 4_000L);
        assertThat(hotline.record(call.getString("id"))).contains("HotlineEmergency");
    }

    @Test
    void emergencyThatNobodyAnswersReachesAnAgent() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent1");
        try (var police = hotline.outside("300;0;0");
                var citizen = hotline.dials("12345", "15400000008", ofSeconds(60))) {
            citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("9");
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
            assertThat(rang(police)).containsExactly("110");
        }
        assertThat(hotline.call("15400000008").getString("outcome")).isEqualTo("ANSWERED");
    }

    // A ticket's progress

    @Test
    void callerHearsOfTheOwnTicketAndNobodyElseDoes() throws Exception {
        hotline.profile(WITH_MENU);
        hotline.signIn("agent1");
        var owner = "15400000009";
        try (var citizen = hotline.dials("12345", owner, ofSeconds(60))) {
            citizen.await(ofSeconds(60));
        }
        var ticket = expect(
                        201,
                        hotline.visitor("agent1")
                                .post(
                                        "/api/tickets",
                                        new JsonObject()
                                                .put("call", hotline.call(owner).getString("id"))
                                                .put("nature", "HELP")
                                                .put("title", "停水")
                                                .put("content", "小区停水两天。")
                                                .put("requesterName", "某先生")
                                                .put("requesterPhone", owner)))
                .json()
                .getString("number")
                .replace("-", "");
        hotline.clear();
        try (var citizen = hotline.dials("12345", owner, ofSeconds(60))) {
            citizen.hears(saying(MENU), ofSeconds(30));
            citizen.ear().press("2");
            citizen.hears(saying("请输入14位工单编号，以井号键结束。"), ofSeconds(25));
            citizen.ear().press(ticket);
            citizen.hears(saying("您的工单已经受理，正在等待派单。"), ofSeconds(20));
            citizen.await(ofSeconds(60));
        }
        var served = hotline.call(owner);
        assertThat(served.getString("queue")).as("asked for no agent").isNull();
        try (var other = hotline.dials("12345", "15400000010", ofSeconds(40))) {
            other.hears(saying(MENU), ofSeconds(30));
            other.ear().press("2");
            other.hears(saying("请输入14位工单编号，以井号键结束。"), ofSeconds(25));
            other.ear().press(ticket);
            other.hears(saying("没有查到您来电号码登记的这个工单。"), ofSeconds(20));
            other.await(ofSeconds(90));
        }
    }
}
