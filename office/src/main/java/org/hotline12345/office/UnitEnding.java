package org.hotline12345.office;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Units that end: merged into another, split into several, or succeeded by one.
 *
 * @param on the first day on which they are no more
 * @param successors 承继单位 in order; empty when nobody follows
 * @param peopleTo the successor that those who work for the ended units work for, too, from now on; empty when that is
 *     decided person by person
 */
public record UnitEnding(
        HotlineCode hotline,
        List<UnitCode> units,
        List<UnitCode> successors,
        LocalDate on,
        String why,
        Optional<UnitCode> peopleTo) {
    private static final int MOST = 50;
    private static final int MAX_WHY = 200;

    public UnitEnding {
        units = List.copyOf(new LinkedHashSet<>(units));
        successors = List.copyOf(new LinkedHashSet<>(successors));
        if (units.isEmpty() || units.size() > MOST || successors.size() > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " units end, for at most " + MOST + " successors");
        }
        if (successors.stream().anyMatch(units::contains)) {
            throw new IllegalArgumentException("a unit that ends cannot be its own successor");
        }
        if (why.isBlank() || why.length() > MAX_WHY || why.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the reason is one line of 1 to " + MAX_WHY + " characters");
        }
        if (!successors.containsAll(peopleTo.stream().toList())) {
            throw new IllegalArgumentException("people can go to a successor only");
        }
    }
}
