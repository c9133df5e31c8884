package org.hotline12345.office;

import java.util.List;
import java.util.Map;

/** The lists that an office brings in from elsewhere. Each call is one transaction; bringing the same again changes nothing. */
public interface OfficeLists {
    /**
     * A unit's further names are added; names that it had before stay. A new name or group holds from the day on that the entry
     * says; one that the unit had once changes nothing, as the list is older than what we know.
     */
    Kept keepUnits(HotlineCode hotline, List<UnitEntry> units);

    /** Units by every name that means one of them only: code, name, aliases, and what they were called once. */
    Map<String, UnitCode> unitsByName(HotlineCode hotline);

    /** An area stands in the list after the one it lies in, unless that is known already. */
    Kept keepAreas(HotlineCode hotline, List<Area> areas);

    List<Area> areas(HotlineCode hotline);

    /** A domain stands in the list after the one that it is a part of, unless that is known already. */
    Kept keepDomains(HotlineCode hotline, List<Domain> domains);

    /** By their codes. */
    List<Domain> domains(HotlineCode hotline);

    /** Whether the hotline sorts by that. */
    boolean isDomain(HotlineCode hotline, String code);

    Kept keepCalendarDays(HotlineCode hotline, List<CalendarDay> days);

    List<CalendarDay> calendarDays(HotlineCode hotline);
}
