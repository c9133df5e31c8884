package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/** What happened to a ticket. Folding a ticket's events in order gives its state; they are added, never changed. */
public sealed interface TicketEvent {
    TicketNumber ticket();

    Instant at();

    PersonId by();

    /** The stable word for an event in rows and pages. */
    enum Kind {
        REGISTERED,
        ANSWERED_DIRECTLY,
        DISPATCHED,
        ACKNOWLEDGED,
        RETURN_REQUESTED,
        RETURN_ACCEPTED,
        RETURN_REFUSED,
        REPLIED,
        SENT_BACK,
        HANDLED,
        CLOSED
    }

    /** The requester's name and number are not part of it: personal data stand in the ticket's row alone. */
    record Registered(
            TicketNumber ticket, Instant at, PersonId by, Channel channel, Optional<CallId> call, Matter matter)
            implements TicketEvent {}

    /** The agent's answer handles and closes the ticket at once. */
    record AnsweredDirectly(TicketNumber ticket, Instant at, PersonId by, String text) implements TicketEvent {}

    record Dispatched(TicketNumber ticket, Instant at, PersonId by, UnitCode unit, Instant acknowledgeBy, Deadline due)
            implements TicketEvent {}

    record Acknowledged(TicketNumber ticket, Instant at, PersonId by) implements TicketEvent {}

    record ReturnRequested(TicketNumber ticket, Instant at, PersonId by, String why, Optional<UnitCode> suggestedUnit)
            implements TicketEvent {}

    record ReturnAccepted(TicketNumber ticket, Instant at, PersonId by) implements TicketEvent {}

    record ReturnRefused(TicketNumber ticket, Instant at, PersonId by, String why) implements TicketEvent {}

    record Replied(TicketNumber ticket, Instant at, PersonId by, String text, boolean contacted)
            implements TicketEvent {}

    record SentBack(TicketNumber ticket, Instant at, PersonId by, String why) implements TicketEvent {}

    record Handled(TicketNumber ticket, Instant at, PersonId by) implements TicketEvent {}

    record Closed(TicketNumber ticket, Instant at, PersonId by) implements TicketEvent {}

    default Kind kind() {
        return switch (this) {
            case Registered _ -> Kind.REGISTERED;
            case AnsweredDirectly _ -> Kind.ANSWERED_DIRECTLY;
            case Dispatched _ -> Kind.DISPATCHED;
            case Acknowledged _ -> Kind.ACKNOWLEDGED;
            case ReturnRequested _ -> Kind.RETURN_REQUESTED;
            case ReturnAccepted _ -> Kind.RETURN_ACCEPTED;
            case ReturnRefused _ -> Kind.RETURN_REFUSED;
            case Replied _ -> Kind.REPLIED;
            case SentBack _ -> Kind.SENT_BACK;
            case Handled _ -> Kind.HANDLED;
            case Closed _ -> Kind.CLOSED;
        };
    }
}
