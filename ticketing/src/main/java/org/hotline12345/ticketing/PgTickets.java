package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.telephony.CallId;

/** The tickets' rows: one for each ticket, and its events, which are written with it or not at all. */
final class PgTickets {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Comparator<TicketChange> IN_ORDER = Comparator.comparing(
                    (TicketChange one) -> one.after().hotline().value())
            .thenComparing(one -> one.after().number());

    /** All of a change, if the ticket stands as it was when the change was decided upon. */
    // language=PostgreSQL
    private static final String STORE = """
            with stored as (
                update ticketing.ticket
                   set version = $4, state = $5, units = $6, unit = $7, dispatched_at = $8, acknowledge_by = $9,
                       due_at = $10, due_provisional = $11, acknowledged_at = $12, replied_at = $13, handled_at = $14,
                       closed_at = $15, mode = $16, suspended_since = $17, ended_at = $18, reject_reason = $19,
                       merged_into = $20, merged = $21, excluded = $22, times = $23, look_at = $24, nature = $25,
                       title = $26, content = $27, area = $28, urgent = $29, domain = $30
                 where hotline = $1 and number = $2 and version = $3 returning true
            ), assigned as (
                insert into ticketing.assignment
                select a.* from jsonb_populate_recordset(null::ticketing.assignment, $31) a
                 where exists (select from stored)
                on conflict (hotline, number, ordinal) do update
                   set unit = excluded.unit, formers = excluded.formers,
                       acknowledged_at = excluded.acknowledged_at, extra_working_days = excluded.extra_working_days,
                       stopped_us = excluded.stopped_us, due_at = excluded.due_at,
                       due_provisional = excluded.due_provisional, extensions = excluded.extensions,
                       state = excluded.state, return_asked_at = excluded.return_asked_at,
                       return_why = excluded.return_why, replied_at = excluded.replied_at,
                       ended_at = excluded.ended_at, pending = excluded.pending, cards = excluded.cards,
                       withdrawn = excluded.withdrawn, notices = excluded.notices
            ), happened as (
                insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                select $1, $2, e.* from unnest($32::integer[], $33::text[], $34::timestamptz[], $35::uuid[], $36::jsonb[]) e
                 where exists (select from stored)
            ), searched as (
                insert into ticketing.unindexed_text (hotline, number, words)
                select $1, $37::bigint, $38::text where $37 is not null and exists (select from stored)
                on conflict (hotline, number) do update set words = excluded.words
            )
            select exists (select from stored) as stored""";

    private final Pool pool;
    private final Seal seal;
    private final PgRegistrations registrations;

    PgTickets(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
        this.registrations = new PgRegistrations(pool, seal);
    }

    /**
     * Numbers and stores a new ticket. The day's counter is the lock: numbers have no gaps, as a registration that fails
     * gives its number back.
     *
     * @return empty when the call has a ticket already
     */
    Optional<Ticket> register(NewTicket ticket) {
        return unlessOfCall(registrations.register(ticket));
    }

    /**
     * The same with further rows that belong to the ticket, in its transaction.
     *
     * @param sealing of what is said of the requester, in the further rows too
     */
    Optional<Ticket> register(
            NewTicket fresh, RequesterSeal sealing, BiFunction<SqlConnection, Ticket, Future<?>> beside) {
        var row = registrations.row(fresh, sealing);
        return unlessOfCall(pool.withTransaction((SqlConnection tx) -> registrations
                .register(tx, fresh, row)
                .compose(ticket -> beside.apply(tx, ticket).map(_ -> ticket))));
    }

