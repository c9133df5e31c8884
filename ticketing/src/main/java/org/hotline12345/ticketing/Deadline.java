package org.hotline12345.ticketing;

import java.time.Instant;

/**
 * The moment by which a unit has to reply.
 *
 * @param provisional whether it was counted over a year whose holidays were not announced yet
 */
public record Deadline(Instant at, boolean provisional) {}
