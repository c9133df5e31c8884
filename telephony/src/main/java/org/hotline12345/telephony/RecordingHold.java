package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.PersonId;

/**
 * A dispute for which a call's recordings are kept beyond their time.
 *
 * @param why as people wrote it: a ticket's number, a case
 */
public record RecordingHold(
        UUID id, CallId call, PersonId by, Instant at, String why, Instant until, Optional<Released> released) {
    /** Somebody ended the hold before its time. */
    public record Released(PersonId by, Instant at) {}
}
