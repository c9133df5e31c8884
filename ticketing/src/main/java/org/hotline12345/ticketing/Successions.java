package org.hotline12345.ticketing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.hotline12345.office.UnitLife;
import org.hotline12345.ticketing.catalogue.Catalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open tickets of units that are no more go to their successors. Each ticket is moved by itself, and what is to be moved is read
 * from the rows: whatever stopped a round, the next one goes on, and a ticket that was sent to the unit in the moment of its end
 * is found like any other.
 */
public final class Successions {
    private static final Logger LOG = LoggerFactory.getLogger(Successions.class);
    private static final int PAGE = 200;
    /** Somebody may act on a ticket just then. */
    private static final int TRIES = 3;

    /**
     * Where open tickets went, or would go.
     *
     * @param to how many, by successor
     * @param toDispatcher how many nobody follows for
     * @param left how many somebody else was changing just then: the running hotline moves them
     */
    public record Moved(Map<UnitCode, Integer> to, int toDispatcher, int left) {
        static final Moved NOTHING = new Moved(Map.of(), 0, 0);

        public Moved {
            to = Map.copyOf(to);
        }

        public int tickets() {
            return to.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * What a unit goes on with for one that is no more.
     *
     * @param open how many of its tickets the successor still works on
     */
    public record Inheritance(Unit unit, UnitCode successor, UnitLife.End end, int open) {}

    private final PgSuccessions rows;
    private final PgTickets tickets;
    private final Rulebook rules;
    private final Office office;
    private final Successors successors;
    private final Function<HotlineCode, Optional<Catalogue>> catalogue;
    private final TicketListeners listeners;

    Successions(
            PgSuccessions rows,
            PgTickets tickets,
            Rulebook rules,
            Office office,
            Function<HotlineCode, Optional<Catalogue>> catalogue,
            TicketListeners listeners) {
        this.rows = rows;
        this.tickets = tickets;
        this.rules = rules;
        this.office = office;
        this.successors = new Successors(office, rows::shares);
        this.catalogue = catalogue;
        this.listeners = listeners;
    }

    /** Says which tickets of a unit go to which of its successors, before it ends. */
    public void share(HotlineCode hotline, UnitCode unit, List<SuccessionShare> shares) {
        rows.keepShares(hotline, unit, shares);
    }

    /** What would go where if units ended so. */
    public Moved foresee(UnitEnding ending, List<SuccessionShare> shares) {
        var inForce = catalogue.apply(ending.hotline());
        var count = new Count();
        forEachOpen(ending.hotline(), ending.units(), ticket -> {
            var to = ending.successors().isEmpty()
                    ? Optional.<UnitCode>empty()
                    : Optional.of(Successors.first(ticket, ending.successors(), shares, inForce));
            var facts = Succession.of(
                    ticket,
                    unit -> Optional.of(new Succession.Ended(to, ending.why()))
                            .filter(_ -> ending.units().contains(unit)));
            count.add(new Went(to, facts));
        });
        return count.moved(0);
    }

    /** Moves what is open at units that are no more, in all hotlines. */
    void round() {
        for (var hotline : office.hotlines()) {
            move(hotline.code());
        }
    }

    /** Moves what is open at units of the hotline that are no more. */
    public Moved move(HotlineCode hotline) {
        var today = office.today(hotline);
        var over = office.units(hotline).stream()
                .filter(unit -> unit.life().isOver(today))
                .collect(Collectors.toMap(Unit::code, Function.identity()));
        if (over.isEmpty()) {
            return Moved.NOTHING;
        }
        var count = new Count();
        var left = 1;
        for (int i = 0; i < TRIES && left > 0; i++) {
            var inForce = catalogue.apply(hotline);
            var overtaken = new ArrayList<TicketNumber>();
            forEachOpen(
                    hotline,
                    over.keySet(),
                    ticket -> move(ticket, over, inForce)
                            .ifPresentOrElse(count::add, () -> overtaken.add(ticket.number())));
            left = overtaken.size();
        }
        return count.moved(left);
    }

    /**
     * What became of a ticket.
     *
     * @param to the successor of its unit, of the first one where several had ended; empty when nobody follows
     */
    private record Went(Optional<UnitCode> to, List<TicketFact> facts) {}

    private static final class Count {
        private final Map<UnitCode, Integer> to = new HashMap<>();
        private int toDispatcher;

        void add(Went one) {
            if (!one.facts().isEmpty()) {
                one.to().ifPresentOrElse(unit -> to.merge(unit, 1, Integer::sum), () -> toDispatcher++);
            }
        }

        Moved moved(int left) {
            return new Moved(to, toDispatcher, left);
        }
    }

    private void forEachOpen(HotlineCode hotline, Collection<UnitCode> units, Consumer<Ticket> taker) {
        var after = Optional.<TicketNumber>empty();
        while (true) {
            var page = rows.openWith(hotline, units, after, PAGE);
            page.forEach(taker);
            if (page.size() < PAGE) {
                return;
            }
            after = Optional.of(page.getLast().number());
        }
    }

    /** @return what happened; empty when somebody else was first, or the ticket could not be read or written */
    private Optional<Went> move(Ticket ticket, Map<UnitCode, Unit> over, Optional<Catalogue> inForce) {
        try {
            var now = rules.now();
            var deadlines = rules.deadlines(ticket.hotline(), now);
            // What time alone brought is written first: the card is the one's whose time it was.
            var current = TicketChange.none(ticket).and(TicketWatch.due(ticket, now, deadlines), now, PersonId.SYSTEM);
            var facts = Succession.of(
                    current.after(),
                    code -> Optional.ofNullable(over.get(code))
                            .map(unit -> new Succession.Ended(
                                    successors.of(ticket, code, inForce),
                                    unit.life().end().orElseThrow().why())));
            var went = new Went(
                    ticket.openAssignments().stream()
                            .map(Assignment::unit)
                            .filter(over::containsKey)
                            .findFirst()
                            .flatMap(unit -> successors.of(ticket, unit, inForce)),
                    facts);
            var together = new Together(tickets, code -> rules.deadlines(code, now), this::runs, now, PersonId.SYSTEM);
            together.happens(current, facts);
            var changes = together.changes();
            if (changes.isEmpty()) {
                return Optional.of(went);
            }
            var stored = tickets.store(
                    changes, List.of(), after -> TicketWatch.nextLook(after, rules.deadlines(after.hotline(), now)));
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            changes.forEach(listeners::tell);
            return Optional.of(went);
        } catch (RuntimeException e) {
            // One ticket that cannot be read must not keep the others from their new unit.
            LOG.error("ticket {} could not go to its unit's successor", ticket.number(), e);
            return Optional.empty();
        }
    }

    private Optional<HotlineCode> runs(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit).flatMap(Unit::runs);
    }

    // What people of the successors see

    /** What units go on with for others: to a unit's people what their unit does, at the office all. */
    public List<Inheritance> inheritances(SignedIn visitor, HotlineCode hotline) {
        var seesAll = visitor.may(hotline, Rights.SEE);
        if (!seesAll) {
            visitor.require(hotline, Rights.HANDLE);
        }
        var today = office.today(hotline);
        var found = new ArrayList<Inheritance>();
        for (var unit : office.units(hotline)) {
            if (unit.life().isOver(today)) {
                var end = unit.life().end().orElseThrow();
                end.successors().stream()
                        .filter(code -> seesAll || visitor.speaksFor(hotline, code, Rights.HANDLE))
                        .map(code -> new Inheritance(unit, code, end, rows.openInherited(hotline, unit.code(), code)))
                        .forEach(found::add);
            }
        }
        return List.copyOf(found);
    }
}
