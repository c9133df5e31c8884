package org.hotline12345.ticketing;

import java.time.Instant;

/**
 * The answer to who filed a request; the same again to the same request.
 *
 * @param proof with which, beside the number, the citizen asks how far it is; see {@link ProofCodes}
 */
public record Filed(TicketNumber number, String proof, Instant at) {}
