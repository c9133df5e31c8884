package org.hotline12345.ticketing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** Tickets on their way out of the system, page by page as they are asked for: memory holds one page. */
public final class TicketExport {
    /** What a sheet holds besides its heading. */
    public static final int MOST = 1_048_575;

    /**
     * @param reply the last words of a unit, or of the agent who answered at once
     * @param origin where it comes from when it did not begin here
     * @param requester unknown unless personal data were asked for
     */
    public record Exported(Ticket ticket, Optional<String> reply, Origin origin, Requester requester) {}

    private final PgTicketExports rows;
    private final PgTicketSearch search;
    private final SignedIn visitor;
    private final HotlineCode hotline;
    private final Optional<Set<UnitCode>> units;
    private final TicketFilter filter;
    private final boolean personal;
    private final int count;

    private TicketExport(
            PgTicketExports rows,
            PgTicketSearch search,
            SignedIn visitor,
            HotlineCode hotline,
            Optional<Set<UnitCode>> units,
            TicketFilter filter,
            boolean personal,
            int count) {
        this.rows = rows;
        this.search = search;
        this.visitor = visitor;
        this.hotline = hotline;
        this.units = units;
        this.filter = filter;
        this.personal = personal;
        this.count = count;
    }

    static TicketExport of(
            PgTicketExports rows,
            PgTicketSearch search,
            SignedIn visitor,
            HotlineCode hotline,
            Optional<Set<UnitCode>> units,
            TicketFilter filter,
            boolean personal) {
        var count = rows.count(hotline, units, filter, MOST + 1);
        if (count > MOST) {
            throw Refused.invalid("these are more than " + MOST + " tickets: choose a state or a unit");
        }
        return new TicketExport(rows, search, visitor, hotline, units, filter, personal, count);
    }

    public boolean isPersonal() {
        return personal;
    }

    /** Gives the tickets, newest first, one page after the other; the next is read when one is dealt with. */
    public void forEachPage(Consumer<List<Exported>> taker) {
        var before = filter.before();
        var left = count;
        while (left > 0) {
            var page = search.list(
                    hotline,
                    units,
                    new TicketFilter(filter.stage(), filter.unit(), before, Math.min(left, TicketFilter.MAX_LIMIT))
                            .in(filter.domain()),
                    Optional.empty());
            if (page.tickets().isEmpty()) {
                return;
            }
            taker.accept(whole(page.tickets()));
            left -= page.tickets().size();
            before = Optional.of(page.tickets().getLast().number());
        }
    }

    private List<Exported> whole(List<Ticket> tickets) {
        var numbers = tickets.stream().map(Ticket::number).toList();
        var replies = rows.replies(hotline, numbers);
        var origins = rows.origins(hotline, numbers);
        Map<TicketNumber, PgTicketExports.Asker> askers = personal ? rows.askers(hotline, numbers) : Map.of();
        return tickets.stream()
                .map(ticket -> new Exported(
                        ticket,
                        Optional.ofNullable(replies.get(ticket.number())),
                        origins.getOrDefault(ticket.number(), Origin.HERE),
                        Optional.ofNullable(askers.get(ticket.number()))
                                .map(asker -> seen(ticket, asker))
                                .orElse(Requester.UNKNOWN)))
                .toList();
    }

    private Requester seen(Ticket ticket, PgTicketExports.Asker asker) {
        var isConfidential = Discretion.isConfidential(ticket, asker.confidential());
        return Discretion.seen(visitor, ticket, asker.requester(), isConfidential, true)
                .requester();
    }

    /** As the audit trail has it. */
    @Override
    public String toString() {
        return count + " tickets"
                + filter.stage().map(stage -> ", state " + stage).orElse("")
                + filter.unit().map(unit -> ", unit " + unit).orElse("")
                + filter.domain().map(domain -> ", domain " + domain).orElse("")
                + units.map(own -> ", of " + own).orElse("");
    }
}
