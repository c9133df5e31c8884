package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import org.hotline12345.callback.CallbackProfile.Start;
import org.hotline12345.callback.Planning.Plan;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Interview.AskDigit;
import org.hotline12345.ticketing.TicketNumber;
import org.junit.jupiter.api.Test;

class PlanningTest {
    private static final Caller.Known MOBILE = new Caller.Known("15400000001", true);
    private static final Caller.Known LANDLINE = new Caller.Known("03709000001", false);

    private static CallbackProfile profile(String yaml) {
        var section = Settings.parse("profile", yaml, Map.of());
        var profile = CallbackProfile.read(section);
        section.check();
        return profile;
    }

    private static final CallbackProfile DEFAULTS = profile("");

    @Test
    void mobilesAreWrittenToAndLandlinesAreCalled() {
        assertThat(Planning.decide(DEFAULTS, MOBILE)).isEqualTo(new Plan.Ask(SurveyChannel.SMS, MOBILE));
        assertThat(Planning.decide(DEFAULTS, LANDLINE)).isEqualTo(new Plan.Ask(SurveyChannel.VOICE, LANDLINE));
    }

    @Test
    void whoGaveNoNumberIsNotAsked() {
        assertThat(Planning.decide(DEFAULTS, new Caller.Withheld())).isEqualTo(new Plan.DoNotAsk("诉求人未留号码"));
    }

    @Test
    void serviceNumbersAndNumbersAbroadAreNeverDialled() {
        for (var number : new String[] {"110", "95588", "008522345678", "4001234567"}) {
            assertThat(Planning.decide(DEFAULTS, new Caller.Known(number, false)))
                    .isEqualTo(new Plan.DoNotAsk("不是手机或国内固定电话"));
        }
    }

    @Test
    void theProfileMayChooseOtherWaysOrNone() {
        var profile = profile("{mobile: VOICE, landline: NONE}");
        assertThat(Planning.decide(profile, MOBILE)).isEqualTo(new Plan.Ask(SurveyChannel.VOICE, MOBILE));
        assertThat(Planning.decide(profile, LANDLINE)).isEqualTo(new Plan.DoNotAsk("本热线不调查固定电话"));
    }

    @Test
    void aSurveyBeginsAtTheStepThatTheProfileNames() {
        assertThat(Planning.begins(Start.HANDLED, true, false)).isTrue();
        assertThat(Planning.begins(Start.HANDLED, false, true)).isFalse();
        assertThat(Planning.begins(Start.CLOSED, true, false)).isFalse();
        assertThat(Planning.begins(Start.CLOSED, false, true)).isTrue();
        assertThat(Planning.begins(Start.HANDLED, true, true)).isTrue();
        assertThat(Planning.begins(Start.CLOSED, true, true)).isTrue();
        assertThat(Planning.begins(Start.NEVER, true, true)).isFalse();
    }

    @Test
    void theMessageNamesTheTicketAndFitsIntoOneShortMessage() {
        var text = Planning.message(DEFAULTS, new TicketNumber("20261122-000001"));
        assertThat(text).contains("20261122-000001").doesNotContain("{").hasSizeLessThanOrEqualTo(70);
    }

    @Test
    void theCallAsksForTheDigitsOfTheProfile() {
        var profile = profile("{satisfied: \"5\", voice: {question-tries: 3}}");
        assertThat(Planning.interview(profile).steps().get(1)).isInstanceOfSatisfying(AskDigit.class, question -> {
            assertThat(question.allowed()).isEqualTo(Set.of('5', '2', '3'));
            assertThat(question.tries()).isEqualTo(3);
        });
    }

    @Test
    void citizensAreAskedByDayUnlessTheProfileSaysOtherwise() {
        assertThat(DEFAULTS.hours().contain(LocalTime.of(7, 59))).isFalse();
        assertThat(DEFAULTS.hours().contain(LocalTime.of(8, 0))).isTrue();
        assertThat(DEFAULTS.hours().contain(LocalTime.of(19, 59))).isTrue();
        assertThat(DEFAULTS.hours().contain(LocalTime.of(20, 0))).isFalse();
        var always = profile("{hours-from: \"00:00\", hours-until: \"24:00\"}").hours();
        assertThat(always.contain(LocalTime.MIDNIGHT)).isTrue();
        assertThat(always.contain(LocalTime.of(23, 59))).isTrue();
    }

    @Test
    void aProfileThatCannotBeMeantIsRefusedInWords() {
        assertThatThrownBy(() -> profile("{satisfied: \"2\"}"))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("three different digits");
        assertThatThrownBy(() -> profile("{hours-from: \"20:00\", hours-until: \"08:00\"}"))
                .hasMessageContaining("must be after hours-from");
        assertThatThrownBy(() -> profile("{landline: SMS}")).hasMessageContaining("one of VOICE, NONE");
        assertThatThrownBy(() -> profile("{begin: CLOSED}")).hasMessageContaining("no known key");
    }
}
