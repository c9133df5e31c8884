package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hotline12345.office.Settings;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.TicketingProfile;
import org.junit.jupiter.api.Test;

/** The published rules, beside the figures that were read in them. */
class PolicyTest {
    private static final List<Nature> NATURES =
            List.of(Nature.INQUIRY, Nature.HELP, Nature.SUGGESTION, Nature.COMPLAINT, Nature.TIP_OFF);

    @Test
    void eachGivesTheDaysThatItsTextGives() {
        assertThat(days(Policy.HENAN)).containsExactly(3, 5, 5, 10, 10);
        assertThat(days(Policy.GUANGDONG)).containsExactly(2, 10, 10, 15, 15);
        assertThat(days(Policy.SHAOGUAN)).containsExactly(2, 10, 10, 10, 10);
        assertThat(days(Policy.SHANDONG)).containsExactly(5, 5, 5, 5, 5);
        assertThat(read(Policy.HENAN).acknowledgeWithin()).isEqualTo(Duration.ofHours(24));
        assertThat(read(Policy.HENAN).urgentReply()).isEqualTo(Duration.ofHours(2));
        assertThat(read(Policy.SHANDONG).extensions().mostWorkingDays()).isEqualTo(10);
        assertThat(read(Policy.SHANDONG).returns().withinWorkingDays()).isEqualTo(2);
    }

    @Test
    void itIsPrintedAsAProfileThatCanBeUsed() {
        for (var policy : Policy.values()) {
            var out = new StringWriter();
            assertThat(Main.execute(new PrintWriter(out, true), "profile", "policy", policy.name()))
                    .isZero();
            ProfileCommand.check(Settings.parse(policy.name(), out.toString(), Map.of()));
        }
    }

    private static Stream<Integer> days(Policy policy) {
        var profile = read(policy);
        return NATURES.stream().map(profile::workingDays);
    }

    private static TicketingProfile read(Policy policy) {
        var settings = Settings.parse(policy.name(), policy.yaml(), Map.of());
        var profile = TicketingProfile.read(settings.section("ticketing"));
        settings.check();
        return profile;
    }
}
