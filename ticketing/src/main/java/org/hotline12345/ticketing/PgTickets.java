package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.jspecify.annotations.Nullable;

/** The tickets' rows: one for each ticket, and its events, which are written with it or not at all. */
final class PgTickets {
    private static final String UNIQUE_VIOLATION = "23505";
    private final Pool pool;
    private final Seal seal;

    PgTickets(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /**
     * Numbers and stores a new ticket. The day's counter is the lock: numbers have no gaps, as a registration that fails
     * gives its number back.
     *
     * @return empty when the call has a ticket already
     */
    Optional<Ticket> register(
            HotlineCode hotline,
            LocalDate day,
            Function<TicketNumber, TicketEvent> registered,
            Requester requester,
            Optional<BlindIndex> phoneIndex) {
        return pool.withTransaction((SqlConnection tx) -> nextNumber(tx, hotline, day)
                        .map(registered)
                        .compose(event -> {
                            var ticket = TicketFold.begin(hotline, event);
                            return insert(tx, ticket, requester, phoneIndex)
                                    .compose(_ -> append(tx, hotline, List.of(event)))
                                    .map(_ -> Optional.of(ticket));
                        }))
                .recover(failure -> failure instanceof PgException e
                                && UNIQUE_VIOLATION.equals(e.getSqlState())
                                && "ticket_of_call".equals(e.getConstraint())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .await();
    }

    /**
     * Stores what events made of tickets: all of it or nothing. Without events only the time to look again is stored.
     *
     * @param lookAt when time alone changes a ticket next
     * @return false when a stored ticket is not the one before its events: somebody else was first
     */
    boolean store(List<TicketChange> changes, Function<Ticket, Optional<Instant>> lookAt) {
        return pool.withTransaction((SqlConnection tx) -> {
                    // Always in the same order, so that two who change the same tickets wait instead of blocking each
                    // other.
                    Future<Boolean> stored = Future.succeededFuture(true);
                    for (var change : changes.stream()
                            .sorted(Comparator.comparing(one -> one.after().number()))
                            .toList()) {
                        stored = stored.compose(_ -> store(tx, change, lookAt.apply(change.after())));
                    }
                    return stored;
                })
                .recover(failure ->
                        failure instanceof Overtaken ? Future.succeededFuture(false) : Future.failedFuture(failure))
                .await();
    }

    Optional<Ticket> find(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(PgTicketRows.SELECT + "number = $2", Tuple.of(hotline.value(), number.value()))
                .map(PgTicketRows::ticket)
                .findFirst();
    }

    /** Those of these that there are. */
    List<Ticket> find(HotlineCode hotline, Collection<TicketNumber> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        // language=PostgreSQL
        return rows(
                        PgTicketRows.SELECT + "number = any($2) order by number",
                        Tuple.of(hotline.value())
                                .addArrayOfString(numbers.stream()
                                        .map(TicketNumber::value)
                                        .toArray(String[]::new)))
                .map(PgTicketRows::ticket)
                .toList();
    }

    Optional<Ticket> findByCall(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return rows(PgTicketRows.SELECT + "call = $2", Tuple.of(hotline.value(), call.value()))
                .map(PgTicketRows::ticket)
                .findFirst();
    }

    /** @param units only tickets that were ever sent to one of these; empty for all */
    TicketPage list(HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter) {
        // language=PostgreSQL
        var found = rows(
                        PgTicketRows.SELECT + """
                        ($2::text[] is null or units && $2) and ($3::text is null or state = $3)
                           and ($4::text is null or unit = $4) and ($5::text is null or number < $5)
                         order by number desc limit $6""",
                        Tuple.of(
                                hotline.value(),
                                units.map(some -> some.stream()
                                                .map(UnitCode::value)
                                                .toArray(String[]::new))
                                        .orElse(null),
                                filter.stage().map(Enum::name).orElse(null),
                                filter.unit().map(UnitCode::value).orElse(null),
                                filter.before().map(TicketNumber::value).orElse(null),
                                filter.limit() + 1))
                .map(PgTicketRows::ticket)
                .toList();
        if (found.size() <= filter.limit()) {
            return new TicketPage(found, Optional.empty());
        }
        var shown = found.subList(0, filter.limit());
        return new TicketPage(shown, Optional.of(shown.getLast().number()));
    }

    /** What an export needs besides the tickets themselves. */
    PgTicketExports exports() {
        return new PgTicketExports(pool, seal);
    }

    PgUpstream upstream() {
        return new PgUpstream(pool);
    }

    /** A requester's tickets, newest first. */
    List<Ticket> ofRequester(HotlineCode hotline, BlindIndex phone, int limit) {
        // language=PostgreSQL
        return rows(
                        PgTicketRows.SELECT + "phone_index = $2 order by number desc limit $3",
                        Tuple.of(hotline.value(), Buffer.buffer(phone.bytes()), limit))
                .map(PgTicketRows::ticket)
                .toList();
    }

    List<TicketEvent> history(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows("""
                        select version, type, at, person, body from ticketing.ticket_event
                         where hotline = $1 and number = $2 order by version""", Tuple.of(hotline.value(), number.value()))
                .map(row -> new TicketEvent(
                        number,
                        row.getInteger("version"),
                        PgTicketRows.instant(row, "at").orElseThrow(),
                        new PersonId(row.getUUID("person")),
                        EventBody.read(TicketFact.Kind.valueOf(row.getString("type")), row.getJsonObject("body"))))
                .toList();
    }

    Optional<Requester> requester(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(
                        "select requester_name, requester_phone from ticketing.ticket where hotline = $1 and number = $2",
                        Tuple.of(hotline.value(), number.value()))
                .map(row -> new Requester(opened(row, "requester_name"), opened(row, "requester_phone")))
                .findFirst();
    }

    Optional<BoundCall> call(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return rows("""
                        select line, queue, arrived_at, wait_ms, talk_ms, agent, recording
                          from telephony.v_call where hotline = $1 and id = $2""", Tuple.of(hotline.value(), call.value()))
                .map(row -> new BoundCall(
                        call,
                        row.getString("line"),
                        Optional.ofNullable(row.getString("queue")),
                        PgTicketRows.instant(row, "arrived_at").orElseThrow(),
                        Optional.ofNullable(row.getLong("wait_ms")).map(Duration::ofMillis),
                        Optional.ofNullable(row.getLong("talk_ms")).map(Duration::ofMillis),
                        Optional.ofNullable(row.getUUID("agent")).map(PersonId::new),
                        row.getBoolean("recording")))
                .findFirst();
    }

    /** Tickets that time alone changes by now, those that wait longest first. */
    List<Ticket> toLookAt(HotlineCode hotline, Instant now, int limit) {
        // language=PostgreSQL
        return rows(
                        PgTicketRows.SELECT + "look_at < $2 order by look_at limit $3",
                        Tuple.of(hotline.value(), PgTicketRows.utc(now), limit))
                .map(PgTicketRows::ticket)
                .toList();
    }

    /**
     * Makes the rounds look at tickets whose deadline waits for holidays, when their year is known now.
     *
     * @param until the first moment that is not known
     * @return how many
     */
    int lookAtProvisional(HotlineCode hotline, Instant now, Instant until) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                        update ticketing.ticket t set look_at = $2
                          from ticketing.assignment a
                         where t.hotline = $1 and a.hotline = t.hotline and a.number = t.number and a.due_provisional
                           and a.state in ('SENT', 'IN_HAND') and a.due_at < $3
                           and (t.look_at is null or t.look_at > $2)""")
                .execute(Tuple.of(hotline.value(), PgTicketRows.utc(now), PgTicketRows.utc(until)))
                .await()
                .rowCount();
    }

    Map<String, Long> countsByState() {
        var counts = new TreeMap<String, Long>();
        // language=PostgreSQL
        rows("select state, count(*) as n from ticketing.ticket group by state", Tuple.tuple())
                .forEach(row -> counts.put(row.getString("state"), row.getLong("n")));
        return counts;
    }

    private static Future<TicketNumber> nextNumber(SqlConnection tx, HotlineCode hotline, LocalDate day) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.day_counter as c (hotline, day, last) values ($1, $2, 1)
                        on conflict (hotline, day) do update set last = c.last + 1 returning last""")
                .execute(Tuple.of(hotline.value(), day))
                .map(rows -> TicketNumber.of(day, rows.iterator().next().getInteger("last")));
    }

