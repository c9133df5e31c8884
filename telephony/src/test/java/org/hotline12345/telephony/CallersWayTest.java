package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Settings;
import org.hotline12345.office.WorkCalendar;
import org.junit.jupiter.api.Test;

/** Which way a caller goes, without a telephone. */
class CallersWayTest {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final QueueName HOTLINE = new QueueName("hotline");
    private static final String MENUS = """
            greeting: 您好
            recording-notice: 录音
            menu: first
            menus:
              - name: first
                text: 企业请按1，查询请按2，报警请按9，方言请按3
                keys:
                  - {key: "1", to: queue enterprise}
                  - {key: "2", to: progress}
                  - {key: "3", to: menu dialects}
                  - {key: "8", to: call 03709000001}
                  - {key: "9", to: emergency 110}
                  - {key: "*", to: menu first}
                  - {key: "#", to: message}
              - name: dialects
                text: 豫东方言请按1
                keys:
                  - {key: "1", to: queue east}
                otherwise: end
            lines:
              - {number: "12315", greeting: 消费者投诉, queue: line-12315}
              - {number: "12348", menu: dialects}
            """;

    private static TelephonyProfile profile(String yaml) {
        var settings = Settings.parse("profile", yaml, Map.of());
        var profile = TelephonyProfile.read(settings);
        settings.check();
        return profile;
    }

