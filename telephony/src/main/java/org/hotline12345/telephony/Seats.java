package org.hotline12345.telephony;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.hotline12345.office.PersonId;

/**
 * Who sits where: the rows, and the same in memory for seats whose Asterisk this process hears. Written by {@link AgentDesk} under
 * its lock, read from any thread.
 */
final class Seats {
    private final PgSeats rows;
    private final Map<Seat, AgentSession> bySeat = new ConcurrentHashMap<>();
    private final Map<PersonId, AgentSession> byAgent = new ConcurrentHashMap<>();

    Seats(PgSeats rows) {
        this.rows = rows;
    }

    /** Who sits at seats of that Asterisk as the rows have it, from now on known here. */
    List<AgentSession> adopt(Predicate<Seat> isThere) {
        var found = rows.open().stream()
                .filter(session -> isThere.test(session.seat()))
                .toList();
        found.forEach(this::remember);
        return found;
    }

    /** What happens at those seats is another process's from now on. */
    void drop(Predicate<Seat> isThere) {
        bySeat.values().removeIf(session -> isThere.test(session.seat()));
        byAgent.values().removeIf(session -> isThere.test(session.seat()));
    }

    /** All who sit anywhere, whichever process hears their seats. */
    List<AgentSession> everywhere() {
        return rows.open();
    }

    /** Where the agent sits, whichever process hears that seat. */
    Optional<AgentSession> anywhere(PersonId agent) {
        return of(agent).or(() -> rows.of(agent));
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
    boolean begin(Fence fence, AgentSession session) {
        if (!rows.begin(fence, session)) {
            return false;
        }
        remember(session);
        return true;
    }

    void end(Fence fence, AgentSession session, Instant at) {
        rows.end(fence, session.agent(), at);
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
