package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WorkCalendarTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final WorkCalendar calendar = WorkCalendar.china();

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }

    @Test
    void theDayItselfIsNotCounted() {
        assertThat(calendar.plusWorkingDays(at("2026-11-02T00:00"), 3, ZONE)).isEqualTo(at("2026-11-05T23:59:59"));
        assertThat(calendar.plusWorkingDays(at("2026-11-02T23:59"), 3, ZONE)).isEqualTo(at("2026-11-05T23:59:59"));
    }

    @Test
    void theZoneDecidesWhichDayItIs() {
        var lateInBeijing = Instant.parse("2026-11-02T17:00:00Z");
        assertThat(calendar.plusWorkingDays(lateInBeijing, 1, ZONE)).isEqualTo(at("2026-11-04T23:59:59"));
    }

    @Test
    void weekendsHolidaysAndMakeUpWorkdaysAreMinded() {
        assertThat(calendar.plusWorkingDays(at("2026-11-06T10:00"), 1, ZONE)).isEqualTo(at("2026-11-09T23:59:59"));
        // Wednesday before the National Day: 1 to 7 October are off, Saturday the 10th is worked.
        assertThat(calendar.plusWorkingDays(at("2026-09-30T10:00"), 3, ZONE)).isEqualTo(at("2026-10-10T23:59:59"));
        // The Spring Festival of 2025: Sunday 26 January is worked, the 28th to 4 February are off.
        assertThat(calendar.plusWorkingDays(at("2025-01-24T10:00"), 3, ZONE)).isEqualTo(at("2025-02-05T23:59:59"));
        assertThat(calendar.isWorked(LocalDate.parse("2025-01-26"))).isTrue();
        assertThat(calendar.isWorked(LocalDate.parse("2025-10-08"))).isFalse();
    }

    @Test
    void aYearWithoutHolidaysCountsWeekdaysAndIsNotKnown() {
        assertThat(calendar.knows(LocalDate.parse("2026-12-31"))).isTrue();
        assertThat(calendar.knows(LocalDate.parse("2027-01-01"))).isFalse();
        assertThat(calendar.plusWorkingDays(at("2026-12-31T10:00"), 1, ZONE)).isEqualTo(at("2027-01-01T23:59:59"));
    }

    @Test
    void hoursStandStillOnDaysOff() {
        var day = Duration.ofHours(24);
        assertThat(calendar.plusWorkingTime(at("2026-11-03T15:00"), day, ZONE)).isEqualTo(at("2026-11-04T15:00"));
        assertThat(calendar.plusWorkingTime(at("2026-11-06T15:00"), day, ZONE)).isEqualTo(at("2026-11-09T15:00"));
        assertThat(calendar.plusWorkingTime(at("2026-11-07T15:00"), day, ZONE)).isEqualTo(at("2026-11-10T00:00"));
        assertThat(calendar.plusWorkingTime(at("2026-11-07T15:00"), Duration.ofHours(2), ZONE))
                .isEqualTo(at("2026-11-09T02:00"));
    }

    @Test
    void noDeadlineLiesFurtherThanAYear() {
        assertThatThrownBy(() -> calendar.plusWorkingDays(at("2026-11-06T15:00"), 0, ZONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> calendar.plusWorkingTime(at("2026-11-06T15:00"), Duration.ofDays(3_661), ZONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeBetweenMomentsCountsWorkingDaysAlone() {
        assertThat(calendar.workingTimeBetween(at("2026-11-03T15:00"), at("2026-11-04T09:30"), ZONE))
                .isEqualTo(Duration.ofMinutes(18 * 60 + 30));
        // Friday afternoon to Monday morning: the weekend between is no time.
        assertThat(calendar.workingTimeBetween(at("2026-11-06T15:00"), at("2026-11-09T09:00"), ZONE))
                .isEqualTo(Duration.ofHours(18));
        assertThat(calendar.workingTimeBetween(at("2026-11-07T10:00"), at("2026-11-08T10:00"), ZONE))
                .isEqualTo(Duration.ZERO);
        assertThat(calendar.workingTimeBetween(at("2026-11-06T15:00"), at("2026-11-06T14:00"), ZONE))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void theFirstUnknownDayIsANewYears() {
        assertThat(calendar.firstUnknownDay(LocalDate.parse("2025-06-01"))).isEqualTo(LocalDate.parse("2027-01-01"));
        assertThat(calendar.firstUnknownDay(LocalDate.parse("2030-06-01"))).isEqualTo(LocalDate.parse("2030-01-01"));
    }
}
