package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.Telephony;

/** What people see of tickets; what each thing means stands at {@link Ticketing}. */
final class TicketViews {
    private static final String SEE_REQUESTER = "ticketing.see-requester";
    private static final String SEARCH_PHONE = "ticketing.search-phone";

    private final PgTickets rows;
    private final PgTicketSearch search;
    private final PgFilings filings;
    private final Rulebook rules;
    private final Office office;
    private final Telephony telephony;

    TicketViews(
            PgTickets rows,
            PgTicketSearch search,
            PgFilings filings,
            Rulebook rules,
            Office office,
            Telephony telephony) {
        this.rows = rows;
        this.search = search;
        this.filings = filings;
        this.rules = rules;
        this.office = office;
        this.telephony = telephony;
    }

    Ticket see(SignedIn visitor, HotlineCode hotline, TicketNumber number) {
        return rows.find(hotline, number)
                .filter(ticket -> TicketPermits.sees(ticket, visitor))
                .orElseThrow(() -> Refused.unknown("there is no ticket " + number));
    }

    TicketPage list(SignedIn visitor, HotlineCode hotline, TicketFilter filter) {
        if (filter.phone().isPresent()) {
            visitor.require(hotline, Rights.SEE);
        }
        var phone = filter.phone().map(number -> askedPhone(visitor, hotline, number));
        return search.list(hotline, unitsSeenBy(visitor, hotline), filter, phone);
    }

    TicketExport export(SignedIn visitor, HotlineCode hotline, TicketFilter filter, boolean personal) {
        var units = unitsSeenBy(visitor, hotline);
        if (personal) {
            visitor.require(hotline, Rights.EXPORT_PERSONAL);
        }
        var export = TicketExport.of(rows.exports(), search, visitor, hotline, units, filter, personal);
        var right = personal ? Rights.EXPORT_PERSONAL.name() : "ticketing.export";
        office.audit(visitor.person(), hotline, right, export.toString());
        return export;
    }

    /** Empty for all. */
    private static Optional<Set<UnitCode>> unitsSeenBy(SignedIn visitor, HotlineCode hotline) {
        if (visitor.may(hotline, Rights.SEE)) {
            return Optional.empty();
        }
        visitor.require(hotline, Rights.HANDLE);
        return Optional.of(visitor.grants().stream()
                .filter(grant ->
                        grant.hotline().equals(hotline) && grant.rights().contains(Rights.HANDLE))
                .flatMap(grant -> grant.unit().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** What the hotline above has not got back yet, the most pressing first. */
    List<UpstreamReply> unsentUpstream(SignedIn visitor, HotlineCode hotline) {
        visitor.require(hotline, Rights.SEE);
        return rows.upstream().unsent(hotline, false, Upstream.MOST_REPLIES);
    }

    private BlindIndex askedPhone(SignedIn visitor, HotlineCode hotline, String number) {
        var index = telephony
                .indexOf(hotline, telephony.callerFrom(hotline, number))
                .orElseThrow(() -> Refused.invalid("phone is no telephone number"));
        // No number, and no fingerprint that trying all numbers could find: of whom the hotline knows, what his key
        // makes.
        office.audit(
                visitor.person(),
                hotline,
                SEARCH_PHONE,
                index.before().length == 0 ? "a number that asked nothing here" : index.toString());
        return index;
    }

    List<TicketEvent> history(Ticket ticket) {
        return rows.history(ticket.hotline(), ticket.number());
    }

    ShownTicket shown(SignedIn visitor, Ticket ticket) {
        var now = rules.now();
        var deadlines = rules.deadlines(ticket.hotline(), now);
        var allowed = TicketLife.allowed(ticket, visitor, now, deadlines);
        var shown = rows.shown(ticket.hotline(), ticket.number());
        var requester = shown.requester();
        var hasNextStep = allowed.stream().anyMatch(TicketCommand.Kind::isNextStep);
        var isConfidential = Discretion.isConfidential(ticket, shown.confidential());
        var seen = Discretion.seen(visitor, ticket, requester, isConfidential, hasNextStep);
        if (seen.full()) {
            office.audit(
                    visitor.person(),
                    ticket.hotline(),
                    SEE_REQUESTER,
                    ticket.number().value());
        }
        // The page is the ticket at its version; what somebody else did since is not told half.
        var events = shown.events().stream()
                .filter(event -> event.version() <= ticket.version())
                .toList();
        return new ShownTicket(
                seen, events, allowed, deadlines.rules().supervisionWays(), origin(ticket, shown.imported()));
    }

    /** Asked only of tickets that can have one: nearly all begin here. */
    private Origin origin(Ticket ticket, boolean imported) {
        return imported || ticket.channel() == Channel.UPSTREAM
                ? rows.origins()
                        .of(ticket.hotline(), List.of(ticket.number()))
                        .getOrDefault(ticket.number(), Origin.HERE)
                : Origin.HERE;
    }

    SeenRequester.Secrecy secrecy(SignedIn visitor, Ticket ticket) {
        return Discretion.seen(visitor, ticket, Requester.UNKNOWN, isConfidential(ticket), false)
                .secrecy();
    }

    private boolean isConfidential(Ticket ticket) {
        return Discretion.isConfidential(ticket, filings.confidential(ticket.hotline(), ticket.number()));
    }

    Optional<BoundCall> boundCall(Ticket ticket) {
        return ticket.call().flatMap(call -> rows.call(ticket.hotline(), call));
    }

    List<Ticket> below(Ticket ticket) {
        var isHandedDown = ticket.units().stream()
                .anyMatch(unit -> runs(ticket.hotline(), unit).isPresent());
        return isHandedDown ? rows.below(ticket.hotline(), ticket.number()) : List.of();
    }

    /** The hotline that a unit runs itself, if any. */
    Optional<HotlineCode> runs(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit).flatMap(Unit::runs);
    }
}
