package org.hotline12345.bulletin.entered;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.office.PersonId;

/**
 * A row of what was entered.
 *
 * @param corrects the row that this one stands for
 */
public record Entry(long id, EnteredScore score, PersonId by, Instant at, Optional<Long> corrects) {}
