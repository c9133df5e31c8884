package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.hotline12345.office.WorkCalendar;

/** The arithmetic of deadlines: a hotline's rules on its calendar. Pure. */
public record Deadlines(TicketingProfile rules, WorkCalendar calendar, ZoneId zone) {
    /** How long a unit has for such a matter. */
    Allowance allowance(Matter matter) {
        return matter.urgent()
                ? new Allowance.Hours(rules.urgentReply())
                : new Allowance.WorkingDays(rules.workingDays(matter.nature()));
    }

    UnitClock clock(Instant sentAt, Allowance allowance) {
        return new UnitClock(sentAt, allowance, 0, Duration.ZERO, due(sentAt, allowance, 0, Duration.ZERO));
    }

    UnitClock extended(UnitClock clock, int workingDays) {
        var extra = clock.extraWorkingDays() + workingDays;
        return clock.extended(workingDays, due(clock.from(), clock.allowance(), extra, clock.stopped()));
    }

    UnitClock stopped(UnitClock clock, Duration more) {
        var stopped = clock.stopped().plus(more);
        return clock.stopped(more, due(clock.from(), clock.allowance(), clock.extraWorkingDays(), stopped));
    }

    /** The deadline as it is by what is known of holidays now. */
    Deadline due(UnitClock clock) {
        return due(clock.from(), clock.allowance(), clock.extraWorkingDays(), clock.stopped());
    }

    /** The time that does not run against a unit, because the ticket lay with the office meanwhile. */
    Duration withOffice(Instant from, Instant until) {
        return rules.officeTimeStops() ? stoodStill(from, until) : Duration.ZERO;
    }

    /** The working time between two moments. */
    Duration stoodStill(Instant from, Instant until) {
        return calendar.workingTimeBetween(from, until, zone);
    }

    Instant acknowledgeBy(Instant sentAt) {
        return calendar.plusWorkingTime(sentAt, rules.acknowledgeWithin(), zone);
    }

    /** The last moment at which a return is in time. */
    Instant returnBy(Instant sentAt) {
        return calendar.plusWorkingDays(sentAt, rules.returns().withinWorkingDays(), zone);
    }

    /** From this moment on an assignment without a reply has the card. */
    Instant cardAfter(Deadline due, Card card) {
        var days = switch (card) {
            case YELLOW -> rules.cards().yellowAfterWorkingDays();
            case RED -> rules.cards().redAfterWorkingDays();
        };
        return days == 0 ? due.at() : calendar.plusWorkingDays(due.at(), days, zone);
    }

    private Deadline due(Instant from, Allowance allowance, int extraWorkingDays, Duration stopped) {
        var base = switch (allowance) {
            case Allowance.WorkingDays(var days) -> calendar.plusWorkingDays(from, days, zone);
            case Allowance.Hours(var time) -> from.plus(time);
        };
        var extended = extraWorkingDays == 0 ? base : calendar.plusWorkingDays(base, extraWorkingDays, zone);
        var at = stopped.isZero() ? extended : calendar.plusWorkingTime(extended, stopped, zone);
        // An urgent deadline that nothing moved does not ask the calendar.
        var asksCalendar = allowance instanceof Allowance.WorkingDays || extraWorkingDays > 0 || !stopped.isZero();
        return new Deadline(at, asksCalendar && !(knows(from) && knows(at)));
    }

    private boolean knows(Instant at) {
        return calendar.knows(at.atZone(zone).toLocalDate());
    }
}
