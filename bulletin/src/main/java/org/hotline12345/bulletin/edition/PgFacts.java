package org.hotline12345.bulletin.edition;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.CountingRules;
import org.hotline12345.bulletin.TicketGroup;
import org.hotline12345.bulletin.TicketGroup.UnitThen;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallCount;
import org.hotline12345.telephony.CallFacts;
import org.hotline12345.telephony.CallStage;

/** The rows of kept facts: one for each ticket, survey and call that an edition counts. */
final class PgFacts {
    /** Rows of one copying statement. */
    private static final int BATCH = 50_000;

    private static final Duration DAY = Duration.ofDays(1);

    private static final List<String> TABLES = List.of("frozen_ticket", "frozen_survey", "frozen_call", "frozen_unit");

    /** Tickets that count alike, and by which mark their rows are found. */
    record MarkedTickets(String marks, TicketGroup group) {}

    record MarkedCalls(String marks, CallCount calls) {}

    private PgFacts() {}

    /** Puts the facts as they are in this look in the place of those that were kept before. */
    static void copy(SqlConnection look, UUID edition, HotlineCode hotline, CountingRules rules, Instant cutOff) {
        for (var table : TABLES) {
            look.preparedQuery("delete from bulletin." + table + " where edition = $1")
                    .execute(Tuple.of(edition))
                    .await();
        }
        copyUnits(look, edition, hotline, rules.span().lastDay(cutOff));
        copyTickets(look, edition, hotline, rules, cutOff);
        copySurveys(look, edition, hotline, cutOff);
        copyCalls(look, edition, hotline, rules, cutOff);
    }

    private static void copyUnits(SqlConnection look, UUID edition, HotlineCode hotline, LocalDate day) {
        // language=PostgreSQL
        look.preparedQuery("""
            insert into bulletin.frozen_unit (edition, code, name, unit_group)
            select $1, code, name, unit_group from office.units_on($2, $3)""").execute(Tuple.of(edition, hotline.value(), day)).await();
    }

    private static void copyTickets(
            SqlConnection look, UUID edition, HotlineCode hotline, CountingRules rules, Instant cutOff) {
        var last = Optional.of("");
        while (last.isPresent()) {
            // language=PostgreSQL
            var row = look.preparedQuery("""
                with former as (
                    -- As tickets.sql says: who had the ticket then, where that unit has ended since.
                    select distinct on (number, sent_at) number, sent_at, unit
                      from ticketing.v_former
                     where hotline = $2 and part = 'LEAD' and until_at >= $4
                     order by number, sent_at, until_at
                ), copied as (
                    insert into bulletin.frozen_ticket (edition, number, nature, channel, unit, state, mode, registered_at,
                        dispatched_at, due_at, replied_at, handled_at, closed_at, ended_at, merged_into, excluded)
                    select $1, number, nature, channel, unit_then, state, mode, registered_at, dispatched_at, due_at, replied_at,
                           handled_at, closed_at, ended_at, merged_into, excluded
                      from (select t.*, coalesce(former.unit, t.unit) as unit_then,
                                   case $6::text when 'ACCEPTED_AT' then registered_at
                                                      when 'DISPATCHED_AT' then dispatched_at
                                                      when 'HANDLED_AT' then handled_at
                                                      when 'CLOSED_AT' then closed_at end as counted_at
                              from ticketing.v_ticket t
                              left join former on former.number = t.number and former.sent_at = t.dispatched_at
                             where t.hotline = $2 and not (t.state = 'VOIDED' and t.ended_at <= $5)) as of_hotline
                     where counted_at >= $3 and counted_at < least($4, $5::timestamptz) and of_hotline.number > $7
                     order by number limit $8
                    returning number)
                select count(*) as rows, max(number) as last from copied""")
                    .execute(Tuple.of(
                                    edition,
                                    hotline.value(),
                                    utc(rules.span().from()),
                                    utc(rules.span().until()),
                                    utc(cutOff))
                            .addString(rules.basis().name())
                            .addString(last.get())
                            .addInteger(BATCH))
                    .await()
                    .iterator()
                    .next();
            last = next(row);
        }
    }

    /** All of a ticket that were asked by the cut-off: which one counts is judged later. */
    private static void copySurveys(SqlConnection look, UUID edition, HotlineCode hotline, Instant cutOff) {
        var last = Optional.of("");
        while (last.isPresent()) {
            // language=PostgreSQL
            var row = look.preparedQuery("""
                            select count(*) as rows, max(number) as last
                              from (select number from bulletin.frozen_ticket
                                     where edition = $1 and number > $2 order by number limit $3) as tickets""")
                    .execute(Tuple.of(edition, last.get(), BATCH))
                    .await()
                    .iterator()
                    .next();
            if (row.getLong("rows") > 0) {
                // Between two numbers, so that no plan compares each ticket with each survey.
                // language=PostgreSQL
                look.preparedQuery("""
                                insert into bulletin.frozen_survey (edition, ticket, closing_position, asked_at, answered_at, rating)
                                select $1, r.ticket, r.closing_position, r.asked_at, r.answered_at, r.rating
                                  from callback.v_rating r
                                 where r.hotline = $2 and r.asked_at <= $3 and r.ticket > $4 and r.ticket <= $5
                                   and exists (select from bulletin.frozen_ticket t where t.edition = $1 and t.number = r.ticket)""")
                        .execute(Tuple.of(edition, hotline.value(), utc(cutOff), last.get(), row.getString("last")))
                        .await();
            }
            last = next(row);
        }
    }

