package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.ops.kit.HeardHotline.expect;
import static org.hotline12345.ops.kit.HeardHotline.masked;
import static org.hotline12345.ops.kit.HeardHotline.rang;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.hotline12345.ops.kit.HeardHotline;
import org.hotline12345.ops.kit.Saying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of callers whom no agent can serve at once, on a real Asterisk: none is lost, and people find them in a list. */
class UnservedCallersIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String PROFILE = """
            telephony:
              greeting: 您好，政务热线。
              recording-notice: 通话将被录音。
            """;

    @TempDir
    private static Path folder;

    private static HeardHotline hotline;

    @BeforeAll
    static void open() {
        hotline = HeardHotline.open(
                REPOSITORY,
                folder,
                Map.of("asterisk.offer-every", "4s", "asterisk.rtp-start", "44000", "asterisk.rtp-end", "44399"));
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

    // Outside the hours

    @Test
    void outsideTheHoursAMessageIsTakenThatPeopleHearAndAnswer() throws Exception {
        var later = LocalTime.now(ZoneId.of("Asia/Shanghai")).plusHours(2);
        hotline.profile(PROFILE + """
                  hours-from: "%02d:00"
                  hours-until: "%02d:30"
                  closed-text: 话务员都下班了。
                  message-text: 请在嘀声之后留言。
                """.formatted(later.getHour(), later.getHour()));
        try (var citizen = hotline.dials("12345", "15400000011", ofSeconds(26))) {
            citizen.hears(saying("话务员都下班了。"), ofSeconds(20));
            citizen.hears(saying("请在嘀声之后留言。"), ofSeconds(20));
            citizen.ear().speak(true);
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
        }
        var call = hotline.call("15400000011");
        assertThat(call.getString("queue")).isNull();
        await("the message is listed")
                .atMost(ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                hotline.visitor("leader").get("/api/messages").array())
                        .extracting(message -> ((JsonObject) message).getString("call"))
                        .containsExactly(call.getString("id")));
        var sound = message(call.getString("id"));
        assertThat(sound.length()).isGreaterThan(ofSeconds(2));
        assertThat(sound.hasSound()).isTrue();
        expect(200, hotline.visitor("leader").get("/api/messages/" + call.getString("id") + "/sound"));
        expect(403, hotline.visitor("water").get("/api/messages/" + call.getString("id") + "/sound"));
        isCalledBack(call.getString("id"), "15400000011", true);
    }

    private static Saying message(String call) throws IOException {
        try (var files = Files.walk(hotline.data().resolve("recordings/messages"))) {
            return Saying.of(
                    "the message",
                    files.filter(file -> file.getFileName().toString().equals(call + ".wav"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    // Waiting

    @Test
    void whoWaitsIsToldHowManyWaitBefore() throws Exception {
        // Nobody is ever answered in this class, so no waiting time is foretold.
        hotline.profile(PROFILE + "  say-ahead: true\n");
        try (var first = hotline.dials("12345", "15400000012", ofSeconds(30))) {
            hotline.waiting("15400000012");
            try (var second = hotline.dials("12345", "15400000013", ofSeconds(20))) {
                second.hears(saying("您前面还有1位来电人在等候。"), ofSeconds(20));
                second.await(ofSeconds(30));
            }
            first.await(ofSeconds(30));
            assertThat(first.hasHeard(saying("您前面还有1位来电人在等候。"))).isFalse();
        }
        assertThat(hotline.call("15400000013").getString("outcome")).isEqualTo("ABANDONED_QUEUE");
    }

    @Test
    void whoHasWaitedTooLongHearsSorry() throws Exception {
        hotline.profile(PROFILE + "  longest-wait: 3s\n  sorry: 实在抱歉，请稍后再来电。\n");
        try (var citizen = hotline.dials("12345", "15400000014", ofSeconds(60))) {
            citizen.hears(saying("实在抱歉，请稍后再来电。"), ofSeconds(40));
            assertThat(citizen.await(ofSeconds(20)).successful()).isEqualTo(1);
        }
        var call = hotline.call("15400000014");
        assertThat(call.getString("outcome")).isEqualTo("ABANDONED_QUEUE");
        assertThat(call.getLong("waitedMillis")).isBetween(2_500L, 5_000L);
    }

    @Test
    void callbackIsTakenWhileItIsOfferedAndWhileWaiting() throws Exception {
        var offer = "需要回电请按一。";
        var thanks = "记下来了，再见。";
        hotline.profile(PROFILE + "  callback-offer: " + offer + "\n  callback-thanks: " + thanks + "\n");
        try (var hasty = hotline.dials("12345", "15400000015", ofSeconds(60))) {
            hasty.hears(saying(offer), ofSeconds(20));
            hasty.ear().press("1");
            hasty.hears(saying(thanks), ofSeconds(25));
            assertThat(hasty.await(ofSeconds(20)).successful()).isEqualTo(1);
        }
        var early = hotline.call("15400000015");
        assertThat(early.getString("outcome")).isEqualTo("ABANDONED_QUEUE");
        assertThat(early.getLong("waitedMillis")).isLessThan(1_000);
        try (var patient = hotline.dials("12345", "15400000016", ofSeconds(60))) {
            hotline.waiting("15400000016");
            Thread.sleep(ofSeconds(6));
            patient.ear().press("5");
            Thread.sleep(ofSeconds(1));
            assertThat(patient.isOnTheLine())
                    .as("a key that nothing is offered for")
                    .isTrue();
            patient.ear().press("1");
            patient.hears(saying(thanks), ofSeconds(25));
            assertThat(patient.await(ofSeconds(20)).successful()).isEqualTo(1);
        }
        var late = hotline.call("15400000016");
        assertThat(late.getString("outcome")).isEqualTo("ABANDONED_QUEUE");
        assertThat(late.getLong("waitedMillis")).isBetween(6_000L, 12_000L);
        assertThat(hotline.record(late.getString("id"))).contains("HotlineCallback");
        isCalledBack(early.getString("id"), "15400000015", false);
        isCalledBack(late.getString("id"), "15400000016", false);
    }

    /** From the list: the seat rings first, then the citizen; then it is done. */
    private static void isCalledBack(String call, String number, boolean hasMessage) {
        var agent = hotline.visitor("agent1");
        var wish = wish(call);
        assertThat(wish.getString("caller")).isEqualTo(masked(number));
        assertThat(wish.getBoolean("hasMessage")).isEqualTo(hasMessage);
        assertThat(wish.getInteger("tries")).isZero();
        hotline.signIn("agent1");
        try (var outside = hotline.outside("300;1;1500")) {
            expect(403, hotline.visitor("water").post("/api/callback-wishes/" + call + "/call", new JsonObject()));
            expect(204, agent.post("/api/callback-wishes/" + call + "/call", new JsonObject()));
            await().atMost(ofSeconds(25))
                    .until(() -> outside.account().stream()
                            .anyMatch(line ->
                                    line.what().equals("HUNG_UP") || line.what().equals("HUNG_UP_ON")));
            assertThat(rang(outside)).containsExactly(number);
            assertThat(outside.account().getFirst().other())
                    .as("what the citizen is shown")
                    .isEqualTo("12345");
        }
        assertThat(wish(call).getInteger("tries")).isEqualTo(1);
        expect(204, agent.post("/api/callback-wishes/" + call + "/done", new JsonObject()));
        assertThat(wish(call)).isNull();
        expect(409, agent.post("/api/callback-wishes/" + call + "/call", new JsonObject()));
        hotline.clear();
    }

    private static JsonObject wish(String call) {
        for (var wish : expect(200, hotline.visitor("agent1").get("/api/callback-wishes"))
                .array()) {
            if (((JsonObject) wish).getString("call").equals(call)) {
                return (JsonObject) wish;
            }
        }
        return null;
    }
}
