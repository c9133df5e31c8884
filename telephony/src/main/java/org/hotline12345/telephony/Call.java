package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * One citizen's call, as its events tell it. Transfers and further legs belong to the same call.
 *
 * @param line the number that was dialled
 * @param recordings the files of the talk, as Asterisk named them; a further pass through a queue makes a further one
 * @param legs the telephones that rang or spoke, in the order in which they began to ring
 * @param waitsAgain the further queue in which the caller waits after a talk
 * @param cutOff whether Asterisk died, or was not heard, before the call ended: its end is an estimate
 */
public record Call(
        CallId id,
        HotlineCode hotline,
        String line,
        Caller caller,
        Instant arrivedAt,
        CallState state,
        List<String> recordings,
        List<Leg> legs,
        Optional<WaitsAgain> waitsAgain,
        Talk talk,
        boolean cutOff) {
    /** Stands for the agent where no sign-in tells who sat at the seat. */
    public static final PersonId NOBODY = PersonId.SYSTEM;

    /** A further wait, after a talk. */
    public record WaitsAgain(QueueName queue, Instant since) {}

    public Call {
        recordings = List.copyOf(recordings);
        legs = List.copyOf(legs);
    }

    /** The file of the talk; empty while nothing is recorded. */
    public Optional<String> recording() {
        return recordings.stream().findFirst();
    }

    public boolean open() {
        return state instanceof CallState.Open;
    }

    public Optional<Outcome> outcome() {
        return state instanceof CallState.Ended ended ? Optional.of(ended.outcome()) : Optional.empty();
    }

    public Optional<Instant> endedAt() {
        return state instanceof CallState.Ended ended ? Optional.of(ended.at()) : Optional.empty();
    }

    /** The first queue in which the caller waits or has waited. */
    public Optional<QueueName> queue() {
        return switch (last()) {
            case CallState.Greeting _, CallState.ElsewhereTalking _ -> Optional.empty();
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
            case CallState.Greeting _, CallState.ElsewhereTalking _ -> Optional.empty();
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

    /** The seat that rings, or that answered first. */
    public Optional<Seat> seat() {
        return switch (last()) {
            case CallState.Ringing ringing -> Optional.of(ringing.seat());
            case CallState.Talking talking -> Optional.of(talking.seat());
            case CallState.Talked talked -> Optional.of(talked.seat());
            default -> Optional.empty();
        };
    }

    /** Who is rung, or answered first, if a sign-in tells. */
    public Optional<PersonId> agent() {
        var agent = switch (last()) {
            case CallState.Ringing ringing -> ringing.agent();
            case CallState.Talking talking -> talking.agent();
            case CallState.Talked talked -> talked.agent();
            default -> NOBODY;
        };
        return agent.equals(NOBODY) ? Optional.empty() : Optional.of(agent);
    }

    /** Who has answered first, if anybody has and a sign-in tells who. */
    public Optional<PersonId> answeredBy() {
        return answeredAt().flatMap(_ -> agent());
    }

    /** Whether this person speaks or has spoken with the caller: the one who answered, or one it was passed on to. */
    public boolean spokeWith(PersonId person) {
        return legs.stream()
                        .anyMatch(
                                leg -> leg.joinedAt().isPresent() && leg.agent().equals(person))
                || answeredBy().equals(Optional.of(person));
    }

    /** From asking for an agent to the answer, or to the end without one; empty while that is open. */
    public Optional<Duration> waited() {
        var until = last() instanceof CallState.Unserved unserved
                ? Optional.of(unserved.waitEndedAt())
                : answeredAt().or(this::endedAt);
        return queuedAt().flatMap(from -> until.map(to -> notNegative(Duration.between(from, to))));
    }

    /** How long the caller was connected with anybody; empty while somebody is still there, or when there was no talk. */
    public Optional<Duration> talked() {
        if (answeredAt().isEmpty() && !(last() instanceof CallState.ElsewhereTalking)) {
            return Optional.empty();
        }
        var end = last() instanceof CallState.Talked talked
                ? endedAt().or(() -> Optional.of(talked.talkEndedAt()))
                : endedAt();
        return end.map(until -> Calls.talked(this, last(), until));
    }

    /** How often the call was passed on. */
    public int transfers() {
        return (int)
                legs.stream().filter(leg -> leg.transferredAt().isPresent()).count();
    }

    CallState.Open last() {
        return switch (state) {
            case CallState.Ended ended -> ended.last();
            case CallState.Open open -> open;
        };
    }

    Call in(CallState next) {
        return new Call(id, hotline, line, caller, arrivedAt, next, recordings, legs, waitsAgain, talk, cutOff);
    }

    Call recordedIn(String file) {
        var files = new ArrayList<>(recordings);
        if (!files.contains(file)) {
            files.add(file);
        }
        return new Call(id, hotline, line, caller, arrivedAt, state, files, legs, waitsAgain, talk, cutOff);
    }

    Call with(List<Leg> all) {
        return new Call(id, hotline, line, caller, arrivedAt, state, recordings, all, waitsAgain, talk, cutOff);
    }

    Call waitingAgain(Optional<WaitsAgain> again) {
        return new Call(id, hotline, line, caller, arrivedAt, state, recordings, legs, again, talk, cutOff);
    }

    Call with(Talk sum) {
        return new Call(id, hotline, line, caller, arrivedAt, state, recordings, legs, waitsAgain, sum, cutOff);
    }

    Call cut() {
        return new Call(id, hotline, line, caller, arrivedAt, state, recordings, legs, waitsAgain, talk, true);
    }

    /** Asterisk's clock may step back within a call; a negative duration would only spoil sums. */
    static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
