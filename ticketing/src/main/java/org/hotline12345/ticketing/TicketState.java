package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/** Where a ticket stands; each state holds what is true in it and nothing else. */
public sealed interface TicketState {
    /** The stable word for a state in rows, addresses and pages. */
    enum Kind {
        REGISTERED,
        DISPATCHED,
        IN_HAND,
        RETURN_REQUESTED,
        REPLIED,
        HANDLED,
        CLOSED
    }

    /** A unit is charged with the ticket. */
    sealed interface AtUnit extends TicketState {
        UnitCode unit();
    }

    /** 待派: written down, with the office. */
    record Registered() implements TicketState {}

    /**
     * 待签收: sent to a unit, which has not taken it yet.
     *
     * @param acknowledgeBy when the unit should have taken it (签收时限)
     */
    record Dispatched(UnitCode unit, Instant sentAt, Instant acknowledgeBy, Deadline due) implements AtUnit {}

    /** 处办中: the unit works on it. */
    record InHand(UnitCode unit, Deadline due) implements AtUnit {}

    /** 退单待审: the unit says it is not its duty; the office decides. */
    record ReturnRequested(UnitCode unit, Deadline due, String why) implements AtUnit {}

    /** 待审核: the unit has replied; the office reviews the reply. */
    record Replied(UnitCode unit, Deadline due, Instant repliedAt) implements AtUnit {}

    /** 已办结: the reply was accepted; the citizen may be asked before the office closes. */
    record Handled(UnitCode unit, Instant handledAt) implements AtUnit {}

    /** 已结案. */
    record Closed(Instant closedAt, HandlingMode mode) implements TicketState {}

    default Kind kind() {
        return switch (this) {
            case Registered _ -> Kind.REGISTERED;
            case Dispatched _ -> Kind.DISPATCHED;
            case InHand _ -> Kind.IN_HAND;
            case ReturnRequested _ -> Kind.RETURN_REQUESTED;
            case Replied _ -> Kind.REPLIED;
            case Handled _ -> Kind.HANDLED;
            case Closed _ -> Kind.CLOSED;
        };
    }

    /** The unit that the ticket is with, empty while no unit has it. */
    default Optional<UnitCode> atUnit() {
        return this instanceof AtUnit at ? Optional.of(at.unit()) : Optional.empty();
    }
}
