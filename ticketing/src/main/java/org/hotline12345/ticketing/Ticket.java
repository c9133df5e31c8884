package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/**
 * One request of a citizen (工单) as it stands. Who the citizen is stands apart: see {@link Ticketing#requester}.
 *
 * @param version counts the ticket's events; whoever changes a ticket must have seen the last one
 * @param call the call it came in by; no other ticket is bound to that call
 * @param units every unit it was ever sent to, in order, each once
 */
public record Ticket(
        HotlineCode hotline,
        TicketNumber number,
        int version,
        Channel channel,
        Optional<CallId> call,
        Matter matter,
        PersonId registeredBy,
        Instant registeredAt,
        TicketState state,
        List<UnitCode> units,
        Milestones milestones) {
    public Ticket {
        units = List.copyOf(units);
    }

    /** The same ticket one event later. */
    Ticket next(TicketState next, List<UnitCode> nextUnits, Milestones nextMilestones) {
        return new Ticket(
                hotline,
                number,
                version + 1,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                next,
                nextUnits,
                nextMilestones);
    }

    Ticket next(TicketState next, Milestones nextMilestones) {
        return next(next, units, nextMilestones);
    }

    Ticket next(TicketState next) {
        return next(next, units, milestones);
    }
}
