package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of events, in this process and after they are stored. */
final class TicketListeners {
    private static final Logger LOG = LoggerFactory.getLogger(TicketListeners.class);

    private final List<TicketListener> listeners = new CopyOnWriteArrayList<>();

    void add(TicketListener listener) {
        listeners.add(listener);
    }

    /** Of a ticket that is new. */
    void tell(Ticket ticket, List<TicketEvent> events) {
        tell(Optional.empty(), ticket, events);
    }

    private void tell(Optional<Ticket> before, Ticket after, List<TicketEvent> events) {
        for (var listener : listeners) {
            try {
                listener.on(before, after, events);
            } catch (RuntimeException e) {
                // It is stored: its person must not be told otherwise.
                LOG.error("a listener failed at version {} of ticket {}", after.version(), after.number(), e);
            }
        }
    }

    void tell(TicketChange change) {
        tell(Optional.of(change.before()), change.after(), change.events());
    }
}
