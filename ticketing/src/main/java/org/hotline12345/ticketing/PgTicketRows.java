package org.hotline12345.ticketing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Sealed;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.jspecify.annotations.Nullable;

/** How a ticket and its assignments stand in their rows. */
final class PgTicketRows {
    // language=PostgreSQL
    static final String OF_ANY_HOTLINE = """
            select hotline, number, version, channel, call, above_hotline, above_number, above_assignment, nature, title, content, area, urgent, domain, registered_by,
                   registered_at, state, handled_at, closed_at, mode, suspended_since, ended_at, reject_reason,
                   merged_into, merged, excluded, times,
                   (select coalesce(jsonb_agg(to_jsonb(a) - 'hotline' - 'number' order by a.ordinal), '[]')
                      from ticketing.assignment a
                     where a.hotline = ticket.hotline and a.number = ticket.number) as assignments
              from ticketing.ticket
             where\s""";

    static final String SELECT = OF_ANY_HOTLINE + "hotline = $1 and ";

    private PgTicketRows() {}

    static Ticket ticket(Row row) {
        return new Ticket(
                new HotlineCode(row.getString("hotline")),
                new TicketNumber(row.getString("number")),
                row.getInteger("version"),
                Channel.valueOf(row.getString("channel")),
                Optional.ofNullable(row.getString("call")).map(CallId::new),
                Optional.ofNullable(row.getString("above_hotline"))
                        .map(hotline -> new Above(
                                new HotlineCode(hotline),
                                new TicketNumber(row.getString("above_number")),
                                row.getInteger("above_assignment"))),
                new Matter(
                        Nature.valueOf(row.getString("nature")),
                        row.getString("title"),
                        row.getString("content"),
                        Optional.ofNullable(row.getString("area")),
                        row.getBoolean("urgent"),
                        Optional.ofNullable(row.getString("domain"))),
                new PersonId(row.getUUID("registered_by")),
                at(row, "registered_at"),
                state(row),
                assignments(row.getJsonArray("assignments")),
                Optional.ofNullable(row.getString("merged_into")).map(TicketNumber::new),
                Arrays.stream(row.getArrayOfStrings("merged"))
                        .map(TicketNumber::new)
                        .toList(),
                row.getBoolean("excluded"),
                times(row.getJsonObject("times")));
    }

    /** The columns that an event can change, in the order of the update in {@link PgTickets}. */
    static void addChanging(Tuple parameters, Ticket ticket, Optional<Instant> lookAt) {
        var lead = ticket.lead();
        var matter = ticket.matter();
        parameters
                .addInteger(ticket.version())
                .addString(ticket.stage().name())
                .addArrayOfString(ticket.units().stream().map(UnitCode::value).toArray(String[]::new))
                .addString(lead.map(one -> one.unit().value()).orElse(null))
                .addOffsetDateTime(utc(lead.map(Assignment::sentAt)))
                .addOffsetDateTime(utc(lead.map(Assignment::acknowledgeBy)))
                .addOffsetDateTime(utc(lead.map(one -> one.due().at())))
                .addBoolean(lead.map(one -> one.due().provisional()).orElse(null))
                .addOffsetDateTime(utc(lead.flatMap(Assignment::acknowledgedAt)))
                .addOffsetDateTime(utc(lead.flatMap(Assignment::repliedAt)))
                .addOffsetDateTime(utc(ticket.handledAt()))
                .addOffsetDateTime(utc(ticket.closed().map(TicketState.Closed::closedAt)))
                .addString(ticket.closed().map(closed -> closed.mode().name()).orElse(null))
                .addOffsetDateTime(ticket.state() instanceof TicketState.Suspended(var since) ? utc(since) : null)
                .addOffsetDateTime(utc(endedAt(ticket.state())))
                .addString(
                        ticket.state() instanceof TicketState.Rejected rejected
                                ? rejected.reason().name()
                                : null)
                .addString(ticket.mergedInto().map(TicketNumber::value).orElse(null))
                .addArrayOfString(
                        ticket.merged().stream().map(TicketNumber::value).toArray(String[]::new))
                .addBoolean(ticket.excluded())
                .addValue(times(ticket.times()))
                .addOffsetDateTime(utc(lookAt))
                .addString(matter.nature().name())
                .addString(matter.title())
                .addString(matter.content())
                .addString(matter.area().orElse(null))
                .addBoolean(matter.urgent())
                .addString(matter.domain().orElse(null));
    }

