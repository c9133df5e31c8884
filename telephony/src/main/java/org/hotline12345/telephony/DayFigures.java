package org.hotline12345.telephony;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The calls of one day of a hotline.
 *
 * @param day in the hotline's zone
 * @param counting the rules by which they are counted
 * @param completeUntil up to then every call is in the rows as it was; empty when nobody can say
 */
public record DayFigures(LocalDate day, CallCounting counting, CallFigures figures, Optional<Instant> completeUntil) {}
