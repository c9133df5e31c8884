package org.hotline12345.bulletin.edition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.bulletin.Behind;
import org.hotline12345.bulletin.CountingRules;
import org.hotline12345.bulletin.Figure;
import org.hotline12345.bulletin.edition.Trace.Part;
import org.hotline12345.bulletin.edition.Trace.Things;

/** Finds the kept facts that a figure counts. */
final class PgTracer {
    private static final String OF_UNIT = "unit/";
    private static final String OF_GROUP = "@";

    private final PgEditions editions;
    private final UUID edition;
    private final CountingRules rules;

    PgTracer(PgEditions editions, UUID edition, CountingRules rules) {
        this.editions = editions;
        this.edition = edition;
        this.rules = rules;
    }

    /** Marks of the facts that the figure counts in that part, and whose tickets they must be. */
    private record Members(Things things, List<String> marks, Optional<List<String>> units) {}

    /** @param after the number after which to go on; empty for the first ones */
    Trace trace(KeptFigure figure, Part part, String after, int limit) {
        var members = members(figure.id(), part);
        var numbers = numbers(members, after, limit + 1);
        var more = numbers.size() > limit;
        return new Trace(figure, part, members.things(), more ? numbers.subList(0, limit) : numbers, more);
    }

    private List<String> numbers(Members members, String after, int limit) {
        return switch (members.things()) {
            case TICKETS ->
                PgFacts.ticketNumbers(editions.pool(), edition, members.marks(), members.units(), after, limit);
            case CALLS -> PgFacts.callIds(editions.pool(), edition, rules, members.marks(), after, limit);
            case NOTHING -> List.of();
        };
    }

    private Members members(String id, Part part) {
        var units = units(id);
        var marks = new ArrayList<String>();
        var groups = PgFacts.ticketGroups(editions.pool(), edition, id.startsWith("unit"));
        var behind = Behind.by(rules.profile(), PgFacts.natures(groups));
        for (var marked : groups) {
            var unit = marked.group().unit();
            var isOfThese = units.isEmpty()
                    || unit.filter(one -> units.get().contains(one.code())).isPresent();
            if (isOfThese && counts(behind.ofTickets(marked.group()), id, part)) {
                marks.add(marked.marks());
            }
        }
        if (!marks.isEmpty()) {
            return new Members(Things.TICKETS, marks.stream().distinct().toList(), units);
        }
        for (var marked : PgFacts.callGroups(editions.pool(), edition, rules)) {
            if (counts(behind.ofCalls(marked.calls()), id, part)) {
                marks.add(marked.marks());
            }
        }
        return new Members(marks.isEmpty() ? Things.NOTHING : Things.CALLS, marks, units);
    }

    private static boolean counts(Map<String, Figure> figures, String id, Part part) {
        return Optional.ofNullable(figures.get(id))
                .flatMap(part == Part.NUMERATOR ? Behind::numerator : Behind::denominator)
                .filter(count -> count.value() != 0)
                .isPresent();
    }

    /** Of the unit, or of the units of the group, that the figure is about; empty for all. */
    private Optional<List<String>> units(String id) {
        if (!id.startsWith(OF_UNIT)) {
            return Optional.empty();
        }
        var whose = id.substring(OF_UNIT.length(), id.lastIndexOf('/'));
        return Optional.of(
                whose.startsWith(OF_GROUP)
                        ? PgFacts.units(editions.pool(), edition).values().stream()
                                .filter(unit -> unit.group().equals(whose.substring(OF_GROUP.length())))
                                .map(unit -> unit.code())
                                .toList()
                        : List.of(whose));
    }
}
