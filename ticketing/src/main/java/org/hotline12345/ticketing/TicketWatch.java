package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the system does by itself as time passes: reminds units, issues cards, settles deadlines that waited for a year's
 * holidays. Pure; each thing happens once, so asking again is harmless.
 */
final class TicketWatch {
    /** Something that is to happen at a moment unless it happened already. */
    private record Due(Instant at, TicketFact fact) {}

    private TicketWatch() {}

    /** What is due by now, in the order of its times. */
    static List<TicketFact> due(Ticket ticket, Instant now, Deadlines deadlines) {
        if (!(ticket.state() instanceof TicketState.Working)) {
            return List.of();
        }
        var facts = new ArrayList<TicketFact>();
        for (var assignment : ticket.assignments()) {
            if (assignment.isRunning()) {
                var settled = settled(assignment, deadlines);
                settled.ifPresent(facts::add);
                var known = settled.map(
                                fact -> assignment.with(assignment.clock().settled(fact.due())))
                        .orElse(assignment);
                coming(known, deadlines)
                        .filter(due -> due.at().isBefore(now))
                        .sorted((a, b) -> a.at().compareTo(b.at()))
                        .forEach(due -> facts.add(due.fact()));
            }
        }
        return List.copyOf(facts);
    }

    /** When to look again: the next moment at which something is due; empty when time alone changes nothing. */
    static Optional<Instant> nextLook(Ticket ticket, Deadlines deadlines) {
        if (!(ticket.state() instanceof TicketState.Working)) {
            return Optional.empty();
        }
        return ticket.assignments().stream()
                .filter(Assignment::isRunning)
                .flatMap(assignment -> coming(assignment, deadlines))
                .map(Due::at)
                .min(Instant::compareTo);
    }

    private static Optional<TicketFact.DeadlineSettled> settled(Assignment assignment, Deadlines deadlines) {
        if (!assignment.due().provisional()) {
            return Optional.empty();
        }
        var due = deadlines.due(assignment.clock());
        return due.provisional()
                ? Optional.empty()
                : Optional.of(new TicketFact.DeadlineSettled(assignment.ordinal(), due));
    }

    private static Stream<Due> coming(Assignment assignment, Deadlines deadlines) {
        var n = assignment.ordinal();
        var coming = new ArrayList<Due>();
        var reminders = deadlines.rules().reminders();
        if (assignment.acknowledgedAt().isEmpty()) {
            var by = assignment.acknowledgeBy();
            notice(coming, assignment, Notice.ACKNOWLEDGE_SOON, before(by, reminders.beforeAcknowledge(), assignment));
            notice(coming, assignment, Notice.NOT_ACKNOWLEDGED, by);
        }
        var due = assignment.due();
        notice(coming, assignment, Notice.DUE_SOON, before(due.at(), reminders.beforeDue(), assignment));
        // A deadline that waits for holidays to be announced may move: nothing is held against a unit by it.
        if (!due.provisional()) {
            notice(coming, assignment, Notice.OVERDUE, due.at());
            for (var card : Card.values()) {
                if (deadlines.rules().cards().issued() && !assignment.cards().contains(card)) {
                    coming.add(new Due(deadlines.cardAfter(due, card), new TicketFact.CardIssued(n, card)));
                }
            }
        }
        return coming.stream();
    }

    /** Where a unit has less time than that, half of its time: nobody is reminded of what was just sent. */
    private static Instant before(Instant end, Duration time, Assignment assignment) {
        var early = end.minus(time);
        var sent = assignment.sentAt();
        return early.isAfter(sent)
                ? early
                : sent.plus(Duration.between(sent, end).dividedBy(2));
    }

    private static void notice(List<Due> coming, Assignment assignment, Notice notice, Instant at) {
        if (!assignment.notices().contains(notice)) {
            coming.add(new Due(at, new TicketFact.Noticed(assignment.ordinal(), notice)));
        }
    }
}
