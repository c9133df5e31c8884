package org.hotline12345.ticketing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Office;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Caller;

/** Brings a hotline's tickets in from another system, for a single command beside the running program or without it. */
public final class TicketImports {
    private final PgTicketImports rows;
    private final Hotline hotline;
    private final Instant now;
    private final Deadlines deadlines;

    TicketImports(PgTicketImports rows, Office office, Hotline hotline, Clock clock) {
        this.rows = rows;
        this.hotline = hotline;
        this.now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.deadlines = new Rulebook(office, clock).deadlines(hotline.code(), now);
    }

    /**
     * Stores those that are not there yet, in one transaction.
     *
     * @return how many were not there
     */
    public int keep(List<HistoricTicket> tickets) {
        return rows.addHistory(
                hotline.code(),
                tickets.stream().map(this::arrival).toList(),
                after -> TicketWatch.nextLook(after, deadlines),
                now);
    }

    /** The call that another system knew by that number; empty when none was brought in under it. */
    public Optional<CallId> call(String outside) {
        return rows.call(hotline.code(), outside);
    }

    /** The number elsewhere of the ticket that a call has here, or our own where it has none; empty while it has no ticket. */
    public Optional<String> ticketOf(CallId call) {
        return rows.ticketOf(hotline.code(), call);
    }

    private PgTicketImports.Arrival arrival(HistoricTicket ticket) {
        var phone = ticket.requester().phone().map(this::known);
        return new PgTicketImports.Arrival(
                ticket.outsideNumber(),
                ticket.registeredAt().atZone(hotline.zone()).toLocalDate(),
                number -> ticket.events(number, deadlines),
                new Requester(ticket.requester().name(), phone.map(Caller.Known::number)));
    }

    private Caller.Known known(String phone) {
        return phone(phone, hotline)
                .orElseThrow(() -> new IllegalArgumentException("the requester's telephone number is none"));
    }

    /** A number in its normal form; empty when it is no telephone number. */
    public static Optional<Caller.Known> phone(String text, Hotline hotline) {
        return Caller.of(text, hotline.areaCode()) instanceof Caller.Known known
                ? Optional.of(known)
                : Optional.empty();
    }
}
