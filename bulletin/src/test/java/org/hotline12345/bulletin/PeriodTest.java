package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;

class PeriodTest {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    @Test
    void aCalendarMonthBeginsAndEndsAtMidnightOfTheHotline() {
        var span = Period.of("2026-11").span(1, CHINA);
        assertThat(span.from()).isEqualTo(Instant.parse("2026-10-31T16:00:00Z"));
        assertThat(span.until()).isEqualTo(Instant.parse("2026-11-30T16:00:00Z"));
        assertThat(span.words()).isEqualTo("2026年11月1日至11月30日");
    }

    @Test
    void aMonthMayRunFromThe26thToThe25th() {
        var span = Period.of("2026-01").span(26, CHINA);
        assertThat(span.from()).isEqualTo(Instant.parse("2025-12-25T16:00:00Z"));
        assertThat(span.until()).isEqualTo(Instant.parse("2026-01-25T16:00:00Z"));
        assertThat(span.words()).isEqualTo("2025年12月26日至2026年1月25日");
    }

    @Test
    void whatIsNoMonthIsRefused() {
        for (var text : new String[] {"2026-13", "2026", "11月", "", "2026-11-01"}) {
            assertThatThrownBy(() -> Period.of(text))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("2026-11");
        }
    }
}
