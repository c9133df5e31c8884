package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * What the hotline above has not got back yet.
 *
 * @param upstream its number of the ticket
 * @param number our number
 * @param due by when it wants the reply
 * @param reply what is to be sent; empty while the ticket is worked on
 */
public record UpstreamReply(
        String upstream,
        TicketNumber number,
        String title,
        Optional<UnitCode> unit,
        Optional<Instant> due,
        Optional<Words> reply) {
    /** @param version of the ticket at which it was said */
    public record Words(int version, Instant at, String text) {}
}
