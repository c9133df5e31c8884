package org.hotline12345.ticketing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.UnitCode;

/** What becomes of a ticket when a unit that works on it is no more. Pure; where nothing is to be done, nothing comes of it. */
final class Succession {
    /**
     * A unit that is no more, as one ticket sees it.
     *
     * @param successor who goes on with this ticket; empty when nobody follows
     */
    record Ended(Optional<UnitCode> successor, String why) {}

    private Succession() {}

    /**
     * @param ended of a unit, empty while there is such a unit
     * @return what happens: a successor takes the work as it stands; where it works on the ticket already, the leading part
     *     stands and the other is recalled; without a successor the ticket is the dispatcher's again, but a reply that was
     *     given waits for the office as ever
     */
    static List<TicketFact> of(Ticket ticket, Function<UnitCode, Optional<Ended>> ended) {
        var facts = new ArrayList<TicketFact>();
        var held = new HashMap<UnitCode, Assignment>();
        ticket.openAssignments().forEach(one -> held.put(one.unit(), one));
        // The lead first: its part stands where two become one.
        for (var part : Part.values()) {
            for (var one : ticket.openAssignments()) {
                var end = one.part() == part && held.containsValue(one)
                        ? ended.apply(one.unit())
                        : Optional.<Ended>empty();
                end.ifPresent(how -> succeed(one, how, held, facts));
            }
        }
        return List.copyOf(facts);
    }

    private static void succeed(Assignment one, Ended how, Map<UnitCode, Assignment> held, List<TicketFact> facts) {
        if (how.successor().isEmpty()) {
            if (!(one.state() instanceof AssignmentState.Replied)) {
                facts.add(new TicketFact.Recalled(one.ordinal(), how.why()));
            }
            return;
        }
        var successor = how.successor().get();
        var other = held.get(successor);
        if (other != null && one.part() == Part.ASSIST) {
            facts.add(new TicketFact.Recalled(one.ordinal(), how.why()));
            held.remove(one.unit());
            return;
        }
        if (other != null) {
            facts.add(new TicketFact.Recalled(other.ordinal(), how.why()));
        }
        facts.add(new TicketFact.UnitSucceeded(one.ordinal(), one.unit(), successor, how.why()));
        held.remove(one.unit());
        held.put(successor, one);
    }
}
