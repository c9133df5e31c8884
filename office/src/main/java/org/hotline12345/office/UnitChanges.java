package org.hotline12345.office;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How units live: they are renamed, regrouped, merged, split and ended, each from a day on. What was before stays. */
public final class UnitChanges {
    private static final int MAX_NAME = 100;

    /** @param from its first day; empty for the first name, which holds from ever */
    public record Named(Optional<LocalDate> from, String name) {}

    private final PgUnits rows;
    private final Office office;

    UnitChanges(PgUnits rows, Office office) {
        this.rows = rows;
        this.office = office;
    }

    /** The names of a unit in the order of their days. */
    public List<Named> names(HotlineCode hotline, UnitCode unit) {
        return rows.names(hotline, unit);
    }

    /**
     * The unit has another name from that day on. By its old one it is found as before.
     *
     * @throws Refused (invalid) for an unknown unit or a name that is none, (conflict) when another unit is called so, or the
     *     unit has ended
     */
    public void rename(HotlineCode hotline, UnitCode unit, String name, LocalDate from) {
        checkName(hotline, unit, name);
        rows.rename(hotline, unit, name, from);
        office.forgetUnits();
    }

    /** The name that the unit has was written wrong: it was never another. */
    public void correctName(HotlineCode hotline, UnitCode unit, String name) {
        checkName(hotline, unit, name);
        rows.correctName(hotline, unit, name, office.today(hotline));
        office.forgetUnits();
    }

    /** The unit belongs to another ranking group from that day on. */
    public void regroup(HotlineCode hotline, UnitCode unit, String group, LocalDate from) {
        checkGroup(hotline, unit, group);
        rows.regroup(hotline, unit, group, from);
        office.forgetUnits();
    }

    /** The group that the unit belongs to was written wrong. */
    public void correctGroup(HotlineCode hotline, UnitCode unit, String group) {
        checkGroup(hotline, unit, group);
        rows.correctGroup(hotline, unit, group, office.today(hotline));
        office.forgetUnits();
    }

    private static void requireLine(String text) {
        if (text.isBlank() || text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid("names and groups are one line of 1 to " + MAX_NAME + " characters");
        }
    }

    /**
     * Whether the unit can be put into that group.
     *
     * @throws Refused as {@link #rename} says
     */
    public void checkGroup(HotlineCode hotline, UnitCode unit, String group) {
        requireLine(group);
        office.unitAtWork(hotline, unit);
    }

    /**
     * Whether the unit can be called so: a name that means two units means none.
     *
     * @throws Refused as {@link #rename} says
     */
    public void checkName(HotlineCode hotline, UnitCode unit, String text) {
        requireLine(text);
        office.unitAtWork(hotline, unit);
        office.units(hotline).stream()
                .filter(other -> !other.code().equals(unit) && other.name().equals(text))
                .filter(other -> !other.life().isOver(office.today(hotline)))
                .findFirst()
                .ifPresent(other -> {
                    throw Refused.conflict("unit " + other.code() + " is called " + text + " already");
                });
    }

    /**
     * Whether units can end so.
     *
     * @throws Refused (invalid) for a unit that is not there, (conflict) when one has ended, or is to, or runs another hotline
     *     than its successor
     */
    public void check(UnitEnding ending) {
        var units = office.units(ending.hotline()).stream().collect(Collectors.toMap(Unit::code, Function.identity()));
        for (var code : ending.units()) {
            var unit = known(units.get(code), ending.hotline(), code);
            unit.life().end().ifPresent(end -> {
                throw Refused.conflict(office.tellEnd(unit));
            });
            if (!unit.life().hasBegun(ending.on().minusDays(1))) {
                throw Refused.conflict("unit " + unit.called() + " begins on "
                        + unit.life().begunOn().orElseThrow() + ": it can end on a later day");
            }
        }
        for (var code : ending.successors()) {
            var successor = known(units.get(code), ending.hotline(), code);
            if (!successor.life().holds(ending.on())) {
                throw Refused.conflict("unit " + successor.called() + " is not there on " + ending.on()
                        + ": it cannot be a successor then");
            }
            for (var unit : ending.units()) {
                requireSameHotline(known(units.get(unit), ending.hotline(), unit), successor);
            }
        }
    }

    /** What was sent to a county is a ticket at its hotline: it cannot be taken to where that hotline is not. */
    private static void requireSameHotline(Unit unit, Unit successor) {
        if (!unit.runs().equals(successor.runs())) {
            throw Refused.conflict("unit " + unit.called() + " and its successor " + successor.called()
                    + " do not run the same hotline: recall what the one has, and send it to the other");
        }
    }

    private static Unit known(@Nullable Unit unit, HotlineCode hotline, UnitCode code) {
        return Optional.ofNullable(unit)
                .orElseThrow(() -> Refused.invalid("hotline " + hotline + " has no unit " + code));
    }

    /**
     * Ends units. Their open tickets are moved by ticketing.
     *
     * @throws Refused as {@link #check} says
     */
    public void end(UnitEnding ending) {
        office.forgetUnits();
        check(ending);
        rows.end(ending);
        office.forgetUnits();
        office.forgetVisitors();
    }

    /** How many people work for these units. */
    public int people(HotlineCode hotline, List<UnitCode> units) {
        return rows.people(hotline, units);
    }
}
