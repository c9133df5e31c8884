package org.hotline12345.office;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hotlines' calendars, read again now and then: a year that is brought in while the program runs counts soon. */
final class Calendars {
    /** Deadlines are computed at each step of a ticket; a year comes once a year. */
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(30);

    private record Known(WorkCalendar calendar, Instant readAt) {}

    private final OfficeLists lists;
    private final Clock clock;
    private final WorkCalendar china = WorkCalendar.china();
    private final Map<HotlineCode, Known> known = new ConcurrentHashMap<>();

    Calendars(OfficeLists lists, Clock clock) {
        this.lists = lists;
        this.clock = clock;
    }

    WorkCalendar of(HotlineCode hotline) {
        var now = clock.instant();
        var last = known.get(hotline);
        if (last != null && now.isBefore(last.readAt().plus(READ_AGAIN_AFTER))) {
            return last.calendar();
        }
        var calendar = china.with(lists.calendarDays(hotline));
        known.put(hotline, new Known(calendar, now));
        return calendar;
    }
}
