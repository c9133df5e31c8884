package org.hotline12345.ticketing.likeness;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Part;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;

/**
 * Another ticket that may be about the same.
 *
 * @param sameCaller whether it came from the same telephone number
 * @param acceptedFrom the unit whose work on it as {@link Part#LEAD} was accepted
 */
public record Alike(
        TicketNumber number,
        String title,
        String content,
        String place,
        TicketStage stage,
        Instant registeredAt,
        boolean sameCaller,
        Optional<UnitCode> acceptedFrom) {}
