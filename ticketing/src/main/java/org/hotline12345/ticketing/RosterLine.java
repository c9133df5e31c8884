package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/**
 * A line of a duty roster (值班表) as a file has it.
 *
 * @param unit empty for the office
 * @param until the first moment that is no more of it
 * @param a A角
 * @param b B角
 */
public record RosterLine(Optional<UnitCode> unit, Instant from, Instant until, PersonId a, Optional<PersonId> b) {
    public boolean touches(RosterLine other) {
        return unit.equals(other.unit) && from.isBefore(other.until) && until.isAfter(other.from);
    }
}
