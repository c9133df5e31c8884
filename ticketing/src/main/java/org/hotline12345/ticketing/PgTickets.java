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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
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
    // language=PostgreSQL
    private static final String SELECT = """
            select hotline, number, version, channel, call, nature, title, content, area, registered_by, registered_at,
                   state, units, unit, dispatched_at, acknowledge_by, due_at, due_provisional, acknowledged_at,
                   return_why, replied_at, handled_at, closed_at, mode
              from ticketing.ticket
             where hotline = $1 and\s""";

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
    Optional<TicketEvent.Registered> register(
            HotlineCode hotline,
            LocalDate day,
            Function<TicketNumber, TicketEvent.Registered> registered,
            Requester requester,
            Optional<BlindIndex> phoneIndex) {
        return pool.withTransaction((SqlConnection tx) -> nextNumber(tx, hotline, day)
                        .map(registered)
                        .compose(event -> insert(tx, TicketLife.begin(hotline, event), requester, phoneIndex)
                                .compose(_ -> append(tx, hotline, 1, event))
                                .map(_ -> Optional.of(event))))
                .recover(failure -> failure instanceof PgException e
                                && UNIQUE_VIOLATION.equals(e.getSqlState())
                                && "ticket_of_call".equals(e.getConstraint())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .await();
    }

    /**
     * Stores what an event made of a ticket.
     *
     * @param next the ticket after the event
     * @return false when the stored ticket is not the one before it: somebody else was first
     */
    boolean store(Ticket next, TicketEvent event) {
        return pool.withTransaction((SqlConnection tx) ->
                        // language=PostgreSQL
                        tx.preparedQuery("""
                                        update ticketing.ticket
                                           set version = $3, state = $4, units = $5, unit = $6, dispatched_at = $7,
                                               acknowledge_by = $8, due_at = $9, due_provisional = $10,
                                               acknowledged_at = $11, return_why = $12, replied_at = $13,
                                               handled_at = $14, closed_at = $15, mode = $16
                                         where hotline = $1 and number = $2 and version = $3 - 1""")
                                .execute(changing(
                                        Tuple.of(
                                                next.hotline().value(),
                                                next.number().value()),
                                        next))
                                .compose(updated -> updated.rowCount() == 1
                                        ? append(tx, next.hotline(), next.version(), event)
                                                .map(_ -> true)
                                        : Future.succeededFuture(false)))
                .await();
    }

    Optional<Ticket> find(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(SELECT + "number = $2", Tuple.of(hotline.value(), number.value()))
                .map(PgTickets::ticket)
                .findFirst();
    }

    Optional<Ticket> findByCall(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return rows(SELECT + "call = $2", Tuple.of(hotline.value(), call.value()))
                .map(PgTickets::ticket)
                .findFirst();
    }

    /** @param units only tickets that were ever sent to one of these; empty for all */
    TicketPage list(HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter) {
        // language=PostgreSQL
        var found = rows(
                        SELECT + """
                        ($2::text[] is null or units && $2) and ($3::text is null or state = $3)
                           and ($4::text is null or unit = $4) and ($5::text is null or number < $5)
                         order by number desc limit $6""",
                        Tuple.of(
                                hotline.value(),
                                units.map(some -> some.stream()
                                                .map(UnitCode::value)
                                                .toArray(String[]::new))
                                        .orElse(null),
                                filter.state().map(Enum::name).orElse(null),
                                filter.unit().map(UnitCode::value).orElse(null),
                                filter.before().map(TicketNumber::value).orElse(null),
                                filter.limit() + 1))
                .map(PgTickets::ticket)
                .toList();
        if (found.size() <= filter.limit()) {
            return new TicketPage(found, Optional.empty());
        }
        var shown = found.subList(0, filter.limit());
        return new TicketPage(shown, Optional.of(shown.getLast().number()));
    }

    /** A requester's tickets, newest first. */
    List<Ticket> ofRequester(HotlineCode hotline, BlindIndex phone, int limit) {
        // language=PostgreSQL
        return rows(
                        SELECT + "phone_index = $2 order by number desc limit $3",
                        Tuple.of(hotline.value(), Buffer.buffer(phone.bytes()), limit))
                .map(PgTickets::ticket)
                .toList();
    }

    List<TicketEvent> history(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows("""
                        select type, at, person, body from ticketing.ticket_event
                         where hotline = $1 and number = $2 order by version""", Tuple.of(hotline.value(), number.value()))
                .map(row -> EventBody.read(
                        TicketEvent.Kind.valueOf(row.getString("type")),
                        number,
                        instant(row, "at").orElseThrow(),
                        new PersonId(row.getUUID("person")),
                        row.getJsonObject("body")))
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
                        instant(row, "arrived_at").orElseThrow(),
                        Optional.ofNullable(row.getLong("wait_ms")).map(Duration::ofMillis),
                        Optional.ofNullable(row.getLong("talk_ms")).map(Duration::ofMillis),
                        Optional.ofNullable(row.getUUID("agent")).map(PersonId::new),
                        row.getBoolean("recording")))
                .findFirst();
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
                          (hotline, number, version, channel, call, nature, title, content, area, registered_by,
                           registered_at, state, units, requester_name, requester_phone, phone_index)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '{}', $13, $14, $15)""")
                .execute(Tuple.of(ticket.hotline().value(), ticket.number().value(), ticket.version())
                        .addString(ticket.channel().name())
                        .addString(ticket.call().map(CallId::value).orElse(null))
                        .addString(matter.nature().name())
                        .addString(matter.title())
                        .addString(matter.content())
                        .addString(matter.area().orElse(null))
                        .addUUID(ticket.registeredBy().value())
                        .addOffsetDateTime(utc(ticket.registeredAt()))
                        .addString(ticket.state().kind().name())
                        .addBuffer(sealed(requester.name()))
                        .addBuffer(sealed(requester.phone()))
                        .addBuffer(phoneIndex
                                .map(index -> Buffer.buffer(index.bytes()))
                                .orElse(null)));
    }

    private static Future<?> append(SqlConnection tx, HotlineCode hotline, int version, TicketEvent event) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.of(
                        hotline.value(),
                        event.ticket().value(),
                        version,
                        event.kind().name(),
                        utc(event.at()),
                        event.by().value(),
                        EventBody.write(event)));
    }

    /** The columns that an event can change, in the order of the update. */
    private static Tuple changing(Tuple parameters, Ticket ticket) {
        var marks = ticket.milestones();
        return parameters
                .addInteger(ticket.version())
                .addString(ticket.state().kind().name())
                .addArrayOfString(ticket.units().stream().map(UnitCode::value).toArray(String[]::new))
                .addString(marks.unit().map(UnitCode::value).orElse(null))
                .addOffsetDateTime(utc(marks.dispatchedAt()))
                .addOffsetDateTime(utc(marks.acknowledgeBy()))
                .addOffsetDateTime(utc(marks.due().map(Deadline::at)))
                .addBoolean(marks.due().map(Deadline::provisional).orElse(null))
                .addOffsetDateTime(utc(marks.acknowledgedAt()))
                .addString(ticket.state() instanceof TicketState.ReturnRequested asked ? asked.why() : null)
                .addOffsetDateTime(utc(marks.repliedAt()))
                .addOffsetDateTime(utc(marks.handledAt()))
                .addOffsetDateTime(utc(marks.closedAt()))
                .addString(
                        ticket.state() instanceof TicketState.Closed closed
                                ? closed.mode().name()
                                : null);
    }

    private static Ticket ticket(Row row) {
        var marks = new Milestones(
                Optional.ofNullable(row.getString("unit")).map(UnitCode::new),
                instant(row, "dispatched_at"),
                instant(row, "acknowledge_by"),
                instant(row, "due_at").map(at -> new Deadline(at, row.getBoolean("due_provisional"))),
                instant(row, "acknowledged_at"),
                instant(row, "replied_at"),
                instant(row, "handled_at"),
                instant(row, "closed_at"));
        return new Ticket(
                new HotlineCode(row.getString("hotline")),
                new TicketNumber(row.getString("number")),
                row.getInteger("version"),
                Channel.valueOf(row.getString("channel")),
                Optional.ofNullable(row.getString("call")).map(CallId::new),
                new Matter(
                        Nature.valueOf(row.getString("nature")),
                        row.getString("title"),
                        row.getString("content"),
                        Optional.ofNullable(row.getString("area"))),
                new PersonId(row.getUUID("registered_by")),
                instant(row, "registered_at").orElseThrow(),
                state(row, marks),
                Arrays.stream(row.getArrayOfStrings("units")).map(UnitCode::new).toList(),
                marks);
    }

    /** The table's checks keep what a state needs from being absent. */
    private static TicketState state(Row row, Milestones marks) {
        return switch (TicketState.Kind.valueOf(row.getString("state"))) {
            case REGISTERED -> new TicketState.Registered();
            case DISPATCHED ->
                new TicketState.Dispatched(
                        marks.unit().orElseThrow(),
                        marks.dispatchedAt().orElseThrow(),
                        marks.acknowledgeBy().orElseThrow(),
                        marks.due().orElseThrow());
            case IN_HAND ->
                new TicketState.InHand(marks.unit().orElseThrow(), marks.due().orElseThrow());
            case RETURN_REQUESTED ->
                new TicketState.ReturnRequested(
                        marks.unit().orElseThrow(), marks.due().orElseThrow(), row.getString("return_why"));
            case REPLIED ->
                new TicketState.Replied(
                        marks.unit().orElseThrow(),
                        marks.due().orElseThrow(),
                        marks.repliedAt().orElseThrow());
            case HANDLED ->
                new TicketState.Handled(
                        marks.unit().orElseThrow(), marks.handledAt().orElseThrow());
            case CLOSED ->
                new TicketState.Closed(marks.closedAt().orElseThrow(), HandlingMode.valueOf(row.getString("mode")));
        };
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

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
        return instant.map(PgTickets::utc).orElse(null);
    }
}
