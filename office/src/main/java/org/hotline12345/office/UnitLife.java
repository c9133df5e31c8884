package org.hotline12345.office;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * From when until when there is a unit.
 *
 * @param begunOn its first day; empty when it was there before the system
 * @param end as it was decided, past or to come
 */
public record UnitLife(Optional<LocalDate> begunOn, Optional<End> end) {
    public static final UnitLife ALWAYS = new UnitLife(Optional.empty(), Optional.empty());

    /**
     * @param on the first day on which the unit is no more
     * @param successors 承继单位, in order: what nothing else decides goes to the first; empty when nobody follows
     */
    public record End(LocalDate on, List<UnitCode> successors, String why) {
        public End {
            successors = List.copyOf(successors);
        }
    }

    public boolean hasBegun(LocalDate day) {
        return begunOn.map(first -> !day.isBefore(first)).orElse(true);
    }

    public boolean isOver(LocalDate day) {
        return end.map(last -> !day.isBefore(last.on())).orElse(false);
    }

    /** Whether there is such a unit on that day. */
    public boolean holds(LocalDate day) {
        return hasBegun(day) && !isOver(day);
    }
}