    private static Optional<Ticket> unlessOfCall(Future<Ticket> registered) {
        return registered
                .map(Optional::of)
                .recover(failure -> failure instanceof PgException e
                                && UNIQUE_VIOLATION.equals(e.getSqlState())
                                && "ticket_of_call".equals(e.getConstraint())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .await();
    }

    /**
     * Stores what events made of tickets, and new tickets that come of it: all of it or nothing. Without events only the time to
     * look again is stored.
     *
     * @param lookAt when time alone changes a ticket next
     * @return the new tickets; empty when a stored ticket is not the one before its events: somebody else was first
     */
    Optional<List<Ticket>> store(
            List<TicketChange> changes, List<NewTicket> fresh, Function<Ticket, Optional<Instant>> lookAt) {
        if (changes.size() == 1 && fresh.isEmpty()) {
            // One statement is all or nothing by itself.
            var change = changes.getFirst();
            return store(pool, change, lookAt.apply(change.after())).await()
                    ? Optional.of(List.of())
                    : Optional.empty();
        }
        // Always in the same order, so that two who change the same tickets wait instead of blocking each other.
        var steps = new ArrayList<Function<SqlConnection, Future<?>>>();
        changes.stream().sorted(IN_ORDER).forEach(change -> {
            var next = lookAt.apply(change.after());
            steps.add(tx -> store(tx, change, next).compose(PgTickets::orOvertaken));
        });
        var tickets = new ArrayList<Ticket>();
        fresh.stream()
                .sorted(Comparator.comparing(one -> one.hotline().value()))
                .forEach(one -> {
                    var row = registrations.row(one);
                    steps.add(tx -> registrations.register(tx, one, row).onSuccess(tickets::add));
                });
        return pool.withTransaction((SqlConnection tx) -> {
                    Future<?> stored = Future.succeededFuture();
                    for (var step : steps) {
                        stored = stored.compose(_ -> step.apply(tx));
                    }
                    return stored.map(_ -> Optional.of(List.copyOf(tickets)));
                })
                .recover(failure -> failure instanceof Overtaken
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .await();
    }

    private static Future<?> orOvertaken(boolean stored) {
        return stored ? Future.succeededFuture() : Future.failedFuture(new Overtaken());
    }

    /** The tickets that stand for assignments of this one. */
    List<Ticket> below(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(
                        PgTicketRows.OF_ANY_HOTLINE
                                + "above_hotline = $1 and above_number = $2 order by above_assignment",
                        Tuple.of(hotline.value(), number.value()))
                .map(PgTicketRows::ticket)
                .toList();
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

    /** What an export needs besides the tickets themselves. */
    PgTicketExports exports() {
        return new PgTicketExports(pool, seal);
    }

    PgOrigins origins() {
        return new PgOrigins(pool);
    }

    PgUpstream upstream() {
        return new PgUpstream(pool);
    }

    /** A requester's tickets, newest first. */
    List<Ticket> ofRequester(HotlineCode hotline, BlindIndex phone, int limit) {
        // language=PostgreSQL
        return rows(
                        PgTicketRows.SELECT + "phone_index = any($2) order by number desc limit $3",
                        Tuple.of(hotline.value(), PgTicketRows.all(phone), limit))
                .map(PgTicketRows::ticket)
                .toList();
    }

    List<TicketEvent> history(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows("""
                        select version, type, at, person, body from ticketing.ticket_event
                         where hotline = $1 and number = $2 order by version""", Tuple.of(hotline.value(), number.value()))
                .map(row -> event(number, row))
                .toList();
    }

    /** What a ticket's page shows beside the ticket: its events, first to last, and the requester. */
    ShownRows shown(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        var found = rows("""
                        select e.version, e.type, e.at, e.person, e.body, t.requester_name, t.requester_phone,
                               t.confidential, t.imported_at
                          from ticketing.ticket_event e join ticketing.ticket t using (hotline, number)
                         where e.hotline = $1 and e.number = $2 order by e.version""", Tuple.of(hotline.value(), number.value())).toList();
        var requester = found.stream()
                .findFirst()
                .map(row -> new Requester(opened(row, "requester_name"), opened(row, "requester_phone")));
        var confidential =
                found.stream().findFirst().flatMap(row -> Optional.ofNullable(row.getBoolean("confidential")));
        return new ShownRows(
                found.stream().map(row -> event(number, row)).toList(),
                requester.orElse(Requester.UNKNOWN),
                confidential,
                found.stream().anyMatch(row -> row.getValue("imported_at") != null));
    }

    /**
     * @param confidential what the requester wished, if anything
     * @param imported whether it was brought in from another system
     */
    record ShownRows(List<TicketEvent> events, Requester requester, Optional<Boolean> confidential, boolean imported) {}

    private static TicketEvent event(TicketNumber number, Row row) {
        return new TicketEvent(
                number,
                row.getInteger("version"),
                PgTicketRows.instant(row, "at").orElseThrow(),
                new PersonId(row.getUUID("person")),
                EventBody.read(TicketFact.Kind.valueOf(row.getString("type")), row.getJsonObject("body")));
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

    private static Future<Boolean> store(SqlClient client, TicketChange change, Optional<Instant> lookAt) {
        var after = change.after();
        var events = change.events();
        var parameters = Tuple.of(
                after.hotline().value(), after.number().value(), change.before().version());
        PgTicketRows.addChanging(parameters, after, lookAt);
        parameters
                .addValue(PgTicketRows.assignments(after, change.changed()))
                .addArrayOfInteger(events.stream().map(TicketEvent::version).toArray(Integer[]::new))
                .addArrayOfString(
                        events.stream().map(event -> event.kind().name()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(events.stream()
                        .map(event -> PgTicketRows.utc(event.at()))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfUUID(events.stream().map(event -> event.by().value()).toArray(UUID[]::new))
                .addArrayOfJsonObject(events.stream()
                        .map(event -> EventBody.write(event.fact()))
                        .toArray(JsonObject[]::new));
        var isReworded = !after.matter().equals(change.before().matter());
        parameters
                .addValue(isReworded ? PgTicketSearch.packed(after.number()) : null)
                .addString(isReworded ? SearchText.of(after.matter()) : null);
        return client.preparedQuery(STORE)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getBoolean("stored"));
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

    private Optional<String> opened(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column))
                .map(bytes -> seal.read(new Sealed(bytes.getBytes())).orElse(Requester.ERASED));
    }
}
