package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;

/**
 * A piece of a list of tickets.
 *
 * @param next to be asked for as {@link TicketFilter#before}; empty when this is the end
 */
public record TicketPage(List<Ticket> tickets, Optional<TicketNumber> next) {
    public TicketPage {
        tickets = List.copyOf(tickets);
    }
}
