package org.hotline12345.telephony;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * A message (留言) that a caller has spoken because no agent could be had.
 *
 * @param line the number that was dialled
 * @param file where it lies
 * @param heardBy who has listened to it first; empty while nobody has
 */
public record SpokenMessage(
        CallId call, HotlineCode hotline, String line, Instant takenAt, Path file, Optional<PersonId> heardBy) {}
