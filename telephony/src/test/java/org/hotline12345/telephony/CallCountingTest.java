package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.CallFacts.Fate;
import org.junit.jupiter.api.Test;

class CallCountingTest {
    private static final CallCounting DEFAULTS = counting("");

    private static CallCounting counting(String yaml) {
        var settings = Settings.parse("profile", yaml, Map.of());
        var counting = CallCounting.read(settings);
        settings.check();
        return counting;
    }

    private static CallFacts over(CallStage stage) {
        return new CallFacts(stage, Fate.OVER, false, false);
    }

    private static CallFacts brief(CallStage stage) {
        return new CallFacts(stage, Fate.OVER, true, true);
    }

    private static CallCount calls(CallFacts facts, long calls) {
        return new CallCount("12345", facts, calls, calls, 1_000 * calls, 0);
    }

    @Test
    void withoutAnyRuleWhoeverAskedForAnAgentIsOffered() {
        for (var stage : CallStage.values()) {
            assertThat(DEFAULTS.of(over(stage)).isOffered()).as("%s", stage).isEqualTo(stage.asksForAgent());
        }
        assertThat(DEFAULTS.of(over(CallStage.ANSWERED))).isEqualTo(CountedAs.ANSWERED);
        assertThat(Stream.of(
                                CallStage.WAITING,
                                CallStage.RINGING,
                                CallStage.WAITED_OUT,
                                CallStage.NOT_LET_IN,
                                CallStage.CALLBACK)
                        .map(stage -> DEFAULTS.of(over(stage))))
                .containsOnly(CountedAs.ABANDONED);
    }

    @Test
    void eachKindOfUnansweredCallCountsAsTheProfileSays() {
        var counting = counting("""
                greeting: ABANDONED
                message: OFFERED
                not-let-in: NOT_OFFERED
                callback: OFFERED
                """);
        assertThat(counting.of(over(CallStage.GREETING))).isEqualTo(CountedAs.ABANDONED);
        assertThat(counting.of(over(CallStage.MESSAGE))).isEqualTo(CountedAs.OFFERED);
        assertThat(counting.of(over(CallStage.NOT_LET_IN))).isEqualTo(CountedAs.NOT_OFFERED);
        assertThat(counting.of(over(CallStage.CALLBACK))).isEqualTo(CountedAs.OFFERED);
        assertThat(counting.of(over(CallStage.WAITED_OUT))).isEqualTo(CountedAs.ABANDONED);
    }

    @Test
    void shortAbandonmentsAreTakenOutOfAbandonedOrOfBothButNeverOfOfferedAlone() {
        assertThat(counting("short-abandoned: 5s").of(brief(CallStage.WAITING))).isEqualTo(CountedAs.ABANDONED);
        var offered = counting("{short-abandoned: 5s, short-abandoned-as: OFFERED}");
        assertThat(offered.of(brief(CallStage.RINGING))).isEqualTo(CountedAs.OFFERED);
        var none = counting("{short-abandoned: 5s, short-abandoned-as: NOT_OFFERED}");
        assertThat(none.of(brief(CallStage.WAITING))).isEqualTo(CountedAs.NOT_OFFERED);
        assertThat(none.of(over(CallStage.WAITING))).isEqualTo(CountedAs.ABANDONED);
    }

    @Test
    void onlyWhoHangsUpInTheQueueIsAShortAbandonment() {
        var counting = counting("{short-abandoned: 5s, short-abandoned-as: NOT_OFFERED}");
        for (var stage : CallStage.values()) {
            var isShort = stage == CallStage.WAITING || stage == CallStage.RINGING;
            assertThat(counting.isShortAbandoned(brief(stage))).as("%s", stage).isEqualTo(isShort);
        }
        assertThat(counting.of(brief(CallStage.ANSWERED))).isEqualTo(CountedAs.ANSWERED);
        assertThat(counting.of(brief(CallStage.NOT_LET_IN))).isEqualTo(CountedAs.ABANDONED);
        assertThat(counting.of(new CallFacts(CallStage.WAITING, Fate.INTERRUPTED, true, true)))
                .isEqualTo(CountedAs.INTERRUPTED);
        assertThat(counting.of(new CallFacts(CallStage.WAITING, Fate.OPEN, true, true)))
                .isEqualTo(CountedAs.OPEN);
    }

