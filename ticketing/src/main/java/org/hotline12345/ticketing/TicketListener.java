package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;

/** Hears of what happened after it is stored, in this process only: a hint. Who must not miss anything follows the log. */
public interface TicketListener {
    /**
     * Called on the thread of the person's request, so it must return soon.
     *
     * @param before the ticket before it; empty for one that was just registered
     * @param after the ticket now
     * @param events all that happened in one step
     */
    void on(Optional<Ticket> before, Ticket after, List<TicketEvent> events);
}