    private Future<?> insert(SqlConnection tx, Ticket ticket, Requester requester, Optional<BlindIndex> phoneIndex) {
        var matter = ticket.matter();
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.ticket
                          (hotline, number, version, channel, call, nature, title, content, area, urgent,
                           registered_by, registered_at, state, units, times, requester_name, requester_phone,
                           phone_index)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '{}', $14, $15, $16, $17)""")
                .execute(Tuple.of(ticket.hotline().value(), ticket.number().value(), ticket.version())
                        .addString(ticket.channel().name())
                        .addString(ticket.call().map(CallId::value).orElse(null))
                        .addString(matter.nature().name())
                        .addString(matter.title())
                        .addString(matter.content())
                        .addString(matter.area().orElse(null))
                        .addBoolean(matter.urgent())
                        .addUUID(ticket.registeredBy().value())
                        .addOffsetDateTime(PgTicketRows.utc(ticket.registeredAt()))
                        .addString(ticket.stage().name())
                        .addValue(PgTicketRows.times(ticket.times()))
                        .addBuffer(sealed(requester.name()))
                        .addBuffer(sealed(requester.phone()))
                        .addBuffer(phoneIndex
                                .map(index -> Buffer.buffer(index.bytes()))
                                .orElse(null)));
    }

    private static Future<Boolean> store(SqlConnection tx, TicketChange change, Optional<Instant> lookAt) {
        var after = change.after();
        var parameters = Tuple.of(
                after.hotline().value(), after.number().value(), change.before().version());
        PgTicketRows.addChanging(parameters, after, lookAt);
        // language=PostgreSQL
        return tx.preparedQuery("""
                        update ticketing.ticket
                           set version = $4, state = $5, units = $6, unit = $7, dispatched_at = $8,
                               acknowledge_by = $9, due_at = $10, due_provisional = $11, acknowledged_at = $12,
                               replied_at = $13, handled_at = $14, closed_at = $15, mode = $16,
                               suspended_since = $17, ended_at = $18, reject_reason = $19, merged_into = $20,
                               merged = $21, excluded = $22, times = $23, look_at = $24, nature = $25, title = $26,
                               content = $27, area = $28, urgent = $29
                         where hotline = $1 and number = $2 and version = $3""")
                .execute(parameters)
                .compose(updated ->
                        updated.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new Overtaken()))
                .compose(_ -> assign(tx, after, change.changed()))
                .compose(_ -> append(tx, after.hotline(), change.events()))
                .map(_ -> true);
    }

    private static Future<?> assign(SqlConnection tx, Ticket ticket, List<Assignment> changed) {
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.assignment
                          (hotline, number, ordinal, unit, part, sent_at, acknowledge_by, acknowledged_at, allowance,
                           extra_working_days, stopped_us, due_at, due_provisional, extensions, state, return_asked_at,
                           return_why, replied_at, ended_at, pending, cards, withdrawn, notices)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                                $20, $21, $22, $23)
                        on conflict (hotline, number, ordinal) do update
                          set acknowledged_at = $8, extra_working_days = $10, stopped_us = $11, due_at = $12,
                              due_provisional = $13, extensions = $14, state = $15, return_asked_at = $16,
                              return_why = $17, replied_at = $18, ended_at = $19, pending = $20, cards = $21,
                              withdrawn = $22, notices = $23""")
                .executeBatch(changed.stream()
                        .map(one -> PgTicketRows.assignment(ticket, one))
                        .toList());
    }

    private static Future<?> append(SqlConnection tx, HotlineCode hotline, List<TicketEvent> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture();
        }
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ($1, $2, $3, $4, $5, $6, $7)""")
                .executeBatch(events.stream()
                        .map(event -> Tuple.of(
                                hotline.value(),
                                event.ticket().value(),
                                event.version(),
                                event.kind().name(),
                                PgTicketRows.utc(event.at()),
                                event.by().value(),
                                EventBody.write(event.fact())))
                        .toList());
    }

    /** Ends a transaction that came too late. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("somebody else was first", null, false, false);
        }
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private @Nullable Buffer sealed(Optional<String> text) {
        return text.map(open -> Buffer.buffer(seal.seal(open).bytes())).orElse(null);
    }

    private Optional<String> opened(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column)).map(bytes -> seal.open(new Sealed(bytes.getBytes())));
    }
}
