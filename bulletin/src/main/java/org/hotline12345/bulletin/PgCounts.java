package org.hotline12345.bulletin;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallFigures;
import org.hotline12345.telephony.PgCallFigures;

/** Counts a month's rows, all in one read-only look at the database, so that the figures fit together. */
final class PgCounts {
    private static final String GAPS = Resource.text("gaps.sql");
    private static final String TICKETS = Resource.text("tickets.sql");
    private static final String UNITS = Resource.text("units.sql");
    private static final int MAX_UNITS = 5_000;
    private static final int SHOWN_GAPS = 3;

    private record UnitName(String name, String group) {}

    private final Pool pool;
    private final Duration queryLimit;

    PgCounts(Pool pool, Duration queryLimit) {
        this.pool = pool;
        this.queryLimit = queryLimit;
    }

    MonthCounts count(HotlineCode hotline, Span span, Instant cutOff, BulletinProfile profile) {
        var connection = pool.getConnection().await();
        try {
            connection
                    .query("start transaction isolation level repeatable read, read only")
                    .execute()
                    .await();
            try {
                // language=PostgreSQL
                connection
                        .preparedQuery("select set_config('statement_timeout', $1, true)")
                        .execute(Tuple.of(Long.toString(queryLimit.toMillis())))
                        .await();
                return count(connection, hotline, span, cutOff, profile);
            } finally {
                // Nothing was written; ending it either way frees the snapshot.
                connection.query("rollback").execute().await();
            }
        } finally {
            connection.close().await();
        }
    }

    /** Counts in somebody else's look at the database. */
    static MonthCounts count(
            SqlConnection connection, HotlineCode hotline, Span span, Instant cutOff, BulletinProfile profile) {
        var code = hotline.value();
        var from = utc(span.from());
        var until = utc(span.until());
        var end = utc(cutOff);
        var calls = CallFigures.of(
                profile.counting(),
                PgCallFigures.counts(
                        connection, hotline, span.from(), earlier(span.until(), cutOff), profile.counting()));
        var completeness = completeness(connection, span.from(), earlier(span.until(), cutOff));
        var tickets = rows(
                connection,
                TICKETS,
                Tuple.of(
                        code,
                        from,
                        until,
                        end,
                        profile.basis().name(),
                        profile.closedAt().name()));
        var units = rows(connection, UNITS, Tuple.of(code, MAX_UNITS + 1, span.lastDay(cutOff)));
        if (units.size() > MAX_UNITS) {
            throw new IllegalStateException("hotline " + hotline + " has more than " + MAX_UNITS + " units");
        }
        return month(calls, tickets, units, completeness);
    }

    /** Where several Asterisks are heard, the one that is known least far counts. */
    private static Completeness completeness(SqlConnection connection, Instant from, Instant until) {
        // language=PostgreSQL
        var known = rows(connection, "select min(read_at) as read_at from telephony.v_record_position", Tuple.tuple())
                .getFirst()
                .getOffsetDateTime("read_at");
        var gaps = rows(connection, GAPS, Tuple.of(utc(from), utc(until), SHOWN_GAPS));
        return new Completeness(
                Optional.ofNullable(known).map(OffsetDateTime::toInstant),
                gaps.stream()
                        .map(row -> new Completeness.Gap(
                                row.getOffsetDateTime("from_at").toInstant(),
                                row.getOffsetDateTime("until_at").toInstant()))
                        .toList(),
                gaps.isEmpty() ? 0 : gaps.getFirst().getLong("gaps"));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static MonthCounts month(
            CallFigures calls, List<Row> tickets, List<Row> unitRows, Completeness completeness) {
        var names = new HashMap<String, UnitName>();
        unitRows.forEach(row ->
                names.put(row.getString("code"), new UnitName(row.getString("name"), row.getString("unit_group"))));
        var all = TicketCounts.NONE;
        Map<String, Long> byNature = new HashMap<>();
        var units = new ArrayList<UnitCounts>();
        var seen = new HashSet<String>();
        for (var row : tickets) {
            var key = row.getString("key");
            switch (row.getString("part")) {
                case "ALL" -> all = tickets(row);
                case "NATURE" -> byNature.put(key == null ? "未填写" : key, row.getLong("tickets"));
                default -> {
                    // No unit: tickets that an agent answered, or that still wait for their unit.
                    if (key != null) {
                        seen.add(key);
                        var unit = names.get(key);
                        units.add(
                                unit == null
                                        ? new UnitCounts(key, key, "名录外单位", false, tickets(row))
                                        : new UnitCounts(key, unit.name(), unit.group(), true, tickets(row)));
                    }
                }
            }
        }
        var without = unitRows.stream()
                .filter(row -> row.getBoolean("there"))
                .filter(row -> !seen.contains(row.getString("code")))
                .map(row -> row.getString("name"))
                .toList();
        return new MonthCounts(calls, all, byNature, units, without, completeness);
    }

    private static TicketCounts tickets(Row row) {
        return new TicketCounts(
                row.getLong("tickets"),
                row.getLong("direct"),
                row.getLong("dispatched"),
                row.getLong("waiting"),
                row.getLong("merged"),
                row.getLong("ended"),
                row.getLong("closed"),
                row.getLong("closed_with_due"),
                row.getLong("closed_in_time"),
                row.getLong("surveys_asked"),
                row.getLong("surveys_rated"),
                row.getLong("satisfied"),
                row.getLong("basically_satisfied"),
                row.getLong("dissatisfied"),
                row.getLong("unrated"));
    }

    private static List<Row> rows(SqlConnection connection, String sql, Tuple parameters) {
        var rows = new ArrayList<Row>();
        connection.preparedQuery(sql).execute(parameters).await().forEach(rows::add);
        return rows;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
