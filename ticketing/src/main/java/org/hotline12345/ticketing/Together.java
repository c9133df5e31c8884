package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/**
 * All that happens in one transaction: what was decided about one ticket, and what follows from it for others: those merged into
 * it or it into, the ticket above and the tickets below.
 */
final class Together {
    private record Key(HotlineCode hotline, TicketNumber number) {}

    private record Happened(Key ticket, TicketFact fact) {}

    /** A ticket to be written down at the hotline that a unit runs. */
    record HandedDown(HotlineCode hotline, Above above, Matter matter) {}

    private final PgTickets rows;
    private final Function<HotlineCode, Deadlines> deadlines;
    private final BiFunction<HotlineCode, UnitCode, Optional<HotlineCode>> runs;
    private final Instant now;
    private final PersonId by;

    private final Map<Key, TicketChange> changes = new LinkedHashMap<>();
    private final List<HandedDown> handedDown = new ArrayList<>();
    private final Deque<Happened> toFollow = new ArrayDeque<>();

    /**
     * @param runs the hotline that a unit runs itself, if any
     * @param by who acts
     */
    Together(
            PgTickets rows,
            Function<HotlineCode, Deadlines> deadlines,
            BiFunction<HotlineCode, UnitCode, Optional<HotlineCode>> runs,
            Instant now,
            PersonId by) {
        this.rows = rows;
        this.deadlines = deadlines;
        this.runs = runs;
        this.now = now;
        this.by = by;
    }

    /**
     * @param current the ticket as time has brought it to now
     * @throws org.hotline12345.office.Refused (conflict) when another ticket cannot follow
     */
    void happens(TicketChange current, List<TicketFact> facts) {
        changes.put(key(current.after()), current);
        happens(current.after(), facts);
        while (!toFollow.isEmpty()) {
            var happened = toFollow.remove();
            follow(at(happened.ticket()), happened.fact());
        }
    }

    List<TicketChange> changes() {
        return changes.values().stream().filter(change -> !change.isNothing()).toList();
    }

    List<HandedDown> handedDown() {
        return List.copyOf(handedDown);
    }

    private void happens(Ticket ticket, List<TicketFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        var key = key(ticket);
        var change = changes.getOrDefault(key, TicketChange.none(ticket)).and(facts, now, by);
        changes.put(key, change);
        facts.forEach(fact -> toFollow.add(new Happened(key, fact)));
        standFor(ticket, change.after());
    }

    /** Both sides of a merge are told: who stands for a ticket knows it, and no longer when that one goes its own way. */
    private void standFor(Ticket before, Ticket after) {
        if (before.mergedInto().equals(after.mergedInto())) {
            return;
        }
        before.mergedInto()
                .ifPresent(into -> happens(
                        at(new Key(before.hotline(), into)), List.of(new TicketFact.Released(before.number()))));
        after.mergedInto().ifPresent(number -> {
            var into = at(new Key(after.hotline(), number));
            happens(into, TicketLife.absorb(into, after));
        });
    }

    private void follow(Ticket ticket, TicketFact fact) {
        if (TicketLife.isFollowed(fact)) {
            at(ticket.hotline(), ticket.merged())
                    .forEach(merged -> happens(merged, TicketLife.follow(merged, fact, ticket.number())));
        }
        if (fact instanceof TicketFact.Dispatched sent) {
            runs.apply(ticket.hotline(), sent.unit())
                    .ifPresent(below -> handedDown.add(new HandedDown(
                            below, new Above(ticket.hotline(), ticket.number(), sent.assignment()), ticket.matter())));
        }
        if (Levels.goesUp(fact)) {
            ticket.above().ifPresent(above -> up(ticket, above, fact));
        }
        if (Levels.goesDown(fact)) {
            below(ticket).forEach(lower -> happens(lower, Levels.down(lower, fact)));
        }
        if (fact instanceof TicketFact.Resumed) {
            // What was handled below while it stood still.
            below(ticket).stream()
                    .filter(lower -> lower.handledAt().isPresent())
                    .forEach(lower -> up(lower, lower.above().orElseThrow(), new TicketFact.Handled()));
        }
    }

    private void up(Ticket lower, Above above, TicketFact fact) {
        var upper = at(new Key(above.hotline(), above.number()));
        var reply = fact instanceof TicketFact.Handled ? reply(lower) : Optional.<Levels.Answer>empty();
        happens(upper, Levels.up(upper, above.assignment(), fact, reply, now, deadlines.apply(above.hotline())));
    }

    /** What the leading unit replied last, about this ticket or the one that stands for it. */
    private Optional<Levels.Answer> reply(Ticket lower) {
        var handled = lower.mergedInto()
                .map(into -> at(new Key(lower.hotline(), into)))
                .orElse(lower);
        var lead = handled.lead().map(Assignment::ordinal);
        return rows.history(handled.hotline(), handled.number()).stream()
                .map(TicketEvent::fact)
                .filter(TicketFact.Replied.class::isInstance)
                .map(TicketFact.Replied.class::cast)
                .filter(replied -> lead.isEmpty() || lead.get() == replied.assignment())
                .reduce((_, last) -> last)
                .map(replied -> new Levels.Answer(replied.text(), replied.contacted()));
    }

    private List<Ticket> below(Ticket ticket) {
        var isHandedDown = ticket.units().stream()
                .anyMatch(unit -> runs.apply(ticket.hotline(), unit).isPresent());
        return isHandedDown
                ? rows.below(ticket.hotline(), ticket.number()).stream()
                        .map(this::asChanged)
                        .toList()
                : List.of();
    }

    private List<Ticket> at(HotlineCode hotline, List<TicketNumber> numbers) {
        return rows.find(hotline, numbers).stream().map(this::asChanged).toList();
    }

    private Ticket at(Key key) {
        var change = changes.get(key);
        return change != null
                ? change.after()
                : rows.find(key.hotline(), key.number())
                        .orElseThrow(() -> new IllegalStateException("ticket " + key + " is gone"));
    }

    private Ticket asChanged(Ticket stored) {
        var change = changes.get(key(stored));
        return change == null ? stored : change.after();
    }

    private static Key key(Ticket ticket) {
        return new Key(ticket.hotline(), ticket.number());
    }
}
