package org.hotline12345.office;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which days are worked: Monday to Friday, less the public holidays, plus the weekend days that make up for them.
 *
 * <p>Holidays are announced year by year, so the calendar knows some years only; in others it counts weekdays alone, and
 * what was computed with them is provisional (see {@link #knows}).
 */
public final class WorkCalendar {
    /** More than a year of working days is no deadline but a slip of the pen. */
    public static final int MAX_WORKING_DAYS = 366;

    /** A ticket may be suspended for years. */
    public static final Duration MAX_WORKING_TIME = Duration.ofDays(3_660);

    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private final Map<LocalDate, Boolean> exceptions;
    private final Set<Integer> years;

    private WorkCalendar(Map<LocalDate, Boolean> exceptions) {
        this.exceptions = Map.copyOf(exceptions);
        this.years = exceptions.keySet().stream().map(LocalDate::getYear).collect(Collectors.toUnmodifiableSet());
    }

    /** China's calendar, from the rows that are part of this program. */
    public static WorkCalendar china() {
        var name = "work-calendar.csv";
        try (var stream = Objects.requireNonNull(WorkCalendar.class.getResourceAsStream(name), name);
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var exceptions = new HashMap<LocalDate, Boolean>();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty() || !Character.isDigit(line.charAt(0))) {
                    continue;
                }
                var fields = line.split(",", -1);
                var worked = switch (fields[1]) {
                    case "WORK" -> true;
                    case "OFF" -> false;
                    default -> throw new IllegalStateException(name + ": \"" + line + "\" is neither WORK nor OFF");
                };
                if (exceptions.put(LocalDate.parse(fields[0]), worked) != null) {
                    throw new IllegalStateException(name + ": " + fields[0] + " stands there twice");
                }
            }
            return new WorkCalendar(exceptions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This calendar with those days instead of what it says of them. */
    public WorkCalendar with(Collection<CalendarDay> days) {
        var all = new HashMap<>(exceptions);
        days.forEach(day -> all.put(day.day(), day.worked()));
        return new WorkCalendar(all);
    }

    /** Whether the holidays of that day's year are known; where not, weekdays count as worked. */
    public boolean knows(LocalDate day) {
        return years.contains(day.getYear());
    }

    /** The first of January, from that day on, of a year whose holidays are not known. */
    public LocalDate firstUnknownDay(LocalDate from) {
        var year = from.getYear();
        while (years.contains(year)) {
            year++;
        }
        return LocalDate.of(year, 1, 1);
    }

    public boolean isWorked(LocalDate day) {
        var exception = exceptions.get(day);
        if (exception != null) {
            return exception;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /**
     * The end of the n-th working day after that moment's day; the day itself is not counted, whether worked or not.
     *
     * @return the last second of that day, so that the date shown is the date meant
     */
    public Instant plusWorkingDays(Instant from, int workingDays, ZoneId zone) {
        if (workingDays < 1 || workingDays > MAX_WORKING_DAYS) {
            throw new IllegalArgumentException(
                    workingDays + " working days: 1 to " + MAX_WORKING_DAYS + " are allowed");
        }
        var day = from.atZone(zone).toLocalDate();
        for (int counted = 0; counted < workingDays; ) {
            day = day.plusDays(1);
            if (isWorked(day)) {
                counted++;
            }
        }
        return day.atTime(LAST_SECOND).atZone(zone).toInstant();
    }

    /** That moment plus so much time of working days; days off do not count, nights of working days do. */
    public Instant plusWorkingTime(Instant from, Duration time, ZoneId zone) {
        if (time.isNegative() || time.compareTo(MAX_WORKING_TIME) > 0) {
            throw new IllegalArgumentException(time + ": from nothing to " + MAX_WORKING_TIME + " is allowed");
        }
        var at = from;
        var left = time;
        while (true) {
            var day = at.atZone(zone).toLocalDate();
            var nextDay = day.plusDays(1).atStartOfDay(zone).toInstant();
            if (isWorked(day)) {
                var today = Duration.between(at, nextDay);
                if (left.compareTo(today) <= 0) {
                    return at.plus(left);
                }
                left = left.minus(today);
            }
            at = nextDay;
        }
    }

    /** The time between two moments that lies on working days, nights included; nothing when the second is not later. */
    public Duration workingTimeBetween(Instant from, Instant until, ZoneId zone) {
        var worked = Duration.ZERO;
        var at = from;
        while (at.isBefore(until)) {
            var day = at.atZone(zone).toLocalDate();
            var nextDay = day.plusDays(1).atStartOfDay(zone).toInstant();
            var end = nextDay.isBefore(until) ? nextDay : until;
            if (isWorked(day)) {
                worked = worked.plus(Duration.between(at, end));
            }
            at = end;
        }
        return worked;
    }
}
