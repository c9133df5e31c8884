package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.utc;

import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.callback.RatingImports.Rated;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of surveys that took place elsewhere. */
final class PgRatingImports {
    private final PgRows rows;

    PgRatingImports(Pool pool) {
        this.rows = new PgRows(pool);
    }

    Optional<Rated> find(HotlineCode hotline, String number) {
        // language=PostgreSQL
        return rows.query("""
                        with named as (
                          select number from ticketing.v_outside_number where hotline = $1 and outside = $2
                          union select number from ticketing.v_ticket where hotline = $1 and number = $2)
                        select n.number, (select max(e.position) from ticketing.v_ticket_event e
                                           where e.hotline = $1 and e.number = n.number and e.handles) as closing
                          from named n""", hotline.value(), number).stream()
                .findFirst()
                .map(row -> new Rated(
                        new TicketNumber(row.getString("number")), Optional.ofNullable(row.getLong("closing"))));
    }

    int add(HotlineCode hotline, List<HistoricRating> ratings, Instant now) {
        return rows.inTransaction(tx -> {
            var added = 0;
            for (var rating : ratings) {
                // language=PostgreSQL
                added += PgRows.change(
                        tx,
                        """
                        insert into callback.survey (id, hotline, ticket, closing, closed_at, planned_at, state, rating,
                                                     asked_at, answered_at, ended_at, imported)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $5, $9, $5, true)
                        on conflict (hotline, ticket, closing) do nothing""",
                        UUID.randomUUID(),
                        hotline.value(),
                        rating.ticket().value(),
                        rating.closing(),
                        utc(rating.at()),
                        utc(now),
                        rating.rating().isPresent() ? "ANSWERED" : "UNRATED",
                        rating.rating().map(Enum::name).orElse(null),
                        rating.rating().isPresent() ? utc(rating.at()) : null);
            }
            return added;
        });
    }
}
