package org.hotline12345.telephony;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.PersonId;

/** Who sits where: the rows, and the same in memory. Written by {@link AgentDesk} under its lock, read from any thread. */
final class Seats {
    private final PgSeats rows;
    private final Map<Seat, AgentSession> bySeat = new ConcurrentHashMap<>();
    private final Map<PersonId, AgentSession> byAgent = new ConcurrentHashMap<>();

    Seats(PgSeats rows) {
        this.rows = rows;
        rows.open().forEach(this::remember);
    }

    Optional<AgentSession> of(PersonId agent) {
        return Optional.ofNullable(byAgent.get(agent));
    }

    Optional<AgentSession> at(Seat seat) {
        return Optional.ofNullable(bySeat.get(seat));
    }

    Optional<PersonId> sitterAt(Seat seat) {
        return at(seat).map(AgentSession::agent);
    }

    List<AgentSession> all() {
        return List.copyOf(byAgent.values());
    }

    /** Whether the seat and the agent were free; nothing is changed when not. */
    boolean begin(AgentSession session) {
        if (!rows.begin(session)) {
            return false;
        }
        remember(session);
        return true;
    }

    void end(AgentSession session, Instant at) {
        rows.end(session.agent(), at);
        byAgent.remove(session.agent());
        bySeat.remove(session.seat());
    }

    /** For the status page: how many seats each queue has. */
    Map<String, Integer> perQueue() {
        var counts = new HashMap<String, Integer>();
        bySeat.values()
                .forEach(session -> session.queue().ifPresent(queue -> counts.merge(queue.value(), 1, Integer::sum)));
        return counts;
    }

    private void remember(AgentSession session) {
        byAgent.put(session.agent(), session);
        bySeat.put(session.seat(), session);
    }
}
