package org.hotline12345.ticketing.duty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketNumber;

/**
 * Something that duty must acknowledge.
 *
 * @param unit empty for the office
 * @param assignment the ordinal of the unit's assignment; 0 for what concerns the office
 * @param told who was told at which step, in order
 */
public record DutyCall(
        UUID id,
        HotlineCode hotline,
        Optional<UnitCode> unit,
        Cause cause,
        TicketNumber ticket,
        int assignment,
        DutyStep step,
        Instant madeAt,
        List<Told> told,
        Optional<PersonId> acknowledgedBy) {
    /** The stable word in rows and pages. */
    public enum Cause {
        /** An urgent ticket was sent to the unit, which has not acknowledged it. */
        URGENT_TICKET,
        /** A word of danger in a request, which nobody at the office has acknowledged. */
        DANGER
    }

    public record Told(DutyStep step, Instant at, List<PersonId> people) {
        public Told {
            people = List.copyOf(people);
        }
    }

    /** A thing that duty must be called for. */
    record Need(Optional<UnitCode> unit, Cause cause, TicketNumber ticket, int assignment) {}

    public DutyCall {
        told = List.copyOf(told);
    }

    public boolean wasTold(PersonId person) {
        return told.stream().anyMatch(one -> one.people().contains(person));
    }
}
