package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * Which tickets of a hotline are wanted, newest first.
 *
 * @param unit the unit a ticket was sent to last
 * @param before continues a list: only tickets with smaller numbers
 */
public record TicketFilter(
        Optional<TicketStage> stage, Optional<UnitCode> unit, Optional<TicketNumber> before, int limit) {
    public static final int MAX_LIMIT = 200;

    public TicketFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
        }
    }
}
