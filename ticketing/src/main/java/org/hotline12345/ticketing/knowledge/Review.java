package org.hotline12345.ticketing.knowledge;

import java.time.Instant;
import org.hotline12345.office.PersonId;

/** What became of a version of an entry. */
public sealed interface Review {
    /** The stable word in rows and pages. */
    enum State {
        PROPOSED,
        APPROVED,
        REFUSED
    }

    /** Waits for the office. */
    record Proposed() implements Review {}

    record Approved(Instant at, PersonId by) implements Review {}

    record Refused(Instant at, PersonId by, String why) implements Review {}

    default State state() {
        return switch (this) {
            case Proposed _ -> State.PROPOSED;
            case Approved _ -> State.APPROVED;
            case Refused _ -> State.REFUSED;
        };
    }
}
