package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ops.kit.HeardHotline.expect;
import static org.hotline12345.ops.kit.HeardHotline.rang;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.hotline12345.ops.kit.HeardHotline;
import org.hotline12345.ops.kit.Saying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people decide about callers' ways, heard on a real Asterisk: it holds for the very next call. */
class SwitchedWaysIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String GREETING = "您好，政务热线。";
    private static final String SHORT = "来电很多，请稍等。";
    private static final String UNWELCOME = "请勿无故拨打热线。";
    private static final String SURGE_MENU = "留言请按1，继续等候请不要按键。";

    @TempDir
    private static Path folder;

    private static HeardHotline hotline;

    @BeforeAll
    static void open() throws Exception {
        hotline = HeardHotline.open(
                REPOSITORY,
                folder,
                Map.of("asterisk.queues", "enterprise", "asterisk.rtp-start", "44400", "asterisk.rtp-end", "44699"));
        hotline.profile("""
                telephony:
                  greeting: %s
                  recording-notice: ""
                  surge-greeting: %s
                  unwelcome-text: %s
                  message-text: 请在嘀声之后留言。
                """.formatted(GREETING, SHORT, UNWELCOME));
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

    // The shift leader

    @Test
    void noticeIsHeardByTheNextCallerAndNoLongerWhenItIsSwitchedOff() throws Exception {
        var storm = "东关镇停电，正在抢修。";
        hotline.signIn("agent1");
        var notice = hotline.switchOn(new JsonObject().put("mode", "NOTICE").put("text", storm));
        try (var citizen = hotline.dials("12345", "15400000101", ofSeconds(40))) {
            var greeted = citizen.hears(saying(GREETING), ofSeconds(25));
            assertThat(citizen.hears(saying(storm), ofSeconds(25))).isGreaterThan(greeted);
            citizen.await(ofSeconds(30));
        }
        assertThat(hotline.call("15400000101").getString("outcome")).isEqualTo("ANSWERED");
        hotline.switchOff(notice);
        try (var citizen = hotline.dials("12345", "15400000102", ofSeconds(40))) {
            citizen.await(ofSeconds(40));
            assertThat(citizen.hasHeard(saying(GREETING))).isTrue();
            assertThat(citizen.hasHeard(saying(storm))).isFalse();
        }
    }

    @Test
    void inASurgeTheGreetingIsShortAndAMessageMayBeLeft() throws Exception {
        hotline.switchOn(new JsonObject().put("mode", "SURGE").put("takesMessages", true));
        try (var citizen = hotline.dials("12345", "15400000103", ofSeconds(24))) {
            citizen.hears(saying(SHORT), ofSeconds(25));
            citizen.hears(saying(SURGE_MENU), ofSeconds(25));
            citizen.ear().press("1");
            citizen.hears(saying("请在嘀声之后留言。"), ofSeconds(25));
            citizen.ear().speak(true);
            citizen.await(ofSeconds(40));
            assertThat(citizen.hasHeard(saying(GREETING))).isFalse();
        }
        var call = hotline.call("15400000103").getString("id");
        assertThat(hotline.visitor("leader").get("/api/messages").array())
                .extracting(message -> ((JsonObject) message).getString("call"))
                .contains(call);
    }

    @Test
    void inASurgeAgentsOfOtherQueuesHelpAndAfterwardsNoMore() throws Exception {
        hotline.signIn("agent2", "enterprise");
        var surge = hotline.switchOn(new JsonObject().put("mode", "SURGE").put("takesMessages", false));
        try (var citizen = hotline.dials("12345", "15400000104", ofSeconds(40))) {
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
        }
        var helped = hotline.call("15400000104");
        assertThat(helped.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(helped.getString("queue")).isEqualTo("hotline");
        assertThat(helped.getString("seat")).isEqualTo("1002");
        hotline.switchOff(surge);
        Thread.sleep(ofSeconds(3));
        try (var citizen = hotline.dials("12345", "15400000105", ofSeconds(16))) {
            citizen.await(ofSeconds(30));
        }
        assertThat(hotline.call("15400000105").getString("outcome")).isEqualTo("ABANDONED_QUEUE");
    }

    @Test
    void inASurgeThoseWhoseQueueItIsAreRungFirst() throws Exception {
        hotline.signIn("agent1");
        hotline.signIn("agent2", "enterprise");
        hotline.switchOn(new JsonObject().put("mode", "SURGE").put("takesMessages", false));
        Thread.sleep(ofSeconds(3));
        try (var first = hotline.dials("12345", "15400000106", ofSeconds(40));
                var second = hotline.dials("12345", "15400000107", ofSeconds(40))) {
            first.await(ofSeconds(40));
            second.await(ofSeconds(40));
        }
        assertThat(new String[] {
                    hotline.call("15400000106").getString("seat"),
                    hotline.call("15400000107").getString("seat")
                })
                .as("one for each, and the own agent is not left out")
                .containsExactlyInAnyOrder("1001", "1002");
        try (var citizen = hotline.dials("12345", "15400000108", ofSeconds(40))) {
            citizen.await(ofSeconds(40));
        }
        assertThat(hotline.call("15400000108").getString("seat")).isEqualTo("1001");
    }

    @Test
    void atNightCallersReachTheDutyTelephone() throws Exception {
        var night = "转接值班电话。";
        hotline.switchOn(
                new JsonObject().put("mode", "NIGHT").put("text", night).put("number", "03709000001"));
        try (var duty = hotline.outside("300;1;2500");
                var citizen = hotline.dials("12345", "15400000109", ofSeconds(40))) {
            citizen.hears(saying(night), ofSeconds(20));
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
            assertThat(rang(duty)).containsExactly("03709000001");
        }
        var call = hotline.call("15400000109");
        assertThat(call.getString("outcome")).isEqualTo("PUT_THROUGH");
        assertThat(hotline.record(call.getString("id"))).contains("HotlineOutside");
    }

    @Test
    void whoFindsTheDutyTelephoneBusyAtNightReachesAnAgentWhoIsThere() throws Exception {
        hotline.signIn("agent1");
        hotline.switchOn(new JsonObject().put("mode", "NIGHT").put("text", "").put("number", "03709000001"));
        try (var duty = hotline.outside("300;0;0");
                var citizen = hotline.dials("12345", "15400000110", ofSeconds(40))) {
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
            assertThat(rang(duty)).containsExactly("03709000001");
        }
        assertThat(hotline.call("15400000110").getString("outcome")).isEqualTo("ANSWERED");
    }

    // Malicious callers

    @Test
    void maliciousCallerIsToldSoAndAnsweredAllTheSame() throws Exception {
        var number = "15400000111";
        hotline.signIn("agent1");
        found(number, "ANNOUNCED");
        try (var citizen = hotline.dials("12345", number, ofSeconds(40))) {
            var told = citizen.hears(saying(UNWELCOME), ofSeconds(20));
            assertThat(citizen.hears(saying(GREETING), ofSeconds(20))).isGreaterThan(told);
            assertThat(citizen.await(ofSeconds(30)).successful()).isEqualTo(1);
        }
        assertThat(hotline.call(number).getString("outcome")).isEqualTo("ANSWERED");
    }

    @Test
    void maliciousCallerWaitsBehindThoseWhoComeLaterAndIsAnswered() throws Exception {
        var number = "15400000112";
        hotline.signIn("agent1");
        found(number, "LAST");
        hotline.clear();
        try (var nuisance = hotline.dials("12345", number, ofSeconds(90))) {
            hotline.waiting(number);
            try (var other = hotline.dials("12345", "15400000113", ofSeconds(90))) {
                hotline.waiting("15400000113");
                hotline.signIn("agent1");
                assertThat(other.await(ofSeconds(40)).successful()).isEqualTo(1);
                assertThat(nuisance.await(ofSeconds(40)).successful()).isEqualTo(1);
            }
        }
        var late = hotline.call(number);
        var soon = hotline.call("15400000113");
        assertThat(late.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(soon.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(answeredBy(late, Instant.parse(soon.getString("endedAt"))))
                .as("the one who came first was answered when the other had been")
                .isTrue();
    }

    /** Whether the call had waited at least until then. */
    private static boolean answeredBy(JsonObject call, Instant then) {
        var left = Instant.parse(call.getString("endedAt")).minusMillis(call.getLong("talkedMillis"));
        return !left.isBefore(then.minus(Duration.ofMillis(500)));
    }

    /** Calls once as evidence; one proposes, another approves. */
    private static void found(String number, String treatment) {
        try (var citizen = hotline.dials("12345", number, ofSeconds(40))) {
            citizen.await(ofSeconds(40));
        }
        var call = hotline.call(number).getString("id");
        var proposed = expect(
                200,
                hotline.visitor("leader")
                        .post(
                                "/api/unwelcome",
                                new JsonObject()
                                        .put("treatment", treatment)
                                        .put("evidence", new JsonArray().add(call))
                                        .put("why", "一天来电一百次并辱骂话务员")
                                        .put(
                                                "until",
                                                Instant.now()
                                                        .plus(Duration.ofDays(1))
                                                        .toString())));
        var approval = "/api/unwelcome/" + proposed.json().getString("id") + "/approve";
        expect(403, hotline.visitor("leader").post(approval, new JsonObject()));
        expect(200, hotline.visitor("admin").post(approval, new JsonObject()));
    }
}
