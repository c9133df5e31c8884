package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hotline12345.office.CalendarDay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewYearIT {
    private final TestHotline hotline = new TestHotline();

    @AfterEach
    void close() {
        hotline.close();
    }

    @Test
    void aDeadlineInAYearWithoutHolidaysIsSettledWhenTheYearIsBroughtInWhileTheProgramRuns() {
        // Wednesday, 30 December 2026, 9 o'clock; five working days end on 6 January when nothing is known of 2027.
        hotline.letPass(Duration.between(Instant.parse("2026-11-02T01:00:00Z"), Instant.parse("2026-12-30T01:00:00Z")));
        var sent = hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, TestHotline.HEALTH));
        assertThat(sent.lead().orElseThrow().due())
                .isEqualTo(new Deadline(Instant.parse("2027-01-06T15:59:59Z"), true));
        hotline.ticketing.passTime();
        hotline.office
                .lists()
                .keepCalendarDays(
                        TestHotline.NORTH,
                        List.of(
                                off(LocalDate.of(2027, 1, 1)),
                                worked(LocalDate.of(2027, 1, 3)),
                                off(LocalDate.of(2027, 1, 4))));
        // Within half a minute it is read again; a round marks what waited for it, the next one settles it.
        hotline.letPass(Duration.ofSeconds(31));
        hotline.ticketing.passTime();
        hotline.letPass(Duration.ofSeconds(10));
        hotline.ticketing.passTime();
        var settled = hotline.ticketing.see(hotline.dispatcher, TestHotline.NORTH, sent.number());
        // 31 December, 3 (worked), 5, 6 and 7 January.
        assertThat(settled.lead().orElseThrow().due())
                .isEqualTo(new Deadline(Instant.parse("2027-01-07T15:59:59Z"), false));
        assertThat(settled.times(TicketFact.Kind.DEADLINE_SETTLED)).isEqualTo(1);
        // The other hotline brought nothing in.
        assertThat(hotline.office.calendar(TestHotline.SOUTH).knows(LocalDate.of(2027, 1, 4)))
                .isFalse();
    }

    private static CalendarDay off(LocalDate day) {
        return new CalendarDay(day, false, "元旦");
    }

    private static CalendarDay worked(LocalDate day) {
        return new CalendarDay(day, true, "元旦");
    }
}
