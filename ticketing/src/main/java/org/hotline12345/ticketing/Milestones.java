package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * Which unit a ticket was sent to last and when it passed its steps there; a new dispatch starts them afresh, an
 * accepted return clears them.
 *
 * @param unit stays after the end: it is the unit whose work counts
 * @param repliedAt the last reply; after a sending-back the next one takes its place
 * @param handledAt 办结, for a direct answer the answer itself
 * @param closedAt 结案
 */
public record Milestones(
        Optional<UnitCode> unit,
        Optional<Instant> dispatchedAt,
        Optional<Instant> acknowledgeBy,
        Optional<Deadline> due,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> repliedAt,
        Optional<Instant> handledAt,
        Optional<Instant> closedAt) {
    static final Milestones NONE = new Milestones(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static Milestones dispatched(UnitCode unit, Instant at, Instant acknowledgeBy, Deadline due) {
        return new Milestones(
                Optional.of(unit),
                Optional.of(at),
                Optional.of(acknowledgeBy),
                Optional.of(due),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Milestones acknowledged(Instant at) {
        return new Milestones(unit, dispatchedAt, acknowledgeBy, due, Optional.of(at), repliedAt, handledAt, closedAt);
    }

    Milestones replied(Instant at) {
        return new Milestones(
                unit, dispatchedAt, acknowledgeBy, due, acknowledgedAt, Optional.of(at), handledAt, closedAt);
    }

    Milestones handled(Instant at) {
        return new Milestones(
                unit, dispatchedAt, acknowledgeBy, due, acknowledgedAt, repliedAt, Optional.of(at), closedAt);
    }

    Milestones closed(Instant at) {
        return new Milestones(
                unit, dispatchedAt, acknowledgeBy, due, acknowledgedAt, repliedAt, handledAt, Optional.of(at));
    }
}