    /** A day at a time, as the calls' index is by time. */
    private static void copyCalls(
            SqlConnection look, UUID edition, HotlineCode hotline, CountingRules rules, Instant cutOff) {
        var until = rules.span().until().isBefore(cutOff) ? rules.span().until() : cutOff;
        var from = rules.span().from();
        while (from.isBefore(until)) {
            var next = from.plus(DAY).isBefore(until) ? from.plus(DAY) : until;
            // language=PostgreSQL
            look.preparedQuery("""
                insert into bulletin.frozen_call (edition, call, line, arrived_at, wait_ms, settled, stage, fate)
                select $1, id, line, arrived_at, wait_ms, settled, stage, fate
                  from telephony.v_call_fact
                 where hotline = $2 and arrived_at >= $3 and arrived_at < $4""")
                    .execute(Tuple.of(edition, hotline.value(), utc(from), utc(next)))
                    .await();
            from = next;
        }
    }

    private static Optional<String> next(Row row) {
        return row.getLong("rows") < BATCH ? Optional.empty() : Optional.of(row.getString("last"));
    }

    static List<MarkedTickets> ticketGroups(SqlClient client, UUID edition, boolean byUnit) {
        var units = units(client, edition);
        var groups = new ArrayList<MarkedTickets>();
        // language=PostgreSQL
        client.preparedQuery("""
            select case when $2 then unit end as of_unit, marks, nature, course, done, with_due, in_time, asked, rating,
                   count(*) as tickets
              from bulletin.marked_tickets($1)
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9""").execute(Tuple.of(edition, byUnit)).await().forEach(row -> {
            var unit = Optional.ofNullable(row.getString("of_unit"));
            groups.add(new MarkedTickets(
                    row.getString("marks"),
                    new TicketGroup(
                            unit.map(code -> units.getOrDefault(code, new UnitThen(code, code, "名录外单位"))),
                            row.getString("nature"),
                            row.getString("course"),
                            row.getBoolean("done"),
                            row.getBoolean("with_due"),
                            row.getBoolean("in_time"),
                            row.getBoolean("asked"),
                            Optional.ofNullable(row.getString("rating")),
                            row.getLong("tickets"))));
        });
        return groups;
    }

    static Set<String> natures(List<MarkedTickets> groups) {
        return groups.stream().map(marked -> marked.group().nature()).collect(Collectors.toSet());
    }

    static List<MarkedCalls> callGroups(SqlClient client, UUID edition, CountingRules rules) {
        var groups = new ArrayList<MarkedCalls>();
        // language=PostgreSQL
        client.preparedQuery("""
            select marks, line, stage, fate, short, in_limit, count(*) as calls, count(wait_ms) as waited,
                   coalesce(sum(wait_ms), 0)::bigint as wait_ms,
                   count(*) filter (where fate <> 'OPEN' and not settled) as unsettled
              from bulletin.marked_calls($1, $2, $3)
             group by 1, 2, 3, 4, 5, 6""")
                .execute(Tuple.of(edition, rules.shortMillis(), rules.limitMillis()))
                .await()
                .forEach(row -> groups.add(new MarkedCalls(
                        row.getString("marks"),
                        new CallCount(
                                row.getString("line"),
                                new CallFacts(
                                        CallStage.valueOf(row.getString("stage")),
                                        CallFacts.Fate.valueOf(row.getString("fate")),
                                        row.getBoolean("short"),
                                        row.getBoolean("in_limit")),
                                row.getLong("calls"),
                                row.getLong("waited"),
                                row.getLong("wait_ms"),
                                row.getLong("unsettled")))));
        return groups;
    }

    static Map<String, UnitThen> units(SqlClient client, UUID edition) {
        var units = new HashMap<String, UnitThen>();
        // language=PostgreSQL
        client.preparedQuery("select code, name, unit_group from bulletin.frozen_unit where edition = $1")
                .execute(Tuple.of(edition))
                .await()
                .forEach(row -> units.put(
                        row.getString("code"),
                        new UnitThen(row.getString("code"), row.getString("name"), row.getString("unit_group"))));
        return units;
    }

    /** Numbers of tickets with one of the marks, in their order, after that number. */
    static List<String> ticketNumbers(
            SqlClient client, UUID edition, List<String> marks, Optional<List<String>> units, String after, int limit) {
        var numbers = new ArrayList<String>();
        // language=PostgreSQL
        client.preparedQuery("""
            select number from bulletin.marked_tickets($1)
             where marks = any($2) and ($3::text[] is null or unit = any($3)) and number > $4
             order by number limit $5""")
                .execute(Tuple.of(edition)
                        .addArrayOfString(marks.toArray(String[]::new))
                        .addArrayOfString(
                                units.map(codes -> codes.toArray(String[]::new)).orElse(null))
                        .addString(after)
                        .addInteger(limit))
                .await()
                .forEach(row -> numbers.add(row.getString("number")));
        return numbers;
    }

    static List<String> callIds(
            SqlClient client, UUID edition, CountingRules rules, List<String> marks, String after, int limit) {
        var ids = new ArrayList<String>();
        // language=PostgreSQL
        client.preparedQuery("""
            select call from bulletin.marked_calls($1, $2, $3)
             where marks = any($4) and call > $5 order by call limit $6""")
                .execute(Tuple.of(edition, rules.shortMillis(), rules.limitMillis())
                        .addArrayOfString(marks.toArray(String[]::new))
                        .addString(after)
                        .addInteger(limit))
                .await()
                .forEach(row -> ids.add(row.getString("call")));
        return ids;
    }

    static boolean hasTicket(SqlClient client, UUID edition, String unit, String number) {
        // language=PostgreSQL
        return client.preparedQuery("""
            select from bulletin.marked_tickets($1) where unit = $2 and number = $3""")
                        .execute(Tuple.of(edition, unit, number))
                        .await()
                        .size()
                == 1;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
