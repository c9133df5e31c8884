package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a request is, as a citizen is told who has proved to be its requester. No personal data, and nothing of its text.
 *
 * @param words the same that the telephone says
 */
public record Progress(
        TicketNumber number,
        TicketStage stage,
        String words,
        Instant registeredAt,
        Optional<Instant> handledAt,
        Optional<Instant> overAt) {}
