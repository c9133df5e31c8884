package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * One citizen's call, as its events tell it. Transfers and further legs belong to the same call.
 *
 * @param line the number that was dialled
 * @param recording the file of the talk, as Asterisk named it; empty while nothing is recorded
 */
public record Call(
        CallId id,
        HotlineCode hotline,
        String line,
        Caller caller,
        Instant arrivedAt,
        CallState state,
        Optional<String> recording) {
    /** Stands for the agent where no sign-in tells who sat at the seat. */
    public static final PersonId NOBODY = PersonId.SYSTEM;

    public boolean open() {
        return state instanceof CallState.Open;
    }

    public Optional<Outcome> outcome() {
        return state instanceof CallState.Ended ended ? Optional.of(ended.outcome()) : Optional.empty();
    }

    public Optional<Instant> endedAt() {
        return state instanceof CallState.Ended ended ? Optional.of(ended.at()) : Optional.empty();
    }

    /** The queue in which the caller waits or has waited. */
    public Optional<QueueName> queue() {
        return switch (last()) {
            case CallState.Greeting _ -> Optional.empty();
            case CallState.Waiting waiting -> Optional.of(waiting.queue());
            case CallState.Ringing ringing -> Optional.of(ringing.queue());
            case CallState.Unserved unserved -> Optional.of(unserved.queue());
            case CallState.Talking talking -> Optional.of(talking.queue());
            case CallState.Talked talked -> Optional.of(talked.queue());
        };
    }

    /** When the caller asked for an agent. */
    public Optional<Instant> queuedAt() {
        return switch (last()) {
            case CallState.Greeting _ -> Optional.empty();
            case CallState.Waiting waiting -> Optional.of(waiting.queuedAt());
            case CallState.Ringing ringing -> Optional.of(ringing.queuedAt());
            case CallState.Unserved unserved -> Optional.of(unserved.queuedAt());
            case CallState.Talking talking -> Optional.of(talking.queuedAt());
            case CallState.Talked talked -> Optional.of(talked.queuedAt());
        };
    }

    public Optional<Instant> answeredAt() {
        return switch (last()) {
            case CallState.Talking talking -> Optional.of(talking.answeredAt());
            case CallState.Talked talked -> Optional.of(talked.answeredAt());
            default -> Optional.empty();
        };
    }

    /** The seat that rings, talks or has talked. */
    public Optional<Seat> seat() {
        return switch (last()) {
            case CallState.Ringing ringing -> Optional.of(ringing.seat());
            case CallState.Talking talking -> Optional.of(talking.seat());
            case CallState.Talked talked -> Optional.of(talked.seat());
            default -> Optional.empty();
        };
    }

    /** Who is rung, talks or has talked, if a sign-in tells. */
    public Optional<PersonId> agent() {
        var agent = switch (last()) {
            case CallState.Ringing ringing -> ringing.agent();
            case CallState.Talking talking -> talking.agent();
            case CallState.Talked talked -> talked.agent();
            default -> NOBODY;
        };
        return agent.equals(NOBODY) ? Optional.empty() : Optional.of(agent);
    }

    /** Who has answered, if anybody has and a sign-in tells who. */
    public Optional<PersonId> answeredBy() {
        return answeredAt().flatMap(_ -> agent());
    }

    /** From asking for an agent to the answer, or to the end without one; empty while that is open. */
    public Optional<Duration> waited() {
        var until = last() instanceof CallState.Unserved unserved
                ? Optional.of(unserved.waitEndedAt())
                : answeredAt().or(this::endedAt);
        return queuedAt().flatMap(from -> until.map(to -> notNegative(Duration.between(from, to))));
    }

    /** From the answer to the end of the talk; empty while it lasts or when there was none. */
    public Optional<Duration> talked() {
        if (last() instanceof CallState.Talked talked) {
            return Optional.of(notNegative(Duration.between(talked.answeredAt(), talked.talkEndedAt())));
        }
        return answeredAt()
                .flatMap(from -> endedAt().map(until -> Duration.between(from, until)))
                .map(Call::notNegative);
    }

    Call in(CallState next) {
        return new Call(id, hotline, line, caller, arrivedAt, next, recording);
    }

    Call recordedIn(String file) {
        return new Call(id, hotline, line, caller, arrivedAt, state, Optional.of(file));
    }

    private CallState.Open last() {
        return switch (state) {
            case CallState.Ended ended -> ended.last();
            case CallState.Open open -> open;
        };
    }

    /** Asterisk's clock may step back within a call; a negative duration would only spoil sums. */
    static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
