package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;

/** A ticket's log, folded: what each fact makes of the ticket. Pure; the log alone gives the ticket. */
final class TicketFold {
    private TicketFold() {}

    /** The ticket that its first event makes. */
    static Ticket begin(HotlineCode hotline, TicketEvent event) {
        if (!(event.fact() instanceof TicketFact.Registered registered) || event.version() != 1) {
            throw new IllegalStateException("a ticket's first event is its registration, not " + event);
        }
        var times = new EnumMap<TicketFact.Kind, Integer>(Map.of(TicketFact.Kind.REGISTERED, 1));
        return new Ticket(
                hotline,
                event.ticket(),
                1,
                registered.channel(),
                registered.call(),
                registered.above(),
                registered.matter(),
                event.by(),
                event.at(),
                new TicketState.Registered(),
                List.of(),
                Optional.empty(),
                List.of(),
                false,
                times);
    }

    /** The ticket as its events tell it. */
    static Ticket replay(HotlineCode hotline, List<TicketEvent> events) {
        var ticket = begin(hotline, events.getFirst());
        for (var event : events.subList(1, events.size())) {
            ticket = apply(ticket, event);
        }
        return ticket;
    }

    /** The ticket after the event. */
    static Ticket apply(Ticket ticket, TicketEvent event) {
        if (event.version() != ticket.version() + 1) {
            throw new IllegalStateException(
                    ticket.number() + ": event " + event.version() + " after version " + ticket.version());
        }
        return applied(ticket, event.fact(), event.at()).counting(event.kind());
    }

    private static Ticket applied(Ticket ticket, TicketFact fact, Instant at) {
        return switch (fact) {
            case TicketFact.Registered _ -> throw new IllegalStateException(ticket.number() + ": registered twice");
            case TicketFact.AnsweredDirectly _ -> ticket.with(new TicketState.Closed(at, at, HandlingMode.DIRECT));
            case TicketFact.Rejected(var reason, var _) -> ticket.with(new TicketState.Rejected(at, reason));
            case TicketFact.Handled _ -> ticket.with(new TicketState.Handled(at));
            case TicketFact.Closed _ ->
                ticket.with(new TicketState.Closed(
                        ticket.handledAt().orElseThrow(() -> broken(ticket, fact)), at, HandlingMode.UNIT));
            case TicketFact.Reopened _ ->
                ticket.with(new TicketState.Registered()).mergedInto(Optional.empty());
            case TicketFact.Archived _ ->
                ticket.with(new TicketState.Archived(ticket.closed().orElseThrow(() -> broken(ticket, fact)), at));
            case TicketFact.Merged(var into, var _) ->
                ticket.with(new TicketState.Merged()).mergedInto(Optional.of(into));
            case TicketFact.Unmerged _ ->
                ticket.with(new TicketState.Registered()).mergedInto(Optional.empty());
            case TicketFact.Absorbed(var other) -> ticket.absorbing(other);
            case TicketFact.Released(var other) -> ticket.releasing(other);
            case TicketFact.Withdrawn _ ->
                ticket.with(new TicketState.Withdrawn(at)).mergedInto(Optional.empty());
            case TicketFact.Voided _ -> ticket.with(new TicketState.Voided(at)).mergedInto(Optional.empty());
            case TicketFact.Reclassified(var matter, var _) -> ticket.with(matter);
            case TicketFact.Excluded _ -> ticket.excluding(true);
            case TicketFact.Included _ -> ticket.excluding(false);
            case TicketFact.Resumed(var _, var stopped, var due) -> resumed(ticket, stopped, due);
            case TicketFact.Dispatched sent -> dispatched(ticket, sent, at);
            case TicketFact.Acknowledged(var n) ->
                ticket.with(ticket.assignment(n).acknowledged(at).now(new AssignmentState.InHand()));
            case TicketFact.ReturnRequested(var n, var why, var _, var _) ->
                ticket.with(ticket.assignment(n).acknowledged(at).now(new AssignmentState.ReturnRequested(at, why)));
            case TicketFact.ReturnAccepted(var n) ->
                leaving(ticket.with(ticket.assignment(n).now(new AssignmentState.Returned(at))), n);
            case TicketFact.ReturnRefused(var n, var _, var stopped, var due) -> again(ticket, n, stopped, due);
            case TicketFact.Recalled(var n, var _) ->
                leaving(ticket.with(ticket.assignment(n).now(new AssignmentState.Recalled(at))), n);
            case TicketFact.Applied(var n, var application, var _, var _) ->
                ticket.with(ticket.assignment(n).asking(application));
            case TicketFact.Granted granted -> granted(ticket, granted, at);
            case TicketFact.Declined(var n, var kind, var _) ->
                ticket.with(ticket.assignment(n).decided(kind));
            case TicketFact.Replied(var n, var _, var _) ->
                ticket.with(ticket.assignment(n).now(new AssignmentState.Replied(at)));
            case TicketFact.SentBack(var n, var _, var stopped, var due) -> again(ticket, n, stopped, due);
            case TicketFact.ReplyAccepted(var n) -> {
                var assignment = ticket.assignment(n);
                var repliedAt = assignment.repliedAt().orElseThrow(() -> broken(ticket, fact));
                yield ticket.with(assignment.now(new AssignmentState.Accepted(repliedAt, at)));
            }
            case TicketFact.CardIssued(var n, var card) ->
                ticket.with(ticket.assignment(n).with(card));
            case TicketFact.CardWithdrawn(var n, var card, var _) ->
                ticket.with(ticket.assignment(n).without(card));
            case TicketFact.Noticed(var n, var notice) ->
                ticket.with(ticket.assignment(n).with(notice));
            case TicketFact.DeadlineSettled(var n, var due) -> {
                var assignment = ticket.assignment(n);
                yield ticket.with(assignment.with(assignment.clock().settled(due)));
            }
            case TicketFact.UnitSucceeded(var n, var unit, var successor, var _) -> {
                var assignment = ticket.assignment(n);
                if (!assignment.isOpen() || !assignment.unit().equals(unit)) {
                    throw broken(ticket, fact);
                }
                yield ticket.with(assignment.succeeded(successor, at));
            }
            case TicketFact.Progressed _,
                    TicketFact.Reminded _,
                    TicketFact.Chased _,
                    TicketFact.Supplemented _,
                    TicketFact.Supervised _,
                    TicketFact.SupervisionEnded _,
                    TicketFact.SignedOff _ -> ticket;
        };
    }

