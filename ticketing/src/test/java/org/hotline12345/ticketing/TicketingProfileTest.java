package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;

class TicketingProfileTest {
    private static Settings settings(String yaml) {
        return Settings.parse("profile", yaml, Map.of());
    }

    @Test
    void whatIsNotGivenIsAsInHenan() {
        var settings = settings("ticketing: {working-days: {INQUIRY: 2}}");
        var profile = TicketingProfile.read(settings.section("ticketing"));
        settings.check();
        assertThat(profile.workingDays(Nature.INQUIRY)).isEqualTo(2);
        assertThat(profile.workingDays(Nature.HELP)).isEqualTo(5);
        assertThat(profile.workingDays(Nature.SUGGESTION)).isEqualTo(5);
        assertThat(profile.workingDays(Nature.COMPLAINT)).isEqualTo(10);
        assertThat(profile.workingDays(Nature.TIP_OFF)).isEqualTo(10);
        assertThat(profile.workingDays(Nature.OTHER)).isEqualTo(5);
        assertThat(profile.acknowledgeWithin()).isEqualTo(Duration.ofHours(24));
        assertThat(profile.extensions())
                .isEqualTo(new TicketingProfile.Extensions(10, 1, Limit.MARK, Limit.HIGHER_RIGHT));
        assertThat(profile.cards()).isEqualTo(new TicketingProfile.Cards(true, 0, 3));
        assertThat(profile.supervisionWays()).contains("现场督办", "联席会议");
    }

    @Test
    void aRedCardDoesNotComeBeforeTheYellowOne() {
        var settings =
                settings("ticketing:\n  cards:\n    yellow-after-working-days: 5\n    red-after-working-days: 2\n");
        TicketingProfile.read(settings.section("ticketing"));
        assertThatThrownBy(settings::check)
                .hasMessageContaining("profile:4: ticketing.cards.red-after-working-days: \"2\" is not allowed");
    }

    @Test
    void aLimitIsAMarkUnlessTheProfileMakesItMore() {
        var settings = settings("ticketing: {returns: {late: REFUSE}, reopening: {most: 0, beyond: MARK}}");
        var profile = TicketingProfile.read(settings.section("ticketing"));
        settings.check();
        assertThat(profile.returns()).isEqualTo(new TicketingProfile.Returns(2, Limit.REFUSE));
        assertThat(profile.reopening()).isEqualTo(new TicketingProfile.Reopening(0, Limit.MARK));
    }

    @Test
    void wrongDaysAndUnknownNaturesAreNamed() {
        var settings = settings("ticketing:\n  working-days:\n    HELP: 0\n    WISH: 3\n  acknowledge: 1 day\n");
        TicketingProfile.read(settings.section("ticketing"));
        assertThatThrownBy(settings::check)
                .hasMessageContaining("profile:3: ticketing.working-days.HELP: \"0\" is not allowed")
                .hasMessageContaining("profile:4: ticketing.working-days.WISH is no known key")
                .hasMessageContaining("profile:5: ticketing.acknowledge");
    }

    @Test
    void numbersOfTicketsSortByDayAndPlace() {
        assertThat(TicketNumber.of(java.time.LocalDate.parse("2026-11-22"), 1)).hasToString("20261122-000001");
        assertThat(new TicketNumber("20261122-000002")).isGreaterThan(new TicketNumber("20261121-999999"));
        assertThatThrownBy(() -> new TicketNumber("2026-1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TicketNumber.of(java.time.LocalDate.parse("2026-11-22"), 1_000_000))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