    /** A caller in office hours with nothing switched. */
    private static CallersWay caller(TelephonyProfile profile, String line) {
        return new CallersWay(
                NORTH,
                profile,
                profile.line(line),
                true,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static CallersWay switched(String yaml, LineSwitch.Mode mode) {
        var profile = profile(yaml);
        return new CallersWay(
                NORTH,
                profile,
                profile.line("12345"),
                true,
                mode instanceof LineSwitch.Notice notice ? List.of(notice) : List.of(),
                mode instanceof LineSwitch.Surge surge ? Optional.of(surge) : Optional.empty(),
                mode instanceof LineSwitch.Night night ? Optional.of(night) : Optional.empty(),
                Optional.empty());
    }

    private static CallersWay at(String yaml, String localTime) {
        var profile = profile(yaml);
        var now = LocalDateTime.parse(localTime).atZone(ZONE).toInstant();
        return new CallersWay(
                NORTH,
                profile,
                profile.line("12345"),
                profile.hours().isOpen(now, ZONE, WorkCalendar.china()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The way in words: what is said, and where it leads. */
    private static List<String> words(CallersWay way, String keys) {
        return way.steps(keys, Map.of()).stream().map(CallersWayTest::word).toList();
    }

    private static String word(WayStep step) {
        return switch (step) {
            case WayStep.Say say -> say.what().text();
            case WayStep.AskKey ask -> "ask " + ask.what().role();
            case WayStep.TellProgress _ -> "progress";
            case WayStep.TakeMessage _ -> "message";
            case WayStep.Wait wait -> "wait " + wait.queue() + (wait.priority() == 0 ? "" : " " + wait.priority());
            case WayStep.HandToEmergency hand -> "emergency " + hand.to().number();
            case WayStep.HandTo hand -> "call " + hand.to().number();
            case WayStep.Leave _ -> "leave";
        };
    }

    @Test
    void withoutAMenuTheCallerGoesStraightToAnAgent() {
        assertThat(words(caller(profile("greeting: 您好\nrecording-notice: 录音\n"), "12345"), ""))
                .containsExactly("您好", "录音", "wait hotline");
    }

    @Test
    void keysOfTheMenuLeadWhereTheProfileSays() {
        var way = caller(profile(MENUS), "12345");
        assertThat(words(way, "")).containsExactly("您好", "录音", "ask menu-first");
        assertThat(words(way, "1")).containsExactly("wait enterprise");
        assertThat(words(way, "9")).containsExactly("emergency 110");
        assertThat(words(way, "8")).containsExactly("call 03709000001");
        assertThat(words(way, "#")).containsExactly("message", "leave");
        assertThat(words(way, "3")).containsExactly("ask menu-dialects");
        assertThat(words(way, "31")).containsExactly("wait east");
        assertThat(words(way, "*1")).containsExactly("wait enterprise");
    }

    @Test
    void whoPressesNothingGoesToAnAgentUnlessTheMenuSaysElse() {
        var way = caller(profile(MENUS), "12345");
        assertThat(words(way, "-")).containsExactly("wait hotline");
        assertThat(words(way, "7")).containsExactly("wait hotline");
        assertThat(words(way, "3-")).containsExactly("leave");
    }

    @Test
    void whoWalksInACircleOfMenusGetsAnAgent() {
        assertThat(words(caller(profile(MENUS), "12345"), "*".repeat(12))).containsExactly("wait hotline");
    }

    @Test
    void afterTheProgressAnAgentIsOneKeyAway() {
        var way = caller(profile(MENUS), "12345");
        assertThat(words(way, "2")).containsExactly("progress", "ask menu-after-progress");
        assertThat(words(way, "20")).containsExactly("wait hotline");
        assertThat(words(way, "2-")).containsExactly("leave");
    }

    @Test
    void theNumberThatWasDialledDecidesGreetingAndQueue() {
        assertThat(words(caller(profile(MENUS), "12315"), "")).containsExactly("消费者投诉", "录音", "wait line-12315");
        assertThat(words(caller(profile(MENUS), "12348"), "")).containsExactly("您好", "录音", "ask menu-dialects");
        assertThat(words(caller(profile(MENUS), "99999"), "")).containsExactly("您好", "录音", "ask menu-first");
        assertThat(profile(MENUS).queues())
                .extracting(QueueName::value)
                .containsExactlyInAnyOrder("hotline", "enterprise", "east", "line-12315");
    }

    @Test
    void outsideTheHoursACallerIsAskedForAMessage() {
        var yaml = "greeting: 您好\nrecording-notice: ''\nhours-from: '08:30'\nhours-until: '18:00'\nclosed-text: 下班了\n";
        assertThat(words(at(yaml, "2026-11-25T08:29"), "")).containsExactly("您好", "下班了", "message", "leave");
        assertThat(words(at(yaml, "2026-11-25T08:30"), "")).containsExactly("您好", "wait hotline");
        assertThat(words(at(yaml, "2026-11-25T18:00"), "")).containsExactly("您好", "下班了", "message", "leave");
    }

    @Test
    void daysOffAreThoseOfTheOfficesCalendar() {
        var yaml =
                "greeting: 您好\nrecording-notice: ''\nhours-days: WORKING\nclosed-to: call 03709000001\nclosed-text: ''\n";
        assertThat(words(at(yaml, "2026-11-25T12:00"), "")).as("a Wednesday").endsWith("wait hotline");
        assertThat(words(at(yaml, "2026-11-28T12:00"), "")).as("a Saturday").endsWith("call 03709000001");
        assertThat(words(at(yaml, "2026-10-01T12:00"), ""))
                .as("the National Day")
                .endsWith("call 03709000001");
    }

    @Test
    void hoursOverMidnightBelongToTheDayTheyBegan() {
        var hours = profile("hours-from: '20:00'\nhours-until: '06:00'\nhours-days: WORKING\n")
                .hours();
        var calendar = WorkCalendar.china();
        assertThat(hours.isOpen(instant("2026-11-27T23:00"), ZONE, calendar))
                .as("Friday night")
                .isTrue();
        assertThat(hours.isOpen(instant("2026-11-28T05:59"), ZONE, calendar))
                .as("still that night")
                .isTrue();
        assertThat(hours.isOpen(instant("2026-11-28T06:00"), ZONE, calendar)).isFalse();
        assertThat(hours.isOpen(instant("2026-11-28T23:00"), ZONE, calendar))
                .as("Saturday night")
                .isFalse();
    }

    private static Instant instant(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }

    @Test
    void noticeIsHeardBeforeTheQueueAndBeforeTheMenu() {
        assertThat(words(switched(MENUS, new LineSwitch.Notice("台风")), ""))
                .containsExactly("您好", "录音", "台风", "ask menu-first");
    }

    @Test
    void surgeIsShortAndAllWaitWhereAllHandsAre() {
        var way = switched(MENUS + "surge-greeting: 忙\n", new LineSwitch.Surge(false));
        assertThat(words(way, "")).containsExactly("忙", "录音", "wait hotline");
        var withMessages = switched(MENUS + "surge-greeting: 忙\n", new LineSwitch.Surge(true));
        assertThat(words(withMessages, "")).containsExactly("忙", "录音", "ask menu-surge");
        assertThat(words(withMessages, "1")).containsExactly("message", "leave");
        assertThat(words(withMessages, "-")).containsExactly("wait hotline");
    }

    @Test
    void nightGoesToTheDutyTelephoneWhateverTheHour() {
        assertThat(words(switched(MENUS, new LineSwitch.Night("夜间", "03709000009")), ""))
                .containsExactly("您好", "录音", "夜间", "call 03709000009");
    }

    @Test
    void maliciousCallerIsToldSoAndStillHeard() {
        var profile = profile("greeting: 您好\nrecording-notice: ''\nunwelcome-text: 请勿骚扰\n");
        for (var treatment : Unwelcome.Treatment.values()) {
            var way = new CallersWay(
                    NORTH,
                    profile,
                    profile.line("12345"),
                    true,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(treatment));
            assertThat(words(way, ""))
                    .containsExactly(
                            "请勿骚扰", "您好", treatment == Unwelcome.Treatment.LAST ? "wait hotline -10" : "wait hotline");
        }
    }

    @Test
    void whoWaitsIsToldHowManyWaitBefore() {
        var way = caller(profile("say-ahead: true\n"), "12345");
        var ahead = Map.of(HOTLINE, new Ahead(3, Optional.of(Duration.ofSeconds(61))));
        assertThat(way.steps("", ahead).stream().map(CallersWayTest::word)).contains("您前面还有3位来电人在等候，预计等待约2分钟。");
        assertThat(way.steps("", Map.of())).hasSize(3);
        assertThat(new Ahead(300, Optional.of(Duration.ofHours(2))).words()).isEqualTo("您前面还有20多位来电人在等候，预计等待30分钟以上。");
    }

    @Test
    void callbackIsOfferedWhereTheCallerWaitsAndSaidThereAgain() {
        var profile = profile(MENUS + "callback-offer: 需要回电请按1\nclosed-to: queue night\n");
        var wait = caller(profile, "12345").steps("1", Map.of()).getLast();
        assertThat(((WayStep.Wait) wait).callback()).contains(new WayStep.Spoken("callback-offer", "需要回电请按1"));
        assertThat(profile.promptsOfTheDialplan())
                .as("one for each queue that callers wait in")
                .containsKeys(
                        "waiting-hotline", "waiting-enterprise", "waiting-east", "waiting-line-12315", "waiting-night");
        assertThat(profile(MENUS).promptsOfTheDialplan().keySet()).noneMatch(prompt -> prompt.startsWith("waiting-"));
    }

    // Checked when it is loaded

    private static void refused(String yaml, String... words) {
        assertThatThrownBy(() -> profile(yaml)).isInstanceOf(BadSettings.class).hasMessageContainingAll(words);
    }

    @Test
    void menuThatLeadsNowhereIsRefusedWithItsLine() {
        refused("greeting: a\nmenu: firts\n", "profile:2", "leads nowhere");
        refused(
                "menus:\n  - name: a\n    text: b\n    keys:\n      - {key: \"1\", to: menu c}\n",
                "profile:5",
                "leads nowhere");
        refused("menus:\n  - name: a\n    text: b\n", "profile:2", "without keys leads nowhere");
        refused("closed-to: menu a\n", "profile:1", "leads nowhere");
        refused("lines:\n  - {number: \"12315\", menu: a}\n", "profile:2", "leads nowhere");
    }

    @Test
    void destinationsAndKeysThatMakeNoSenseAreRefused() {
        var menu = "menus:\n  - name: a\n    text: b\n    keys:\n      - ";
        refused(menu + "{key: \"1\", to: emergency 911}\n", "profile:5", "emergency 110|119|120|122");
        refused(menu + "{key: \"1\", to: call 110&119}\n", "profile:5", "call NUMBER");
        refused(menu + "{key: \"1\", to: \"queue a b\"}\n", "profile:5", "queue NAME");
        refused(menu + "{key: \"A\", to: agent}\n", "profile:5", "one of 0 to 9");
        refused(menu + "{key: \"1\"}\n", "profile:5", "leads nowhere");
        refused(menu + "{key: \"1\", to: agent}\n      - {key: \"1\", to: end}\n", "profile:6", "two places");
        refused(menu + "{key: \"1\", to: agent}\n    otherwise: menu a\n", "profile:6", "circle");
        refused("hours-from: \"09:00\"\nhours-until: \"09:00\"\n", "profile:2", "never be open");
    }
}
