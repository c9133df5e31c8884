package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;

/**
 * A unit's time for its reply, and what moved it: enough to compute the deadline anew when a year's holidays become known.
 *
 * @param from when the ticket was sent
 * @param extraWorkingDays what extensions added
 * @param stopped the working time in which the ticket lay with the office or was suspended
 * @param due the moment that follows from all this
 */
public record UnitClock(Instant from, Allowance allowance, int extraWorkingDays, Duration stopped, Deadline due) {
    UnitClock extended(int workingDays, Deadline next) {
        return new UnitClock(from, allowance, extraWorkingDays + workingDays, stopped, next);
    }

    UnitClock stopped(Duration more, Deadline next) {
        return new UnitClock(from, allowance, extraWorkingDays, stopped.plus(more), next);
    }

    UnitClock settled(Deadline next) {
        return new UnitClock(from, allowance, extraWorkingDays, stopped, next);
    }
}
