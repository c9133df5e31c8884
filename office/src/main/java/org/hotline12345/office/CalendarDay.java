package org.hotline12345.office;

import java.time.LocalDate;

/**
 * A day that is not as its weekday says.
 *
 * @param worked whether it is a make-up workday (调休上班) rather than a day off
 * @param name of the holiday that it belongs to
 */
public record CalendarDay(LocalDate day, boolean worked, String name) {}
