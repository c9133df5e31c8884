package org.hotline12345.ticketing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.telephony.CallId;

/** The rows of tickets that come in by the hundred: ticket, assignments, log and outside number in one transaction. */
final class PgTicketImports {
    /**
     * @param day that its number names
     * @param events its log, once its number is known
     */
    record Arrival(
            String outside, LocalDate day, Function<TicketNumber, List<TicketEvent>> events, Requester requester) {}

    private record Numbered(Arrival arrival, Ticket ticket, List<TicketEvent> events) {}

    private final Pool pool;
    private final Seal seal;

    PgTicketImports(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    Optional<CallId> call(HotlineCode hotline, String outside) {
        // language=PostgreSQL
        return text(
                        "select call from telephony.v_brought_in_call where hotline = $1 and outside = $2",
                        Tuple.of(hotline.value(), outside))
                .map(CallId::new);
    }

    Optional<String> ticketOf(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return text("""
                select coalesce(o.outside, t.number) from ticketing.ticket t
                  left join ticketing.outside_number o on o.hotline = t.hotline and o.number = t.number
                 where t.hotline = $1 and t.call = $2""", Tuple.of(hotline.value(), call.value()));
    }

    private Optional<String> text(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await().iterator();
        return rows.hasNext() ? Optional.of(rows.next().getString(0)) : Optional.empty();
    }

    /** @return how many were not there yet; those that were stay as they are */
    int addHistory(
            HotlineCode hotline,
            List<Arrival> arrivals,
            Function<Ticket, Optional<Instant>> lookAt,
            Instant importedAt) {
        return add(hotline, arrivals, Source.HISTORY, lookAt, Optional.of(importedAt))
                .size();
    }

    /** Tickets of the hotline above that are new here: they begin now. */
    Set<String> addUpstream(HotlineCode hotline, List<Arrival> arrivals, Function<Ticket, Optional<Instant>> lookAt) {
        return add(hotline, arrivals, Source.UPSTREAM, lookAt, Optional.empty());
    }

    /** Where outside numbers come from, and stand. */
    private enum Source {
        HISTORY(
                // language=PostgreSQL
                "select outside from ticketing.outside_number where hotline = $1 and outside = any($2)",
                // language=PostgreSQL
                "insert into ticketing.outside_number (hotline, outside, number) values ($1, $2, $3)"),
        UPSTREAM(
                // language=PostgreSQL
                "select upstream as outside from ticketing.upstream where hotline = $1 and upstream = any($2)",
                // language=PostgreSQL
                "insert into ticketing.upstream (hotline, upstream, number, file_at) values ($1, $2, $3, '-infinity')");

        private final String find;
        private final String insert;

        Source(String find, String insert) {
            this.find = find;
            this.insert = insert;
        }
    }

    /** @return the outside numbers that were not there yet */
    private Set<String> add(
            HotlineCode hotline,
            List<Arrival> arrivals,
            Source source,
            Function<Ticket, Optional<Instant>> lookAt,
            Optional<Instant> importedAt) {
        var connection = pool.getConnection().await();
        try {
            var transaction = connection.begin().await();
            var done = false;
            try {
                var known = known(connection, hotline, source, arrivals);
                var fresh = arrivals.stream()
                        .filter(arrival -> !known.contains(arrival.outside()))
                        .toList();
                if (!fresh.isEmpty()) {
                    write(connection, numbered(connection, hotline, fresh), source, lookAt, importedAt);
                }
                transaction.commit().await();
                done = true;
                return fresh.stream().map(Arrival::outside).collect(Collectors.toUnmodifiableSet());
            } finally {
                if (!done) {
                    // Not awaited: after a lost connection it fails too, and would hide the first failure.
                    transaction.rollback();
                }
            }
        } finally {
            connection.close();
        }
    }

    private static Set<String> known(SqlConnection tx, HotlineCode hotline, Source source, List<Arrival> arrivals) {
        // Two imports of the same file take turns, batch by batch.
        // language=PostgreSQL
        tx.preparedQuery("select pg_advisory_xact_lock(hashtextextended('ticketing.outside_number ' || $1, 0))")
                .execute(Tuple.of(hotline.value()))
                .await();
        var known = new HashSet<String>();
        tx.preparedQuery(source.find)
                .execute(Tuple.of(hotline.value())
                        .addArrayOfString(
                                arrivals.stream().map(Arrival::outside).toArray(String[]::new)))
                .await()
                .forEach(row -> known.add(row.getString("outside")));
        return known;
    }

    /** Numbers go on where those of the day ended. */
    private static List<Numbered> numbered(SqlConnection tx, HotlineCode hotline, List<Arrival> arrivals) {
        var counts = arrivals.stream().collect(Collectors.groupingBy(Arrival::day, Collectors.counting()));
        var days = counts.keySet().stream().sorted().toArray(LocalDate[]::new);
        var many = new Integer[days.length];
        for (int i = 0; i < days.length; i++) {
            many[i] = Math.toIntExact(counts.getOrDefault(days[i], 0L));
        }
        Map<LocalDate, Integer> next = new HashMap<>();
        // language=PostgreSQL
        for (Row row : tx.preparedQuery("""
                        insert into ticketing.day_counter as c (hotline, day, last)
                        select $1, day, many from unnest($2::date[], $3::int[]) as new (day, many) order by day
                        on conflict (hotline, day) do update set last = c.last + excluded.last
                        returning day, last""")
                .execute(Tuple.of(hotline.value()).addArrayOfLocalDate(days).addArrayOfInteger(many))
                .await()) {
            var day = row.getLocalDate("day");
            next.put(day, row.getInteger("last") - Math.toIntExact(counts.getOrDefault(day, 0L)) + 1);
        }
        return arrivals.stream()
                .map(arrival -> {
                    var place = next.merge(arrival.day(), 1, Integer::sum) - 1;
                    var events = arrival.events().apply(TicketNumber.of(arrival.day(), place));
                    return new Numbered(arrival, TicketFold.replay(hotline, events), events);
                })
                .toList();
    }

    private void write(
            SqlConnection tx,
            List<Numbered> tickets,
            Source source,
            Function<Ticket, Optional<Instant>> lookAt,
            Optional<Instant> importedAt) {
        // language=PostgreSQL
        tx.preparedQuery("""
                        insert into ticketing.ticket
                          (hotline, number, channel, call, registered_by, registered_at, requester_name, requester_phone,
                           phone_index, imported_at, version, state, units, unit, dispatched_at, acknowledge_by, due_at,
                           due_provisional, acknowledged_at, replied_at, handled_at, closed_at, mode, suspended_since,
                           ended_at, reject_reason, merged_into, merged, excluded, times, look_at, nature, title, content,
                           area, urgent, domain)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)""")
                .executeBatch(tickets.stream()
                        .map(one -> row(one, lookAt.apply(one.ticket()), importedAt))
                        .toList())
                .await();
        var assignments = new JsonArray();
        tickets.forEach(one -> assignments.addAll(
                PgTicketRows.assignments(one.ticket(), one.ticket().assignments())));
        if (!assignments.isEmpty()) {
            // language=PostgreSQL
            tx.preparedQuery("""
                            insert into ticketing.assignment
                            select a.* from jsonb_populate_recordset(null::ticketing.assignment, $1) a""").execute(Tuple.of(assignments)).await();
        }
        // language=PostgreSQL
        tx.preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body, imported)
                        values ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .executeBatch(tickets.stream()
                        .flatMap(one -> one.events().stream()
                                .map(event -> Tuple.of(
                                        one.ticket().hotline().value(),
                                        event.ticket().value(),
                                        event.version(),
                                        event.kind().name(),
                                        PgTicketRows.utc(event.at()),
                                        event.by().value(),
                                        EventBody.write(event.fact()),
                                        importedAt.isPresent())))
                        .toList())
                .await();
        // language=PostgreSQL
        tx.preparedQuery("insert into ticketing.unindexed_text (hotline, number, words) values ($1, $2, $3)")
                .executeBatch(tickets.stream()
                        .map(Numbered::ticket)
                        .map(ticket -> Tuple.of(
                                ticket.hotline().value(),
                                PgTicketSearch.packed(ticket.number()),
                                SearchText.of(ticket.matter())))
                        .toList())
                .await();
        tx.preparedQuery(source.insert)
                .executeBatch(tickets.stream()
                        .map(one -> Tuple.of(
                                one.ticket().hotline().value(),
                                one.arrival().outside(),
                                one.ticket().number().value()))
                        .toList())
                .await();
    }

    private Tuple row(Numbered one, Optional<Instant> lookAt, Optional<Instant> importedAt) {
        var ticket = one.ticket();
        var requester = one.arrival().requester();
        var sealing = new RequesterSeal(seal, ticket.hotline(), requester);
        var row = Tuple.of(
                        ticket.hotline().value(),
                        ticket.number().value(),
                        ticket.channel().name())
                .addString(ticket.call().map(CallId::value).orElse(null))
                .addUUID(ticket.registeredBy().value())
                .addOffsetDateTime(PgTicketRows.utc(ticket.registeredAt()))
                .addBuffer(PgTicketRows.buffer(sealing.seal(requester.name())))
                .addBuffer(PgTicketRows.buffer(sealing.seal(requester.phone())))
                .addBuffer(sealing.index()
                        .map(index -> Buffer.buffer(index.bytes()))
                        .orElse(null))
                .addOffsetDateTime(PgTicketRows.utc(importedAt));
        PgTicketRows.addChanging(row, ticket, lookAt);
        return row;
    }
}
