package org.hotline12345.callback;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.TicketNumber;

/** Brings in what citizens answered elsewhere, for a single command beside the running program or without it. */
public final class RatingImports {
    /**
     * A ticket that can be rated.
     *
     * @param closing position of the event that handled it last; empty while it is not handled
     */
    public record Rated(TicketNumber ticket, Optional<Long> closing) {}

    private final PgRatingImports rows;
    private final HotlineCode hotline;
    private final Instant now;

    RatingImports(PgRatingImports rows, HotlineCode hotline, Clock clock) {
        this.rows = rows;
        this.hotline = hotline;
        this.now = clock.instant();
    }

    /** By our number of a ticket or the one that it had elsewhere. */
    public Optional<Rated> find(String number) {
        return rows.find(hotline, number);
    }

    /** @return how many were not there yet; a closing that was asked about has its answer already */
    public int keep(List<HistoricRating> ratings) {
        return rows.add(hotline, ratings, now);
    }
}
