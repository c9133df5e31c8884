package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.UnitCode;

/** The rows of what goes to successors. */
final class PgSuccessions {
    private static final String OPEN = "('SENT', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED')";

    private final Pool pool;

    PgSuccessions(Pool pool) {
        this.pool = pool;
    }

    /** Tickets that these units work on, in order of their numbers, after that one. */
    List<Ticket> openWith(HotlineCode hotline, Collection<UnitCode> units, Optional<TicketNumber> after, int limit) {
        // language=PostgreSQL
        return rows(
                        PgTicketRows.SELECT + "number in (select number from ticketing.assignment"
                                + " where hotline = $1 and unit = any($2) and state in " + OPEN + ")"
                                + " and ($3::text is null or number > $3) order by number limit $4",
                        Tuple.of(
                                hotline.value(),
                                units.stream().map(UnitCode::value).toArray(String[]::new),
                                after.map(TicketNumber::value).orElse(null),
                                limit))
                .map(PgTicketRows::ticket)
                .toList();
    }

    List<SuccessionShare> shares(HotlineCode hotline, UnitCode unit) {
        // language=PostgreSQL
        return rows("""
                        select kind, value, successor from ticketing.succession_share
                         where hotline = $1 and unit = $2 order by place""", Tuple.of(hotline.value(), unit.value()))
                .map(PgSuccessions::share)
                .toList();
    }

    /** The shares of a unit from now on, in this order. */
    void keepShares(HotlineCode hotline, UnitCode unit, List<SuccessionShare> shares) {
        // language=PostgreSQL
        pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(
                                "delete from ticketing.succession_share where hotline = $1 and unit = $2")
                        .execute(Tuple.of(hotline.value(), unit.value()))
                        // language=PostgreSQL
                        .compose(removed -> shares.isEmpty()
                                ? Future.succeededFuture(removed)
                                : tx.preparedQuery("""
                                                insert into ticketing.succession_share
                                                  (hotline, unit, place, kind, value, successor)
                                                values ($1, $2, $3, $4, $5, $6)""")
                                        .executeBatch(IntStream.range(0, shares.size())
                                                .mapToObj(place -> row(hotline, unit, place, shares.get(place)))
                                                .toList())))
                .await();
    }

    private static Tuple row(HotlineCode hotline, UnitCode unit, int place, SuccessionShare share) {
        var kind = switch (share) {
            case SuccessionShare.OfCategory _ -> "CATEGORY";
            case SuccessionShare.OfArea _ -> "AREA";
            case SuccessionShare.OfTicket _ -> "TICKET";
        };
        var value = switch (share) {
            case SuccessionShare.OfCategory(var category, var _) -> category;
            case SuccessionShare.OfArea(var area, var _) -> area;
            case SuccessionShare.OfTicket(var number, var _) -> number.value();
        };
        return Tuple.of(
                hotline.value(), unit.value(), place, kind, value, share.to().value());
    }

    private static SuccessionShare share(Row row) {
        var to = new UnitCode(row.getString("successor"));
        var value = row.getString("value");
        return switch (row.getString("kind")) {
            case "CATEGORY" -> new SuccessionShare.OfCategory(value, to);
            case "AREA" -> new SuccessionShare.OfArea(value, to);
            case "TICKET" -> new SuccessionShare.OfTicket(new TicketNumber(value), to);
            default -> throw new IllegalStateException("no share is of kind " + row.getString("kind"));
        };
    }

    /** How many tickets that it had from the other a unit still works on. */
    int openInherited(HotlineCode hotline, UnitCode from, UnitCode successor) {
        // language=PostgreSQL
        return rows("""
                        select count(*)::integer as n from ticketing.assignment
                         where hotline = $1 and unit = $2 and formers <> '[]'
                           and formers @> jsonb_build_array(jsonb_build_object('unit', $3::text)) and state in\s""" + OPEN, Tuple.of(hotline.value(), successor.value(), from.value()))
                .findFirst()
                .orElseThrow()
                .getInteger("n");
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        return StreamSupport.stream(
                pool.preparedQuery(sql).execute(parameters).await().spliterator(), false);
    }
}
