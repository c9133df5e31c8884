package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.hotline12345.office.Settings;
import org.hotline12345.office.WorkCalendar;

/**
 * A hotline's rules for its tickets: section {@code ticketing} of the profile. What is not given is as in Henan.
 *
 * @param workingDays how long a unit has, by the nature of the request
 * @param acknowledgeWithin how long a unit has to take a ticket; days off do not count
 */
public record TicketingProfile(Map<Nature, Integer> workingDays, Duration acknowledgeWithin, ZoneId zone) {
    private static final WorkCalendar CALENDAR = WorkCalendar.china();

    public TicketingProfile {
        var copy = new EnumMap<Nature, Integer>(Nature.class);
        for (var nature : Nature.values()) {
            var days = workingDays.get(nature);
            copy.put(nature, days == null ? henanDays(nature) : days);
        }
        workingDays = Map.copyOf(copy);
    }

    /** Reads the section; problems are noted in the settings and come out at their check. */
    public static TicketingProfile read(Settings section, ZoneId zone) {
        var days = new EnumMap<Nature, Integer>(Nature.class);
        var given = section.section("working-days");
        for (var nature : Nature.values()) {
            days.put(nature, given.number(nature.name(), henanDays(nature), 1, WorkCalendar.MAX_WORKING_DAYS));
        }
        var acknowledge =
                section.duration("acknowledge", Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofDays(30));
        return new TicketingProfile(days, acknowledge, zone);
    }

    /** The rules where a profile says nothing. */
    public static TicketingProfile henan(ZoneId zone) {
        return new TicketingProfile(Map.of(), Duration.ofHours(24), zone);
    }

    /** How many working days a unit has for a request of that nature. */
    public int workingDays(Nature nature) {
        return Objects.requireNonNull(workingDays.get(nature));
    }

    Deadline due(Nature nature, Instant dispatchedAt) {
        var at = CALENDAR.plusWorkingDays(dispatchedAt, workingDays(nature), zone);
        var known = CALENDAR.knows(at.atZone(zone).toLocalDate())
                && CALENDAR.knows(dispatchedAt.atZone(zone).toLocalDate());
        return new Deadline(at, !known);
    }

    Instant acknowledgeBy(Instant dispatchedAt) {
        return CALENDAR.plusWorkingTime(dispatchedAt, acknowledgeWithin, zone);
    }

    private static int henanDays(Nature nature) {
        return switch (nature) {
            case INQUIRY -> 3;
            case COMPLAINT, TIP_OFF -> 10;
            case HELP, SUGGESTION, PRAISE, OTHER -> 5;
        };
    }
}
