package org.hotline12345.ticketing;

/** Hears of events after they are stored, in this process only: a hint. Who must not miss one follows the log. */
public interface TicketListener {
    /** Called on the thread of the person's request, so it must return soon. */
    void on(Ticket ticket, TicketEvent event);
}
