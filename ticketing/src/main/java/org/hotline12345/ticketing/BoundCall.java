package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.CallId;

/**
 * The facts of the call a ticket came in by, as telephony's rows have them: they are not copied.
 *
 * @param agent who answered; empty before, and where no sign-in tells
 */
public record BoundCall(
        CallId id,
        String line,
        Optional<String> queue,
        Instant arrivedAt,
        Optional<Duration> waited,
        Optional<Duration> talked,
        Optional<PersonId> agent,
        boolean recorded) {}
