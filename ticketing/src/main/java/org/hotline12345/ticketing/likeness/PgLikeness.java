package org.hotline12345.ticketing.likeness;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;

/** Finds tickets that may be like one, by their digests. */
public final class PgLikeness {
    private static final int MOST_ALIKE = 200;
    private static final int MOST_OF_A_CALLER = 50;

    // language=PostgreSQL
    private static final String SELECT = """
            select t.number, t.title, t.content, t.state, t.registered_at, coalesce(d.place, '') as place,
                   coalesce(t.phone_index = own.phone_index, false) as same_caller,
                   (select a.unit from ticketing.assignment a
                     where a.hotline = t.hotline and a.number = t.number and a.part = 'LEAD' and a.state = 'ACCEPTED'
                     order by a.ordinal desc limit 1) as accepted_from
              from near join ticketing.ticket t on t.hotline = $1 and t.number = near.number
              left join ticketing.digest d on d.hotline = t.hotline and d.number = t.number
              join ticketing.ticket own on own.hotline = $1 and own.number = $2
             where t.number <> $2
             order by t.number desc""";

    private final Pool pool;

    public PgLikeness(Pool pool) {
        this.pool = pool;
    }

    /** The newest whose texts may be alike, whatever became of them. */
    public List<Alike> alike(Ticket ticket) {
        // language=PostgreSQL
        return found(
                """
                        with near as (
                            select number from ticketing.digest where hotline = $1 and sketch && $3
                             order by registered_at desc limit $4)
                        """ + SELECT,
                Tuple.of(ticket.hotline().value(), ticket.number().value())
                        .addArrayOfInteger(Wording.of(ticket.matter()).sketch(ticket.hotline()))
                        .addInteger(MOST_ALIKE));
    }

    /** Those registered since then that are of the same caller, about the same place, or worded alike. */
    public List<Alike> near(Ticket ticket, Instant since) {
        // language=PostgreSQL
        return found(
                """
                with near as (
                    (select number from ticketing.ticket
                      where hotline = $1 and registered_at > $4
                        and phone_index = (select phone_index from ticketing.ticket where hotline = $1 and number = $2)
                      order by number desc limit $6)
                    union
                    (select number from ticketing.digest
                      where hotline = $1 and place = $5 and place <> '' and registered_at > $4
                      order by registered_at desc limit $7)
                    union
                    (select number from ticketing.digest where hotline = $1 and sketch && $3 and registered_at > $4
                      order by registered_at desc limit $7))
                """ + SELECT,
                Tuple.of(ticket.hotline().value(), ticket.number().value())
                        .addArrayOfInteger(Wording.of(ticket.matter()).sketch(ticket.hotline()))
                        .addOffsetDateTime(since.atOffset(ZoneOffset.UTC))
                        .addString(Place.of(ticket.matter().area()))
                        .addInteger(MOST_OF_A_CALLER)
                        .addInteger(MOST_ALIKE));
    }

    private List<Alike> found(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgLikeness::alike)
                .toList();
    }

    private static Alike alike(Row row) {
        return new Alike(
                new TicketNumber(row.getString("number")),
                row.getString("title"),
                row.getString("content"),
                row.getString("place"),
                TicketStage.valueOf(row.getString("state")),
                row.getOffsetDateTime("registered_at").toInstant(),
                row.getBoolean("same_caller"),
                Optional.ofNullable(row.getString("accepted_from")).map(UnitCode::new));
    }
}
