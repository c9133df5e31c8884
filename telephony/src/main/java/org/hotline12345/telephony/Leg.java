package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;

/**
 * The part of one telephone in a call, besides the caller's own.
 *
 * @param channel Asterisk's id of it, unique in the call
 * @param seat empty for a telephone that is no seat of ours
 * @param agent who sat there; {@link Call#NOBODY} when no sign-in tells
 * @param rangAt when it began to ring, or joined without ringing
 * @param joinedAt when it and the caller began to speak, if they did
 * @param transferredAt when it passed the call on, if it did
 * @param endedAt empty while it rings or speaks
 */
public record Leg(
        String channel,
        Optional<Seat> seat,
        PersonId agent,
        Instant rangAt,
        Optional<Instant> joinedAt,
        Optional<Instant> transferredAt,
        Optional<Instant> endedAt) {
    static Leg ringing(String channel, Optional<Seat> seat, PersonId agent, Instant at) {
        return new Leg(channel, seat, agent, at, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean talking() {
        return joinedAt.isPresent() && endedAt.isEmpty();
    }

    Leg joined(Instant at, PersonId by) {
        var who = agent.equals(Call.NOBODY) ? by : agent;
        return new Leg(channel, seat, who, rangAt, joinedAt.or(() -> Optional.of(at)), transferredAt, endedAt);
    }

    Leg of(PersonId who) {
        return new Leg(channel, seat, who, rangAt, joinedAt, transferredAt, endedAt);
    }

    Leg transferred(Instant at) {
        return new Leg(channel, seat, agent, rangAt, joinedAt, transferredAt.or(() -> Optional.of(at)), endedAt);
    }

    Leg ended(Instant at) {
        return new Leg(channel, seat, agent, rangAt, joinedAt, transferredAt, endedAt.or(() -> Optional.of(at)));
    }
}