    /** Assignments with all columns of their table, by name. */
    static JsonArray assignments(Ticket ticket, List<Assignment> some) {
        var rows = new JsonArray();
        some.forEach(one -> rows.add(assignment(ticket, one)));
        return rows;
    }

    private static JsonObject assignment(Ticket ticket, Assignment one) {
        var clock = one.clock();
        var asked = one.state() instanceof AssignmentState.ReturnRequested state ? state : null;
        return new JsonObject()
                .put("hotline", ticket.hotline().value())
                .put("number", ticket.number().value())
                .put("ordinal", one.ordinal())
                .put("unit", one.unit().value())
                .put("part", one.part().name())
                .put("sent_at", one.sentAt())
                .put("acknowledge_by", one.acknowledgeBy())
                .put("acknowledged_at", one.acknowledgedAt().orElse(null))
                .put("allowance", EventBody.allowance(clock.allowance()))
                .put("extra_working_days", clock.extraWorkingDays())
                .put("stopped_us", clock.stopped().toNanos() / 1_000)
                .put("due_at", clock.due().at())
                .put("due_provisional", clock.due().provisional())
                .put("extensions", one.extensions())
                .put("state", one.state().kind().name())
                .put("return_asked_at", asked == null ? null : asked.at())
                .put("return_why", asked == null ? null : asked.why())
                .put("replied_at", one.repliedAt().orElse(null))
                .put("ended_at", endedAt(one.state()).orElse(null))
                .put("pending", pending(one.pending()))
                .put("cards", names(one.cards()))
                .put("withdrawn", names(one.withdrawn()))
                .put("notices", names(one.notices()))
                .put("formers", formers(one.formers()));
    }

    /** For {@code = any}. */
    static Buffer[] all(BlindIndex index) {
        return index.all().stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }

    static @Nullable Buffer buffer(Optional<Sealed> sealed) {
        return sealed.map(one -> Buffer.buffer(one.bytes())).orElse(null);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
        return instant.map(PgTicketRows::utc).orElse(null);
    }

    static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static JsonObject times(Map<TicketFact.Kind, Integer> times) {
        var json = new JsonObject();
        times.forEach((kind, count) -> json.put(kind.name(), count));
        return json;
    }

    private static Map<TicketFact.Kind, Integer> times(JsonObject json) {
        return json.fieldNames().stream().collect(Collectors.toMap(TicketFact.Kind::valueOf, json::getInteger));
    }

    /** The table's checks keep what a state needs from being absent. */
    private static TicketState state(Row row) {
        return switch (TicketStage.valueOf(row.getString("state"))) {
            case REGISTERED -> new TicketState.Registered();
            case DISPATCHED, IN_HAND, RETURN_REQUESTED, REPLIED -> new TicketState.WithUnits();
            case SUSPENDED -> new TicketState.Suspended(at(row, "suspended_since"));
            case HANDLED -> new TicketState.Handled(at(row, "handled_at"));
            case MERGED -> new TicketState.Merged();
            case CLOSED -> closed(row);
            case ARCHIVED -> new TicketState.Archived(closed(row), at(row, "ended_at"));
            case REJECTED ->
                new TicketState.Rejected(at(row, "ended_at"), RejectReason.valueOf(row.getString("reject_reason")));
            case WITHDRAWN -> new TicketState.Withdrawn(at(row, "ended_at"));
            case VOIDED -> new TicketState.Voided(at(row, "ended_at"));
        };
    }

