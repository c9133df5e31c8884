package org.hotline12345.callback;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.ticketing.TicketNumber;

/**
 * What a citizen answered when another system asked.
 *
 * @param closing position of the event that handled the ticket, as {@link RatingImports#find} gave it
 * @param rating empty when the citizen was asked and did not answer (未评价)
 */
public record HistoricRating(TicketNumber ticket, long closing, Instant at, Optional<Rating> rating) {}
