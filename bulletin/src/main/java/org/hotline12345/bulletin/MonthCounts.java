package org.hotline12345.bulletin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hotline12345.telephony.CallFigures;

/**
 * Everything that was counted for one bulletin, in one look at the database.
 *
 * @param byNature tickets of each nature, by its code
 * @param units those with tickets, by group and code
 * @param unitsWithout names of the hotline's units that got no ticket
 * @param completeness up to when the calls are all there
 */
record MonthCounts(
        CallFigures calls,
        TicketCounts tickets,
        Map<String, Long> byNature,
        List<UnitCounts> units,
        List<String> unitsWithout,
        Completeness completeness) {
    static final MonthCounts NONE =
            new MonthCounts(CallFigures.NONE, TicketCounts.NONE, Map.of(), List.of(), List.of(), Completeness.UNKNOWN);

    /**
     * The tickets of one unit.
     *
     * @param known whether the office has this unit; its code stands for the name if not
     */
    record UnitCounts(String code, String name, String group, boolean known, TicketCounts tickets) {}

    MonthCounts {
        // The order of rows in the database decides nothing.
        byNature = new TreeMap<>(byNature);
        units = units.stream()
                .sorted(Comparator.comparing(UnitCounts::group).thenComparing(UnitCounts::code))
                .toList();
        unitsWithout = List.copyOf(unitsWithout);
    }
}
