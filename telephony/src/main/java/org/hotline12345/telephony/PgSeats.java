package org.hotline12345.telephony;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** The rows of who sat where, from when to when. */
final class PgSeats {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;

    PgSeats(Pool pool) {
        this.pool = pool;
    }

    List<AgentSession> open() {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select agent, hotline, seat, queue, begun_at from telephony.agent_session
                         where ended_at is null order by begun_at""").execute().await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new AgentSession(
                        new PersonId(row.getUUID("agent")),
                        new HotlineCode(row.getString("hotline")),
                        new Seat(row.getString("seat")),
                        Optional.ofNullable(row.getString("queue")).map(QueueName::new),
                        row.getOffsetDateTime("begun_at").toInstant()))
                .toList();
    }

    /** Where the agent sits, whichever process hears that seat. */
    Optional<AgentSession> of(PersonId agent) {
        return open().stream().filter(session -> session.agent().equals(agent)).findFirst();
    }

    /**
     * Whether the seat and the agent were free; nothing is written when not.
     *
     * @param fence of the seat's Asterisk
     * @throws LeaseLost when another process hears that Asterisk by now
     */
    boolean begin(Fence fence, AgentSession session) {
        try {
            // language=PostgreSQL
            pool.withTransaction(tx -> PgLeases.hold(tx, fence)
                            .compose(_ -> tx.preparedQuery("""
                                    insert into telephony.agent_session (agent, hotline, seat, queue, begun_at)
                                    values ($1, $2, $3, $4, $5)""")
                                    .execute(Tuple.of(
                                            session.agent().value(),
                                            session.hotline().value(),
                                            session.seat().value(),
                                            session.queue()
                                                    .map(QueueName::value)
                                                    .orElse(null),
                                            session.from().atOffset(ZoneOffset.UTC)))))
                    .await();
            return true;
        } catch (PgException e) {
            if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
                return false;
            }
            throw e;
        }
    }

    /** @throws LeaseLost when another process hears the seat's Asterisk by now */
    void end(Fence fence, PersonId agent, Instant at) {
        // language=PostgreSQL
        pool.withTransaction(tx -> PgLeases.hold(tx, fence)
                        .compose(_ ->
                                tx.preparedQuery("""
                                update telephony.agent_session set ended_at = greatest($2, begun_at)
                                 where agent = $1 and ended_at is null""").execute(Tuple.of(agent.value(), at.atOffset(ZoneOffset.UTC)))))
                .await();
    }
}