    private static Ticket dispatched(Ticket ticket, TicketFact.Dispatched sent, Instant at) {
        var clock = new UnitClock(at, sent.allowance(), 0, Duration.ZERO, sent.due());
        return ticket.adding(Assignment.sent(sent.assignment(), sent.unit(), sent.part(), sent.acknowledgeBy(), clock))
                .with(new TicketState.WithUnits());
    }

    /** Without a unit that leads, the ticket is the dispatcher's again. */
    private static Ticket leaving(Ticket ticket, int assignment) {
        return ticket.assignment(assignment).part() == Part.LEAD && ticket.state() instanceof TicketState.WithUnits
                ? ticket.with(new TicketState.Registered())
                : ticket;
    }

    /** Back in the unit's hands. */
    private static Ticket again(Ticket ticket, int n, Duration stopped, Deadline due) {
        var assignment = ticket.assignment(n);
        return ticket.with(
                assignment.with(assignment.clock().stopped(stopped, due)).now(new AssignmentState.InHand()));
    }

    private static Ticket granted(Ticket ticket, TicketFact.Granted granted, Instant at) {
        var assignment = ticket.assignment(granted.assignment())
                .decided(granted.application().kind());
        return switch (granted.application()) {
            case Application.Extension(var days) ->
                ticket.with(assignment.extended(assignment
                        .clock()
                        .extended(days, granted.due().orElseThrow(() -> broken(ticket, granted)))));
            case Application.Suspension _ -> ticket.with(assignment).with(new TicketState.Suspended(at));
            case Application.Exclusion _ -> ticket.with(assignment).excluding(true);
            case Application.Appeal(var card) -> ticket.with(assignment.without(card));
        };
    }

    private static Ticket resumed(Ticket ticket, Duration stopped, Map<Integer, Deadline> due) {
        var next = ticket;
        for (var entry : due.entrySet()) {
            var assignment = next.assignment(entry.getKey());
            next = next.with(assignment.with(assignment.clock().stopped(stopped, entry.getValue())));
        }
        var isLed = next.lead().filter(Assignment::isOpen).isPresent();
        return next.with(isLed ? new TicketState.WithUnits() : new TicketState.Registered());
    }

    private static IllegalStateException broken(Ticket ticket, TicketFact fact) {
        return new IllegalStateException(
                "ticket " + ticket.number() + " version " + ticket.version() + " is " + ticket.state() + ": " + fact);
    }
}
