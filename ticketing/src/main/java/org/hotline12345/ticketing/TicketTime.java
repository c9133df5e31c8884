package org.hotline12345.ticketing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time brings to tickets. */
final class TicketTime {
    private static final Logger LOG = LoggerFactory.getLogger(TicketTime.class);
    /** Tickets of one hotline that a round looks at. */
    private static final int MOST_IN_A_ROUND = 500;

    private final PgTickets rows;
    private final Rulebook rules;
    private final Office office;
    private final TicketListeners listeners;
    /** Of each hotline the first day whose holidays were not known at the last look. */
    private final Map<HotlineCode, LocalDate> unknownFrom = new ConcurrentHashMap<>();

    TicketTime(PgTickets rows, Rulebook rules, Office office, TicketListeners listeners) {
        this.rows = rows;
        this.rules = rules;
        this.office = office;
        this.listeners = listeners;
    }

    /** Reminds units and issues cards where it is time; the next round goes on where this one stopped. */
    void pass() {
        lookAtProvisional();
        for (var hotline : office.hotlines()) {
            var now = rules.now();
            var deadlines = rules.deadlines(hotline.code(), now);
            for (var ticket : rows.toLookAt(hotline.code(), now, MOST_IN_A_ROUND)) {
                try {
                    pass(ticket, now, deadlines);
                } catch (RuntimeException e) {
                    // One ticket that cannot be read must not keep the others from their reminders.
                    LOG.error("what time brings to ticket {} could not be stored", ticket.number(), e);
                }
            }
        }
    }

    private void pass(Ticket ticket, Instant now, Deadlines deadlines) {
        var change = TicketChange.none(ticket).and(TicketWatch.due(ticket, now, deadlines), now, PersonId.SYSTEM);
        // When somebody acts on it at this moment, that brings it up to date.
        var stored = rows.store(List.of(change), List.of(), after -> TicketWatch.nextLook(after, deadlines));
        if (stored.isPresent() && !change.isNothing()) {
            listeners.tell(change);
        }
    }

    /** Deadlines that waited for a year's holidays, when this program knows them now. */
    private void lookAtProvisional() {
        for (var hotline : office.hotlines()) {
            var unknown = office.calendar(hotline.code())
                    .firstUnknownDay(rules.now().atZone(hotline.zone()).toLocalDate());
            if (unknown.equals(unknownFrom.get(hotline.code()))) {
                continue;
            }
            var count = rows.lookAtProvisional(
                    hotline.code(),
                    rules.now(),
                    unknown.atStartOfDay(hotline.zone()).toInstant());
            unknownFrom.put(hotline.code(), unknown);
            if (count > 0) {
                LOG.info("hotline {}: {} deadlines waited for holidays that are known now", hotline.code(), count);
            }
        }
    }
}
