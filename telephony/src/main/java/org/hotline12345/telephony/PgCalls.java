package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;

/** Writes the rows of calls and of what happened to them. {@link OpenCalls} alone writes. */
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

    /** Up to where an Asterisk's record is worked off. */
    record Position(String node, String file, long offset, Instant readAt) {}

    /**
     * What is written at once.
     *
     * @param settled calls as the record tells them, each with the number of its events: nothing changes them any more
     * @param confirmed calls that the record tells just as they are in the rows
     */
    record Batch(List<Change> changes, List<Counted> settled, List<CallId> confirmed, Optional<Position> position) {
        static Batch of(List<Change> changes) {
            return new Batch(changes, List.of(), List.of(), Optional.empty());
        }

        boolean isEmpty() {
            return changes.isEmpty() && settled.isEmpty() && confirmed.isEmpty() && position.isEmpty();
        }
    }

    private final Pool pool;
    private final Seal seal;

    PgCalls(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /**
     * Writes all or nothing.
     *
     * @param fence of the Asterisk that told it
     * @throws LeaseLost when another process hears that Asterisk by now: nothing is written
     */
    void write(Fence fence, Batch batch) {
        var begun = new ArrayList<Tuple>();
        var events = new ArrayList<Tuple>();
        var last = new LinkedHashMap<CallId, Counted>();
        for (var change : batch.changes()) {
            if (change.event() instanceof CallEvent.Arrived) {
                begun.add(begun(change.call()));
            }
            events.add(event(change));
            last.put(change.call().id(), new Counted(change.call(), change.ordinal()));
        }
        // What is settled replaces whatever events made of it; the guard below keeps later ones away.
        batch.settled().forEach(counted -> last.remove(counted.call().id()));
        var states =
                last.values().stream().map(counted -> state(counted, false)).toList();
        var settled =
                batch.settled().stream().map(counted -> state(counted, true)).toList();
        var legs = new ArrayList<Tuple>();
        last.values().forEach(counted -> addLegs(legs, counted.call(), false));
        batch.settled().forEach(counted -> addLegs(legs, counted.call(), true));
        pool.withConnection(tx -> allOrNothing(
                        tx,
                        () -> List.of(
                                PgLeases.hold(tx, fence),
                                insert(tx, begun),
                                update(tx, states),
                                update(tx, settled),
                                legs(tx, batch.settled(), legs),
                                events(tx, events),
                                confirm(tx, batch.confirmed()),
                                PgRecordings.note(tx, recorded(batch.changes())),
                                move(tx, batch.position()))))
                .await();
    }

    /**
     * One transaction, whose statements are sent one after the other without waiting for each answer: calls wait for what is
     * written, and on a busy machine each answer that is waited for costs milliseconds.
     */
    private static Future<?> allOrNothing(SqlConnection tx, Supplier<List<Future<?>>> statements) {
        var begun = tx.query("begin").execute();
        var answers = Stream.concat(Stream.of(begun), statements.get().stream()).toList();
        return Future.join(answers)
                .transform(all -> all.succeeded()
                        ? tx.query("commit").execute().<Void>mapEmpty()
                        // The first one that failed says why; the others only that the transaction was given up.
                        : tx.query("rollback")
                                .execute()
                                .transform(_ -> answers.stream()
                                        .filter(Future::failed)
                                        .findFirst()
                                        .orElseThrow()
                                        .<Void>mapEmpty()));
    }

    private static List<PgRecordings.Noted> recorded(List<Change> changes) {
        return changes.stream()
                .map(Change::event)
                .flatMap(event -> event instanceof CallEvent.Recorded(var call, var _, var file)
                        ? Stream.of(new PgRecordings.Noted(call, file))
                        : Stream.empty())
                .toList();
    }

    static Future<?> insert(SqlConnection tx, List<Tuple> begun) {
        // language=PostgreSQL
        return many(tx, begun, """
                insert into telephony.call
                       (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at, events)
                values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict do nothing""");
    }

    static Future<?> update(SqlConnection tx, List<Tuple> states) {
        // language=PostgreSQL
        return many(tx, states, """
                update telephony.call
                   set queue = $2, queued_at = $3, seat = $4, agent = $5, answered_at = $6, talk_ended_at = $7, ended_at = $8,
                       outcome = $9, wait_ms = $10, talk_ms = $11, recording = $12, events = $13, wait_ended_at = $14,
                       transfers = $15, cut_off = $16, settled = $17, waits_again_queue = $18, waits_again_since = $19,
                       connected_ms = $20, connected_since = $21, connection_changed = $22, arrived_at = $23, wait_end = $24,
                       xid = pg_current_xact_id()
                 where id = $1 and not settled""");
    }

    private static Future<?> legs(SqlConnection tx, List<Counted> settled, List<Tuple> legs) {
        var whole = settled.stream().map(counted -> counted.call().id().value()).toArray(String[]::new);
        // language=PostgreSQL
        var cleared = whole.length == 0
                ? Future.succeededFuture()
                : tx.preparedQuery("delete from telephony.call_leg where call = any($1)")
                        .execute(Tuple.of((Object) whole));
        // language=PostgreSQL
        return Future.join(cleared, many(tx, legs, """
                insert into telephony.call_leg
                       (call, channel, ordinal, kind, seat, agent, rang_at, answered_at, transferred_at, ended_at)
                select $1::text, $2::text, $3::int, $4::text, $5::text, $6::uuid, $7::timestamptz, $8::timestamptz, $9::timestamptz,
                       $10::timestamptz
                 where $11::boolean or exists (select from telephony.call where id = $1 and not settled)
                on conflict (call, channel) do update
                   set agent = excluded.agent, answered_at = excluded.answered_at,
                       transferred_at = excluded.transferred_at, ended_at = excluded.ended_at"""));
    }

    private static Future<?> events(SqlConnection tx, List<Tuple> events) {
        // language=PostgreSQL
        return many(tx, events, """
                insert into telephony.call_event (call, ordinal, at, type, queue, seat, agent, cause, channel)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing""");
    }

    private static Future<?> confirm(SqlConnection tx, List<CallId> confirmed) {
        if (confirmed.isEmpty()) {
            return Future.succeededFuture();
        }
        var ids = confirmed.stream().map(CallId::value).toArray(String[]::new);
        // Whoever follows the calls has seen what they hold: xid stays.
        // language=PostgreSQL
        return tx.preparedQuery("update telephony.call set settled = true where id = any($1)")
                .execute(Tuple.of((Object) ids));
    }

    private static Future<?> move(SqlConnection tx, Optional<Position> position) {
        if (position.isEmpty()) {
            return Future.succeededFuture();
        }
        var to = position.get();
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into telephony.record_position (node, file, byte_offset, read_at) values ($1, $2, $3, $4)
                        on conflict (node) do update set file = $2, byte_offset = $3, read_at = $4""").execute(Tuple.of(to.node(), to.file(), to.offset(), utc(to.readAt())));
    }

    private static Future<?> many(SqlConnection tx, List<Tuple> rows, String sql) {
        return rows.isEmpty() ? Future.succeededFuture() : tx.preparedQuery(sql).executeBatch(rows);
    }

    Tuple begun(Call call) {
        var known = call.caller() instanceof Caller.Known caller ? caller : null;
        var key = known == null ? null : seal.keyOf(call.hotline(), known.number());
        return Tuple.of(
                call.id().value(),
                call.hotline().value(),
                call.line(),
                known == null || key == null
                        ? null
                        : Buffer.buffer(key.seal(known.number()).bytes()),
                key == null ? null : Buffer.buffer(key.index().bytes()),
                known != null && known.mobile(),
                utc(call.arrivedAt()));
    }

    static Tuple state(Counted counted, boolean settled) {
        var call = counted.call();
        var last = call.last();
        return Tuple.tuple()
                .addValue(call.id().value())
                .addValue(call.queue().map(QueueName::value).orElse(null))
                .addValue(call.queuedAt().map(PgCalls::utc).orElse(null))
                .addValue(call.seat().map(Seat::value).orElse(null))
                .addValue(call.agent().map(PersonId::value).orElse(null))
                .addValue(call.answeredAt().map(PgCalls::utc).orElse(null))
                .addValue(last instanceof CallState.Talked talked ? utc(talked.talkEndedAt()) : null)
                .addValue(call.endedAt().map(PgCalls::utc).orElse(null))
                .addValue(call.outcome().map(PgCalls::word).orElse(null))
                .addValue(call.waited().map(Duration::toMillis).orElse(null))
                .addValue(call.talked().map(Duration::toMillis).orElse(null))
                .addValue(call.recording().orElse(null))
                .addValue(counted.events())
                .addValue(last instanceof CallState.Unserved unserved ? utc(unserved.waitEndedAt()) : null)
                .addValue(call.transfers())
                .addValue(call.cutOff())
                .addValue(settled)
                .addValue(call.waitsAgain().map(again -> again.queue().value()).orElse(null))
                .addValue(call.waitsAgain().map(again -> utc(again.since())).orElse(null))
                .addValue(call.talk().any() ? call.talk().before().toMillis() : null)
                .addValue(call.talk().since().map(PgCalls::utc).orElse(null))
                .addValue(call.talk().changedAt().map(PgCalls::utc).orElse(null))
                .addValue(utc(call.arrivedAt()))
                .addValue(
                        last instanceof CallState.Unserved unserved
                                ? unserved.why().name()
                                : null);
    }

    private static void addLegs(List<Tuple> rows, Call call, boolean settled) {
        int ordinal = 0;
        for (var leg : call.legs()) {
            ordinal++;
            rows.add(Tuple.tuple()
                    .addValue(call.id().value())
                    .addValue(leg.channel())
                    .addValue(ordinal)
                    .addValue(leg.seat().isPresent() ? "SEAT" : "OUTSIDE")
                    .addValue(leg.seat().map(Seat::value).orElse(null))
                    .addValue(
                            leg.agent().equals(Call.NOBODY) ? null : leg.agent().value())
                    .addValue(utc(leg.rangAt()))
                    .addValue(leg.joinedAt().map(PgCalls::utc).orElse(null))
                    .addValue(leg.transferredAt().map(PgCalls::utc).orElse(null))
                    .addValue(leg.endedAt().map(PgCalls::utc).orElse(null))
                    .addValue(settled));
        }
    }

    private static Tuple event(Change change) {
        QueueName queue = null;
        PersonId agent = Call.NOBODY;
        String channel = null;
        Integer cause = null;
        switch (change.event()) {
            case CallEvent.Queued queued -> queue = queued.queue();
            case CallEvent.Ringing(var _, var _, var _, var who, var leg) -> {
                agent = who;
                channel = leg;
            }
            case CallEvent.RingEnded(var _, var _, var _, var who, var leg) -> {
                agent = who;
                channel = leg;
            }
            case CallEvent.Answered(var _, var _, var _, var who, var leg) -> {
                agent = who;
                channel = leg;
            }
            case CallEvent.TalkEnded(var _, var _, var _, var who, var leg) -> {
                agent = who;
                channel = leg;
            }
            case CallEvent.PutThrough through -> channel = through.channel();
            case CallEvent.OutsideEnded ended -> channel = ended.channel();
            case CallEvent.Transferred transferred -> channel = transferred.channel();
            case CallEvent.Left left -> cause = left.cause();
            case CallEvent.Arrived _, CallEvent.Recorded _, CallEvent.WaitRanOut _ -> {}
            case CallEvent.Connected _, CallEvent.Disconnected _, CallEvent.Interrupted _ -> {}
        }
        return Tuple.tuple()
                .addValue(change.call().id().value())
                .addValue(change.ordinal())
                .addValue(utc(change.event().at()))
                .addValue(change.event().getClass().getSimpleName())
                .addValue(queue == null ? null : queue.value())
                .addValue(change.event().atSeat().map(Seat::value).orElse(null))
                .addValue(agent.equals(Call.NOBODY) ? null : agent.value())
                .addValue(cause)
                .addValue(channel);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AnsweredByAgent _ -> "ANSWERED";
            case Outcome.AbandonedInGreeting _ -> "ABANDONED_GREETING";
            case Outcome.AbandonedInQueue _ -> "ABANDONED_QUEUE";
            case Outcome.PutThrough _ -> "PUT_THROUGH";
            case Outcome.Interrupted _ -> "INTERRUPTED";
        };
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Whether the database refuses what was to be written for what it holds, so that trying again cannot help. */
    static boolean isHopeless(RuntimeException failure) {
        var state = failure instanceof PgException refused ? refused.getSqlState() : null;
        return state != null && state.length() >= 2 && HOPELESS.contains(state.substring(0, 2));
    }
}
