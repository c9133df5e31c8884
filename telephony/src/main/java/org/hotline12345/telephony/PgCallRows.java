package org.hotline12345.telephony;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.jspecify.annotations.Nullable;

/** Reads calls from their rows; from any thread. */
final class PgCallRows {
    /** A call as the rows have it, and whether Asterisk's record has settled it. */
    record Kept(Call call, int events, boolean settled) {}

    private final Pool pool;
    private final Seal seal;

    PgCallRows(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /** The calls of that Asterisk that are in progress as far as the rows know. */
    List<PgCalls.Counted> open(String node) {
        // language=PostgreSQL
        return kept("select * from telephony.call where ended_at is null order by arrived_at", Tuple.tuple()).stream()
                .filter(kept -> kept.call().id().node().equals(node))
                .map(kept -> new PgCalls.Counted(kept.call(), kept.events()))
                .toList();
    }

    Optional<Call> find(CallId id) {
        return Optional.ofNullable(find(List.of(id)).get(id)).map(Kept::call);
    }

    Map<CallId, Kept> find(Collection<CallId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var values = ids.stream().map(CallId::value).toArray(String[]::new);
        var found = new HashMap<CallId, Kept>();
        // language=PostgreSQL
        kept("select * from telephony.call where id = any($1)", Tuple.of((Object) values))
                .forEach(kept -> found.put(kept.call().id(), kept));
        return found;
    }

    List<Call> newest(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return calls(
                "select * from telephony.call where hotline = $1 order by arrived_at desc limit $2",
                Tuple.of(hotline.value(), limit));
    }

    List<Call> newestOf(HotlineCode hotline, BlindIndex caller, int limit) {
        // language=PostgreSQL
        return calls("""
                select * from telephony.call where hotline = $1 and caller_index = any($2)
                 order by arrived_at desc limit $3""", Tuple.of(hotline.value(), all(caller), limit));
    }

    /** For {@code = any}. */
    static Buffer[] all(BlindIndex caller) {
        return caller.all().stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }

    /** Who sat at the seat at that time. */
    Optional<PersonId> sitter(Seat seat, Instant at) {
        // language=PostgreSQL
        return rows("""
                        select agent from telephony.agent_session
                         where seat = $1 and begun_at <= $2 and (ended_at is null or ended_at > $2)
                         order by begun_at desc limit 1""", Tuple.of(seat.value(), PgCalls.utc(at))).stream()
                .map(row -> new PersonId(row.getUUID("agent")))
                .findFirst();
    }

    Optional<PgCalls.Position> position(String node) {
        // language=PostgreSQL
        return rows("select * from telephony.record_position where node = $1", Tuple.of(node)).stream()
                .map(row -> new PgCalls.Position(
                        node,
                        row.getString("file"),
                        row.getLong("byte_offset"),
                        row.getOffsetDateTime("read_at").toInstant()))
                .findFirst();
    }

    private List<Call> calls(String sql, Tuple parameters) {
        return kept(sql, parameters).stream().map(Kept::call).toList();
    }

    private List<Kept> kept(String sql, Tuple parameters) {
        var rows = rows(sql, parameters);
        if (rows.isEmpty()) {
            return List.of();
        }
        var ids = rows.stream().map(row -> row.getString("id")).toArray(String[]::new);
        var legs = new HashMap<String, List<Leg>>();
        // language=PostgreSQL
        rows("select * from telephony.call_leg where call = any($1) order by call, ordinal", Tuple.of((Object) ids))
                .forEach(row -> legs.computeIfAbsent(row.getString("call"), _ -> new ArrayList<>())
                        .add(leg(row)));
        return rows.stream()
                .map(row -> new Kept(
                        call(row, legs.getOrDefault(row.getString("id"), List.of())),
                        row.getInteger("events"),
                        row.getBoolean("settled")))
                .toList();
    }

    private static Leg leg(Row row) {
        var seat = row.getString("seat");
        return new Leg(
                row.getString("channel"),
                Optional.ofNullable(seat).map(Seat::new),
                row.getUUID("agent") == null ? Call.NOBODY : new PersonId(row.getUUID("agent")),
                row.getOffsetDateTime("rang_at").toInstant(),
                Optional.ofNullable(instant(row, "answered_at")),
                Optional.ofNullable(instant(row, "transferred_at")),
                Optional.ofNullable(instant(row, "ended_at")));
    }

    private Call call(Row row, List<Leg> legs) {
        var open = open(row, legs);
        var endedAt = instant(row, "ended_at");
        var state = endedAt == null ? open : new CallState.Ended(open, endedAt, outcome(row, open));
        var sealed = row.getBuffer("caller_sealed");
        var caller = sealed == null
                ? new Caller.Withheld()
                : seal.read(new Sealed(sealed.getBytes()))
                        .<Caller>map(number -> new Caller.Known(number, row.getBoolean("caller_mobile")))
                        .orElseGet(() -> new Caller.Withheld(true));
        var again = row.getString("waits_again_queue");
        var connected = row.getLong("connected_ms");
        return new Call(
                new CallId(row.getString("id")),
                new HotlineCode(row.getString("hotline")),
                row.getString("line"),
                caller,
                row.getOffsetDateTime("arrived_at").toInstant(),
                state,
                Optional.ofNullable(row.getString("recording")).stream().toList(),
                legs,
                again == null
                        ? Optional.empty()
                        : Optional.of(new Call.WaitsAgain(
                                new QueueName(again),
                                row.getOffsetDateTime("waits_again_since").toInstant())),
                connected == null
                        ? Talk.NONE
                        : new Talk(
                                Duration.ofMillis(connected),
                                Optional.ofNullable(instant(row, "connected_since")),
                                Optional.ofNullable(instant(row, "connection_changed"))),
                row.getBoolean("cut_off"));
    }

    private static CallState.Open open(Row row, List<Leg> legs) {
        var queuedAt = instant(row, "queued_at");
        if (queuedAt == null) {
            return legs.stream()
                    .flatMap(leg -> leg.joinedAt().stream())
                    .min(Instant::compareTo)
                    .<CallState.Open>map(CallState.ElsewhereTalking::new)
                    .orElse(new CallState.Greeting());
        }
        var queue = new QueueName(row.getString("queue"));
        var waitEndedAt = instant(row, "wait_ended_at");
        if (waitEndedAt != null) {
            return new CallState.Unserved(queue, queuedAt, waitEndedAt, WaitEnd.valueOf(row.getString("wait_end")));
        }
        if (row.getString("seat") == null) {
            return new CallState.Waiting(queue, queuedAt);
        }
        var seat = new Seat(row.getString("seat"));
        var agent = row.getUUID("agent") == null ? Call.NOBODY : new PersonId(row.getUUID("agent"));
        var answeredAt = instant(row, "answered_at");
        if (answeredAt == null) {
            return new CallState.Ringing(queue, queuedAt, seat, agent);
        }
        var talkEndedAt = instant(row, "talk_ended_at");
        return talkEndedAt == null
                ? new CallState.Talking(queue, queuedAt, answeredAt, seat, agent)
                : new CallState.Talked(queue, queuedAt, answeredAt, talkEndedAt, seat, agent);
    }

    private static Outcome outcome(Row row, CallState.Open last) {
        var waited =
                Duration.ofMillis(Optional.ofNullable(row.getLong("wait_ms")).orElse(0L));
        var talked =
                Duration.ofMillis(Optional.ofNullable(row.getLong("talk_ms")).orElse(0L));
        return switch (row.getString("outcome")) {
            case "ANSWERED" ->
                switch (last) {
                    case CallState.Talking talk ->
                        new Outcome.AnsweredByAgent(talk.agent(), talk.seat(), waited, talked);
                    case CallState.Talked talk ->
                        new Outcome.AnsweredByAgent(talk.agent(), talk.seat(), waited, talked);
                    default ->
                        throw new IllegalStateException("call " + row.getString("id") + " was answered by no seat");
                };
            case "ABANDONED_GREETING" -> new Outcome.AbandonedInGreeting();
            case "ABANDONED_QUEUE" -> new Outcome.AbandonedInQueue(new QueueName(row.getString("queue")), waited);
            case "PUT_THROUGH" -> new Outcome.PutThrough(talked);
            default -> new Outcome.Interrupted();
        };
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private static @Nullable Instant instant(Row row, String column) {
        var value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