    @Test
    void withoutAThresholdNotEvenAWaitOfNothingIsShort() {
        assertThat(DEFAULTS.shortMillis()).isNegative();
        assertThat(counting("short-abandoned: 1ms").shortMillis()).isEqualTo(1);
    }

    @Test
    void callThatIsCutOffBeforeAnybodyAnsweredCountsAsTheProfileSays() {
        var lost = new CallFacts(CallStage.RINGING, Fate.INTERRUPTED, false, false);
        assertThat(DEFAULTS.of(lost)).isEqualTo(CountedAs.INTERRUPTED);
        assertThat(counting("interrupted: ABANDONED").of(lost)).isEqualTo(CountedAs.ABANDONED);
        assertThat(counting("interrupted: NOT_OFFERED").of(lost)).isEqualTo(CountedAs.NOT_OFFERED);
        var inGreeting = new CallFacts(CallStage.GREETING, Fate.INTERRUPTED, false, false);
        assertThat(counting("interrupted: ABANDONED").of(inGreeting)).isEqualTo(CountedAs.NOT_OFFERED);
    }

    @Test
    void figuresPutEachCallInOnePlace() {
        var counting = counting("{callback: OFFERED, short-abandoned: 5s, short-abandoned-as: NOT_OFFERED}");
        var figures = CallFigures.of(
                counting,
                List.of(
                        calls(brief(CallStage.ANSWERED), 70),
                        calls(over(CallStage.ANSWERED), 10),
                        calls(over(CallStage.WAITING), 6),
                        calls(over(CallStage.WAITED_OUT), 3),
                        calls(brief(CallStage.WAITING), 4),
                        calls(over(CallStage.CALLBACK), 2),
                        calls(over(CallStage.GREETING), 5),
                        calls(over(CallStage.PUT_THROUGH), 1),
                        calls(new CallFacts(CallStage.WAITING, Fate.INTERRUPTED, false, false), 1),
                        calls(new CallFacts(CallStage.ANSWERED, Fate.OPEN, true, true), 1)));
        assertThat(figures.arrived()).isEqualTo(103);
        assertThat(figures.offered()).isEqualTo(93);
        assertThat(figures.answered()).isEqualTo(80);
        assertThat(figures.answeredInLimit()).isEqualTo(70);
        assertThat(figures.waitMillis()).isEqualTo(80_000);
        assertThat(figures.abandoned()).isEqualTo(Map.of(CallStage.WAITING, 6L, CallStage.WAITED_OUT, 3L));
        assertThat(figures.offeredOnly()).isEqualTo(Map.of(CallStage.CALLBACK, 2L));
        assertThat(figures.notOffered())
                .isEqualTo(Map.of(CallStage.GREETING, 5L, CallStage.WAITING, 4L, CallStage.PUT_THROUGH, 1L));
        assertThat(figures.askedButNotOffered()).isEqualTo(4);
        assertThat(figures.shortAbandoned()).isEqualTo(4);
        assertThat(figures.interrupted()).isEqualTo(1);
        assertThat(figures.open()).isEqualTo(1);
    }

    @Test
    void limitIsDividedByAnsweredOrOfferedCallsAsTheProfileSays() {
        var counts = List.of(calls(brief(CallStage.ANSWERED), 7), calls(over(CallStage.WAITING), 3));
        assertThat(CallFigures.of(DEFAULTS, counts).limitBase(DEFAULTS)).isEqualTo(7);
        var over = counting("answer-limit-over: OFFERED");
        assertThat(CallFigures.of(over, counts).limitBase(over)).isEqualTo(10);
    }

    @Test
    void definitionIsSaidInWords() {
        assertThat(DEFAULTS.offeredInWords()).isEqualTo("进入人工排队的来电");
        var counting = counting("{greeting: OFFERED, short-abandoned: 2500ms, short-abandoned-as: NOT_OFFERED}");
        assertThat(counting.offeredInWords()).isEqualTo("进入人工排队的来电，含提示音中挂断的，不含排队2.5秒内挂断的");
    }

    @Test
    void ruleThatIsNoneIsRefusedWithItsLineAndReason() {
        assertThatThrownBy(() -> counting("greeting: OFFERED\nshort-abandoned: 2min\ncallback: LOST\n"))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("profile:2: short-abandoned: \"2min\" is not allowed: a time from 0ms to 1min")
                .hasMessageContaining(
                        "profile:3: callback: \"LOST\" is not allowed: one of [NOT_OFFERED, OFFERED, ABANDONED]");
    }
}