    private static TicketState.Closed closed(Row row) {
        return new TicketState.Closed(
                at(row, "handled_at"), at(row, "closed_at"), HandlingMode.valueOf(row.getString("mode")));
    }

    private static Optional<Instant> endedAt(TicketState state) {
        return switch (state) {
            case TicketState.Archived(var _, var at) -> Optional.of(at);
            case TicketState.Rejected(var at, var _) -> Optional.of(at);
            case TicketState.Withdrawn(var at) -> Optional.of(at);
            case TicketState.Voided(var at) -> Optional.of(at);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> endedAt(AssignmentState state) {
        return switch (state) {
            case AssignmentState.Accepted(var _, var at) -> Optional.of(at);
            case AssignmentState.Returned(var at) -> Optional.of(at);
            case AssignmentState.Recalled(var at) -> Optional.of(at);
            default -> Optional.empty();
        };
    }

    private static List<Assignment> assignments(JsonArray rows) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .map(PgTicketRows::assignment)
                .toList();
    }

    private static Assignment assignment(JsonObject row) {
        var clock = new UnitClock(
                at(row, "sent_at"),
                EventBody.readAllowance(row.getJsonObject("allowance")),
                row.getInteger("extra_working_days"),
                Duration.ofNanos(Math.multiplyExact(row.getLong("stopped_us"), 1_000L)),
                new Deadline(at(row, "due_at"), row.getBoolean("due_provisional")));
        return new Assignment(
                row.getInteger("ordinal"),
                new UnitCode(row.getString("unit")),
                Part.valueOf(row.getString("part")),
                at(row, "acknowledge_by"),
                clock,
                Optional.ofNullable(row.getString("acknowledged_at")).map(PgTicketRows::parse),
                assignmentState(row),
                row.getJsonArray("pending").stream()
                        .map(JsonObject.class::cast)
                        .map(EventBody::readApplication)
                        .toList(),
                row.getInteger("extensions"),
                constants(row, "cards", Card.class),
                constants(row, "withdrawn", Card.class),
                constants(row, "notices", Notice.class),
                row.getJsonArray("formers").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Assignment.Former(new UnitCode(one.getString("unit")), at(one, "until_at")))
                        .toList());
    }

    private static AssignmentState assignmentState(JsonObject row) {
        return switch (AssignmentState.Kind.valueOf(row.getString("state"))) {
            case SENT -> new AssignmentState.Sent();
            case IN_HAND -> new AssignmentState.InHand();
            case RETURN_REQUESTED ->
                new AssignmentState.ReturnRequested(at(row, "return_asked_at"), row.getString("return_why"));
            case REPLIED -> new AssignmentState.Replied(at(row, "replied_at"));
            case ACCEPTED -> new AssignmentState.Accepted(at(row, "replied_at"), at(row, "ended_at"));
            case RETURNED -> new AssignmentState.Returned(at(row, "ended_at"));
            case RECALLED -> new AssignmentState.Recalled(at(row, "ended_at"));
        };
    }

    private static JsonArray pending(List<Application> pending) {
        var json = new JsonArray();
        pending.forEach(one -> json.add(EventBody.write(one)));
        return json;
    }

    private static JsonArray formers(List<Assignment.Former> formers) {
        var json = new JsonArray();
        formers.forEach(
                one -> json.add(new JsonObject().put("unit", one.unit().value()).put("until_at", one.until())));
        return json;
    }

    private static <E extends Enum<E>> Set<E> constants(JsonObject row, String column, Class<E> type) {
        return row.getJsonArray(column).stream()
                .map(name -> Enum.valueOf(type, (String) name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static JsonArray names(Collection<? extends Enum<?>> constants) {
        return new JsonArray(constants.stream().map(Enum::name).sorted().toList());
    }

    private static Instant at(Row row, String column) {
        return instant(row, column).orElseThrow(() -> new IllegalStateException("no " + column));
    }

    private static Instant at(JsonObject row, String column) {
        return parse(row.getString(column));
    }

    private static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
