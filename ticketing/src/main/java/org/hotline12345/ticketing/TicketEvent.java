package org.hotline12345.ticketing;

import java.time.Instant;
import org.hotline12345.office.PersonId;

/**
 * One line of a ticket's log: what happened, when and by whom. Folding them in order gives the ticket; they are added,
 * never changed.
 *
 * @param version its place in the ticket's log, from 1
 * @param by {@link PersonId#SYSTEM} for what it does by itself, such as a card on an overdue reply
 */
public record TicketEvent(TicketNumber ticket, int version, Instant at, PersonId by, TicketFact fact) {
    public TicketFact.Kind kind() {
        return fact.kind();
    }
}
