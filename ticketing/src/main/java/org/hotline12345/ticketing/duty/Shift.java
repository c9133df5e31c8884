package org.hotline12345.ticketing.duty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/**
 * Who answers for a unit or the office from one moment to another.
 *
 * @param unit empty for the office
 * @param until the first moment that is no more of it
 * @param a A角: is called first
 * @param b B角: is called when A角 is on leave or does not answer
 * @param handovers 交接, in order of time
 */
public record Shift(
        UUID id,
        HotlineCode hotline,
        Optional<UnitCode> unit,
        Instant from,
        Instant until,
        PersonId a,
        Optional<PersonId> b,
        List<Handover> handovers) {
    public record Handover(Instant at, PersonId from, PersonId to, String note) {}

    public Shift {
        handovers = List.copyOf(handovers);
    }

    /** Whether it was planned for the same time and people, whoever took over later. */
    boolean isPlannedAs(Shift other) {
        return from.equals(other.from) && until.equals(other.until) && a.equals(other.a) && b.equals(other.b);
    }

    public boolean isOn(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** A角 as it is now: whoever took over last. */
    public PersonId first() {
        return handovers.isEmpty() ? a : handovers.getLast().to();
    }

    /** A角, unless on leave. */
    Optional<PersonId> presentA(Set<PersonId> onLeave) {
        return Optional.of(first()).filter(person -> !onLeave.contains(person));
    }

    /** B角, unless on leave or A角 meanwhile. */
    Optional<PersonId> presentB(Set<PersonId> onLeave) {
        return b.filter(person -> !onLeave.contains(person) && !person.equals(first()));
    }
}
