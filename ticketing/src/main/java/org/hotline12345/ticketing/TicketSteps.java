package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Telephony;

/** How people carry tickets on, and what follows from it for other tickets. */
final class TicketSteps {
    private final PgTickets rows;
    private final Rulebook rules;
    private final TicketViews views;
    private final Office office;
    private final Telephony telephony;
    private final TicketListeners listeners;

    TicketSteps(
            PgTickets rows,
            Rulebook rules,
            TicketViews views,
            Office office,
            Telephony telephony,
            TicketListeners listeners) {
        this.rows = rows;
        this.rules = rules;
        this.views = views;
        this.office = office;
        this.telephony = telephony;
        this.listeners = listeners;
    }

    /** See {@link Ticketing}. */
    Ticket act(Ticket ticket, TicketCommand command, OptionalInt seenVersion) {
        var hotline = ticket.hotline();
        // Before anything that the command says is looked at.
        TicketPermits.permit(ticket, command);
        if (seenVersion.isPresent() && seenVersion.getAsInt() != ticket.version()) {
            throw changedMeanwhile(ticket);
        }
        unitsNamed(command).forEach(unit -> office.unitAtWork(hotline, unit));
        if (command instanceof TicketCommand.Reclassify as) {
            rules.requireDomain(hotline, as.domain());
        }
        var now = rules.now();
        var deadlines = rules.deadlines(hotline, now);
        // What time alone brought is written first: who replies a minute late has the card before the reply.
        var current = TicketChange.none(ticket).and(TicketWatch.due(ticket, now, deadlines), now, PersonId.SYSTEM);
        var facts = TicketLife.decide(current.after(), command, now, deadlines);
        if (command instanceof TicketCommand.Merge merge) {
            views.see(command.by(), hotline, merge.into());
        }
        var by = command.by().person();
        var together = new Together(rows, code -> rules.deadlines(code, now), views::runs, now, by);
        together.happens(current, facts);
        var changes = together.changes();
        var fresh = rows.store(
                        changes,
                        together.handedDown().stream()
                                .map(one -> belowTicket(one, now, by))
                                .toList(),
                        after -> TicketWatch.nextLook(after, rules.deadlines(after.hotline(), now)))
                .orElseThrow(() -> changedMeanwhile(ticket));
        changes.forEach(listeners::tell);
        fresh.forEach(one -> listeners.tell(one, rows.history(one.hotline(), one.number())));
        return changes.getFirst().after();
    }

    /** The same request, of the same citizen, at the hotline below. */
    private NewTicket belowTicket(Together.HandedDown one, Instant now, PersonId by) {
        var above = one.above();
        var requester = rows.requester(above.hotline(), above.number())
                .map(Requester::unlessErased)
                .orElse(Requester.UNKNOWN);
        // Each office sorts by a list of its own.
        var matter = one.matter().in(Optional.empty());
        var fact = new TicketFact.Registered(Channel.UPSTREAM, Optional.empty(), Optional.of(above), matter);
        return new NewTicket(
                one.hotline(),
                now.atZone(office.hotline(one.hotline()).zone()).toLocalDate(),
                number -> new TicketEvent(number, 1, now, by, fact),
                new Requester(requester.name(), requester.phone().flatMap(number -> switch (telephony.callerFrom(
                        one.hotline(), number)) {
                    case Caller.Known known -> Optional.of(known.number());
                    case Caller.Withheld _ -> Optional.empty();
                })));
    }

    private static List<UnitCode> unitsNamed(TicketCommand command) {
        return switch (command) {
            case TicketCommand.Dispatch(var _, var unit, var assisting) ->
                Stream.concat(Stream.of(unit), assisting.stream()).toList();
            case TicketCommand.Involve(var _, var assisting) -> assisting;
            case TicketCommand.Return sentBack ->
                sentBack.suggestedUnit().stream().toList();
            default -> List.of();
        };
    }

    private static Refused changedMeanwhile(Ticket ticket) {
        return Refused.conflict("ticket " + ticket.number() + " was changed by somebody else meanwhile: look again");
    }
}
