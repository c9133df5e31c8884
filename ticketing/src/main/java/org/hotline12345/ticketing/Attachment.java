package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.UUID;
import org.hotline12345.office.PersonId;

/**
 * A file that belongs to a ticket.
 *
 * @param name as its sender called it, with an extension that fits the kind
 * @param sha256 of the content, in hex: the file's name in the folder
 * @param addedBy the system for what a citizen or a client sent
 */
public record Attachment(
        UUID id,
        TicketNumber ticket,
        String name,
        AttachmentKind kind,
        int bytes,
        String sha256,
        Instant addedAt,
        PersonId addedBy) {}
