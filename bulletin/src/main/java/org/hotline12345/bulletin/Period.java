package org.hotline12345.bulletin;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.hotline12345.office.Refused;

/** The month that a bulletin is named after; from which day to which it runs is the profile's rule. */
public record Period(YearMonth month) {
    /** @throws Refused (invalid) when the text is not a month such as {@code 2026-11} */
    public static Period of(String text) {
        try {
            return new Period(YearMonth.parse(text));
        } catch (DateTimeException e) {
            throw Refused.invalid("period \"" + text + "\" is not allowed: a month such as 2026-11");
        }
    }

    /**
     * The days that count, as instants of the hotline's zone.
     *
     * @param firstDay 1 for the calendar month; 26 for the 26th of the month before up to and with the 25th
     */
    Span span(int firstDay, ZoneId zone) {
        var from = firstDay == 1 ? month.atDay(1) : month.minusMonths(1).atDay(firstDay);
        LocalDate until = from.plusMonths(1);
        return new Span(
                from.atStartOfDay(zone).toInstant(), until.atStartOfDay(zone).toInstant(), zone);
    }

    String words() {
        return month.getYear() + "年" + month.getMonthValue() + "月";
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
