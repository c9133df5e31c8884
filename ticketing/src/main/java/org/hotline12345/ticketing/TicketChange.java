package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hotline12345.office.PersonId;

/** What is about to happen to a ticket: the ticket as it was, the events, and the ticket as they make it. */
record TicketChange(Ticket before, List<TicketEvent> events, Ticket after) {
    TicketChange {
        events = List.copyOf(events);
    }

    static TicketChange none(Ticket ticket) {
        return new TicketChange(ticket, List.of(), ticket);
    }

    TicketChange and(List<TicketFact> facts, Instant at, PersonId by) {
        var all = new ArrayList<>(events);
        var ticket = after;
        for (var fact : facts) {
            var event = new TicketEvent(ticket.number(), ticket.version() + 1, at, by, fact);
            ticket = TicketFold.apply(ticket, event);
            all.add(event);
        }
        return new TicketChange(before, all, ticket);
    }

    boolean isNothing() {
        return events.isEmpty();
    }

    /**
     * The assignments that are not as they were, those that ended first: the rows are written in this order, and a unit has a
     * ticket once at each moment.
     */
    List<Assignment> changed() {
        return after.assignments().stream()
                .filter(one ->
                        one.ordinal() > before.assignments().size() || !one.equals(before.assignment(one.ordinal())))
                .sorted(Comparator.comparing(Assignment::isOpen))
                .toList();
    }
}
