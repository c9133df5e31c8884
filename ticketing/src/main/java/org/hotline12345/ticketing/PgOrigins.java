package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;

/** Where tickets come from, a page of them at a time. */
final class PgOrigins {
    private final Pool pool;

    PgOrigins(Pool pool) {
        this.pool = pool;
    }

    /** Of those that did not begin here. */
    Map<TicketNumber, Origin> of(HotlineCode hotline, List<TicketNumber> numbers) {
        var origins = new HashMap<TicketNumber, Origin>();
        // language=PostgreSQL
        for (Row row : pool.preparedQuery("""
                        select t.number, t.imported_at, o.outside, u.upstream, u.due_at, u.sent_at, u.result_rating,
                               u.service_rating
                          from ticketing.ticket t
                          left join ticketing.outside_number o on o.hotline = t.hotline and o.number = t.number
                          left join ticketing.upstream u on u.hotline = t.hotline and u.number = t.number
                         where t.hotline = $1 and t.number = any($2)
                           and (t.imported_at is not null or u.upstream is not null)""")
                .execute(Tuple.of(hotline.value())
                        .addArrayOfString(
                                numbers.stream().map(TicketNumber::value).toArray(String[]::new)))
                .await()) {
            origins.put(new TicketNumber(row.getString("number")), origin(row));
        }
        return origins;
    }

    private static Origin origin(Row row) {
        return new Origin(
                Optional.ofNullable(row.getString("outside")),
                PgTicketRows.instant(row, "imported_at"),
                Optional.ofNullable(row.getString("upstream"))
                        .map(number -> new Origin.Upstream(
                                number,
                                PgTicketRows.instant(row, "due_at"),
                                PgTicketRows.instant(row, "sent_at"),
                                rating(row, "result_rating"),
                                rating(row, "service_rating"))));
    }

    private static Optional<UpstreamRating> rating(Row row, String column) {
        return Optional.ofNullable(row.getString(column)).map(UpstreamRating::valueOf);
    }
}
