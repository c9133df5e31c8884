package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.jspecify.annotations.Nullable;

/** The rows of calls and of what happened to them. One thread writes ({@link CallDesk}); any thread reads. */
final class PgCalls {
    /** Classes of SQLSTATE that another try cannot mend: the data themselves are refused. */
    private static final Set<String> HOPELESS = Set.of("22", "23", "42");

    /**
     * One event and what it made of its call.
     *
     * @param ordinal the event's number within the call, from 1; a repeated write of it changes nothing
     */
    record Change(Call call, CallEvent event, int ordinal) {}

    /** A call with the number of events it has had. */
    record Counted(Call call, int events) {}

    private final Pool pool;
    private final Seal seal;

    PgCalls(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /** Writes all or nothing. */
    void write(List<Change> changes) {
        var begun = new ArrayList<Tuple>();
        var events = new ArrayList<Tuple>();
        var last = new LinkedHashMap<CallId, Change>();
        for (var change : changes) {
            if (change.event() instanceof CallEvent.Arrived) {
                begun.add(begun(change.call()));
            }
            events.add(event(change));
            last.put(change.call().id(), change);
        }
        var states = last.values().stream().map(PgCalls::state).toList();
        pool.withTransaction(tx -> insert(tx, begun)
                        // language=PostgreSQL
                        .compose(_ -> tx.preparedQuery("""
                                        update telephony.call
                                           set queue = $2, queued_at = $3, seat = $4, agent = $5, answered_at = $6,
                                               talk_ended_at = $7, ended_at = $8, outcome = $9, wait_ms = $10, talk_ms = $11,
                                               recording = $12, events = $13, wait_ended_at = $14, xid = pg_current_xact_id()
                                         where id = $1""").executeBatch(states))
                        // language=PostgreSQL
                        .compose(_ -> tx.preparedQuery("""
                                        insert into telephony.call_event (call, ordinal, at, type, queue, seat, agent, cause)
                                        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing""").executeBatch(events))
                        .compose(_ -> PgRecordings.note(tx, recorded(changes))))
                .await();
    }

    /** The calls that are in progress as far as the rows know. */
    List<Counted> open() {
        // language=PostgreSQL
        return rows("select * from telephony.call where ended_at is null order by arrived_at", Tuple.tuple()).stream()
                .map(row -> new Counted(call(row), row.getInteger("events")))
                .toList();
    }

    Optional<Call> find(CallId id) {
        // language=PostgreSQL
        return rows("select * from telephony.call where id = $1", Tuple.of(id.value())).stream()
                .map(this::call)
                .findFirst();
    }

    List<Call> newest(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return rows(
                        "select * from telephony.call where hotline = $1 order by arrived_at desc limit $2",
                        Tuple.of(hotline.value(), limit))
                .stream()
                .map(this::call)
                .toList();
    }

    List<Call> newestOf(HotlineCode hotline, BlindIndex caller, int limit) {
        // language=PostgreSQL
        return rows("""
                        select * from telephony.call where hotline = $1 and caller_index = $2
                         order by arrived_at desc limit $3""", Tuple.of(hotline.value(), Buffer.buffer(caller.bytes()), limit)).stream()
                .map(this::call)
                .toList();
    }

    private static List<PgRecordings.Noted> recorded(List<Change> changes) {
        return changes.stream()
                .map(Change::event)
                .flatMap(event -> event instanceof CallEvent.Recorded(var call, var _, var file)
                        ? Stream.of(new PgRecordings.Noted(call, file))
                        : Stream.empty())
                .toList();
    }

    private static Future<?> insert(SqlConnection tx, List<Tuple> begun) {
        if (begun.isEmpty()) {
            return Future.succeededFuture();
        }
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into telephony.call
                               (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at, events)
                        values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict do nothing""").executeBatch(begun);
    }

    private Tuple begun(Call call) {
        var known = call.caller() instanceof Caller.Known caller ? caller : null;
        return Tuple.of(
                call.id().value(),
                call.hotline().value(),
                call.line(),
                known == null ? null : Buffer.buffer(seal.seal(known.number()).bytes()),
                known == null
                        ? null
                        : Buffer.buffer(
                                seal.index(call.hotline(), known.number()).bytes()),
                known != null && known.mobile(),
                utc(call.arrivedAt()));
    }

    private static Tuple state(Change change) {
        var call = change.call();
        var talkEndedAt = last(call) instanceof CallState.Talked talked ? utc(talked.talkEndedAt()) : null;
        return Tuple.tuple()
                .addValue(call.id().value())
                .addValue(call.queue().map(QueueName::value).orElse(null))
                .addValue(call.queuedAt().map(PgCalls::utc).orElse(null))
                .addValue(call.seat().map(Seat::value).orElse(null))
                .addValue(call.agent().map(PersonId::value).orElse(null))
                .addValue(call.answeredAt().map(PgCalls::utc).orElse(null))
                .addValue(talkEndedAt)
                .addValue(call.endedAt().map(PgCalls::utc).orElse(null))
                .addValue(call.outcome().map(PgCalls::word).orElse(null))
                .addValue(call.waited().map(Duration::toMillis).orElse(null))
                .addValue(call.talked().map(Duration::toMillis).orElse(null))
                .addValue(call.recording().orElse(null))
                .addValue(change.ordinal())
                .addValue(last(call) instanceof CallState.Unserved unserved ? utc(unserved.waitEndedAt()) : null);
    }

    private static Tuple event(Change change) {
        QueueName queue = null;
        Seat seat = null;
        PersonId agent = Call.NOBODY;
        Integer cause = null;
        switch (change.event()) {
            case CallEvent.Queued queued -> queue = queued.queue();
            case CallEvent.Ringing ringing -> {
                seat = ringing.seat();
                agent = ringing.agent();
            }
            case CallEvent.RingEnded ended -> {
                seat = ended.seat();
                agent = ended.agent();
            }
            case CallEvent.Answered answered -> {
                seat = answered.seat();
                agent = answered.agent();
            }
            case CallEvent.TalkEnded ended -> {
                seat = ended.seat();
                agent = ended.agent();
            }
            case CallEvent.Left left -> cause = left.cause();
            case CallEvent.Arrived _, CallEvent.Recorded _, CallEvent.WaitRanOut _, CallEvent.Interrupted _ -> {}
        }
        return Tuple.of(
                change.call().id().value(),
                change.ordinal(),
                utc(change.event().at()),
                change.event().getClass().getSimpleName(),
                queue == null ? null : queue.value(),
                seat == null ? null : seat.value(),
                agent.equals(Call.NOBODY) ? null : agent.value(),
                cause);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AnsweredByAgent _ -> "ANSWERED";
            case Outcome.AbandonedInGreeting _ -> "ABANDONED_GREETING";
            case Outcome.AbandonedInQueue _ -> "ABANDONED_QUEUE";
            case Outcome.Interrupted _ -> "INTERRUPTED";
        };
    }

    private Call call(Row row) {
        var open = open(row);
        var endedAt = instant(row, "ended_at");
        var state = endedAt == null ? open : new CallState.Ended(open, endedAt, outcome(row, open));
        var sealed = row.getBuffer("caller_sealed");
        var caller = sealed == null
                ? new Caller.Withheld()
                : new Caller.Known(seal.open(new Sealed(sealed.getBytes())), row.getBoolean("caller_mobile"));
        return new Call(
                new CallId(row.getString("id")),
                new HotlineCode(row.getString("hotline")),
                row.getString("line"),
                caller,
                row.getOffsetDateTime("arrived_at").toInstant(),
                state,
                Optional.ofNullable(row.getString("recording")));
    }

    private static CallState.Open open(Row row) {
        var queuedAt = instant(row, "queued_at");
        if (queuedAt == null) {
            return new CallState.Greeting();
        }
        var queue = new QueueName(row.getString("queue"));
        var waitEndedAt = instant(row, "wait_ended_at");
        if (waitEndedAt != null) {
            return new CallState.Unserved(queue, queuedAt, waitEndedAt);
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
            default -> new Outcome.Interrupted();
        };
    }

    private static CallState.Open last(Call call) {
        return switch (call.state()) {
            case CallState.Ended ended -> ended.last();
            case CallState.Open open -> open;
        };
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row, String column) {
        var value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    /** Whether the database refuses what was to be written for what it holds, so that trying again cannot help. */
    static boolean isHopeless(RuntimeException failure) {
        var state = failure instanceof PgException refused ? refused.getSqlState() : null;
        return state != null && state.length() >= 2 && HOPELESS.contains(state.substring(0, 2));
    }
}
