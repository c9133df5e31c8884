package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.jspecify.annotations.Nullable;

/** The rows of agents' states and skills. */
final class PgAgents {
    private final Pool pool;

    PgAgents(Pool pool) {
        this.pool = pool;
    }

    /**
     * Adds a change to the history; it is the agent's present state from now on.
     *
     * @param fence of the seat's Asterisk
     * @throws LeaseLost when another process hears that Asterisk by now
     */
    void add(Fence fence, AgentSession session, AgentState state, PersonId by) {
        var reason = switch (state) {
            case AgentState.OnBreak onBreak -> onBreak.reason();
            case AgentState.Talking talking -> talking.breakAfter().orElse(null);
            default -> null;
        };
        var call = switch (state) {
            case AgentState.Talking talking -> talking.call().map(CallId::value).orElse(null);
            case AgentState.AfterCall after -> after.call().value();
            default -> null;
        };
        var until = state instanceof AgentState.AfterCall after ? after.until().atOffset(ZoneOffset.UTC) : null;
        add(fence, session, state.since(), word(state), reason, call, until, by);
    }

    void addOut(Fence fence, AgentSession session, Instant at, PersonId by) {
        add(fence, session, at, "OUT", null, null, null, by);
    }

    private void add(
            Fence fence,
            AgentSession session,
            Instant at,
            String word,
            @Nullable String reason,
            @Nullable String call,
            java.time.@Nullable OffsetDateTime until,
            PersonId by) {
        var row = Tuple.tuple()
                .addValue(session.agent().value())
                .addValue(session.hotline().value())
                .addValue(session.seat().value())
                .addValue(at.atOffset(ZoneOffset.UTC))
                .addValue(word)
                .addValue(reason)
                .addValue(call)
                .addValue(until)
                .addValue(by.value());
        // language=PostgreSQL
        pool.withTransaction(tx -> PgLeases.hold(tx, fence)
                        .compose(_ -> tx.preparedQuery("""
                        insert into telephony.agent_state (agent, hotline, seat, at, state, reason, call, until, by)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""").execute(row)))
                .await();
    }

    /** What the agent did last, as far as the rows know; empty before the first state and after a sign-out. */
    Optional<AgentState> newest(PersonId agent) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select at, state, reason, call, until from telephony.agent_state
                         where agent = $1 order by id desc limit 1""").execute(Tuple.of(agent.value())).await();
        return StreamSupport.stream(rows.spliterator(), false).findFirst().flatMap(PgAgents::state);
    }

    /** Whether the agent talked in that call, however it came to the seat. */
    boolean hasTalked(PersonId agent, CallId call) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                        select 1 from telephony.agent_state where call = $1 and agent = $2 limit 1""")
                        .execute(Tuple.of(call.value(), agent.value()))
                        .await()
                        .size()
                > 0;
    }

    /** The queues that an agent serves, best first; none when nobody has said. */
    List<Skill> skills(HotlineCode hotline, PersonId agent) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select queue, penalty from telephony.agent_skill
                         where hotline = $1 and agent = $2 order by penalty, queue""")
                .execute(Tuple.of(hotline.value(), agent.value()))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Skill(new QueueName(row.getString("queue")), row.getInteger("penalty")))
                .toList();
    }

    /** Replaces what the agent serves, whole or not at all. */
    void setSkills(HotlineCode hotline, PersonId agent, List<Skill> skills, PersonId by, Instant at) {
        var rows = skills.stream()
                .map(skill -> Tuple.of(
                        hotline.value(),
                        agent.value(),
                        skill.queue().value(),
                        skill.penalty(),
                        by.value(),
                        at.atOffset(ZoneOffset.UTC)))
                .toList();
        // language=PostgreSQL
        pool.withTransaction(tx -> tx.preparedQuery("""
                                delete from telephony.agent_skill where hotline = $1 and agent = $2""")
                        .execute(Tuple.of(hotline.value(), agent.value()))
                        // language=PostgreSQL
                        .compose(deleted -> rows.isEmpty()
                                ? io.vertx.core.Future.succeededFuture(deleted)
                                : tx.preparedQuery("""
                                insert into telephony.agent_skill (hotline, agent, queue, penalty, set_by, set_at)
                                values ($1, $2, $3, $4, $5, $6)""").executeBatch(rows)))
                .await();
    }

    /** The word for a state in rows and on the wire. */
    static String word(AgentState state) {
        return switch (state) {
            case AgentState.Ready _ -> "READY";
            case AgentState.OnBreak _ -> "BREAK";
            case AgentState.Talking _ -> "TALKING";
            case AgentState.AfterCall _ -> "AFTER_CALL";
            case AgentState.Leading _ -> "LEADING";
        };
    }

    private static Optional<AgentState> state(Row row) {
        var since = row.getOffsetDateTime("at").toInstant();
        var reason = Optional.ofNullable(row.getString("reason"));
        var call = Optional.ofNullable(row.getString("call")).map(CallId::new);
        return switch (row.getString("state")) {
            case "READY" -> Optional.of(new AgentState.Ready(since));
            case "BREAK" -> Optional.of(new AgentState.OnBreak(since, reason.orElseThrow()));
            case "TALKING" -> Optional.of(new AgentState.Talking(since, call, reason));
            case "AFTER_CALL" ->
                Optional.of(new AgentState.AfterCall(
                        since,
                        call.orElseThrow(),
                        row.getOffsetDateTime("until").toInstant()));
            case "LEADING" -> Optional.of(new AgentState.Leading(since));
            default -> Optional.empty();
        };
    }
}
