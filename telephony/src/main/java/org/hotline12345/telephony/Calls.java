package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hotline12345.office.PersonId;

/**
 * Tells a call from its events. A fact that is told a second time changes nothing, so that two tellers (the manager stream
 * and Asterisk's own record) may speak of the same call; each telephone is known by its channel, each wait by its time.
 */
public final class Calls {
    /** Two tellers' times of one fact lie closer together; nobody enters the same queue twice in it. */
    private static final Duration SAME = Duration.ofSeconds(1);

    private Calls() {}

    /** The call that begins with this event. */
    public static Call begin(CallEvent.Arrived arrived) {
        return new Call(
                arrived.call(),
                arrived.hotline(),
                arrived.line(),
                arrived.caller(),
                arrived.at(),
                new CallState.Greeting(),
                List.of(),
                List.of(),
                Optional.empty(),
                Talk.NONE,
                false);
    }

    /** The call after the event. Events that cannot change it any more (late, repeated) leave it as it is. */
    public static Call apply(Call call, CallEvent event) {
        if (!event.call().equals(call.id())) {
            throw new IllegalArgumentException("event of call " + event.call() + " given to call " + call.id());
        }
        if (event instanceof CallEvent.Recorded recorded) {
            return call.recordedIn(recorded.file());
        }
        if (!(call.state() instanceof CallState.Open)) {
            return call;
        }
        return switch (event) {
            case CallEvent.Queued queued -> queued(call, queued);
            case CallEvent.Ringing ringing -> ringing(call, ringing);
            case CallEvent.RingEnded ended -> ringEnded(call, ended);
            case CallEvent.WaitRanOut ranOut -> ranOut(call, ranOut);
            case CallEvent.Answered answered -> answered(call, answered);
            case CallEvent.PutThrough through -> putThrough(call, through);
            case CallEvent.Transferred transferred ->
                leg(call, transferred.channel(), leg -> leg.transferred(transferred.at()));
            case CallEvent.TalkEnded ended -> talkEnded(call, ended.channel(), ended.at());
            case CallEvent.OutsideEnded ended -> talkEnded(call, ended.channel(), ended.at());
            case CallEvent.Connected connected -> call.with(call.talk().connected(connected.at()));
            case CallEvent.Disconnected gone -> call.with(call.talk().disconnected(gone.at()));
            case CallEvent.Left left -> ended(call, left.at());
            case CallEvent.Interrupted lost -> interrupted(call, lost.at());
            case CallEvent.Arrived _, CallEvent.Recorded _ -> call;
        };
    }

    /** Who was transferred into a second queue after a talk is no second caller: the first wait counts. */
    private static Call queued(Call call, CallEvent.Queued event) {
        var queue = event.queue();
        return switch (call.last()) {
            case CallState.Greeting _ -> call.in(new CallState.Waiting(queue, event.at()));
            case CallState.Waiting waiting when isSame(waiting.queue(), waiting.queuedAt(), event) -> call;
            case CallState.Waiting waiting -> call.in(new CallState.Waiting(queue, waiting.queuedAt()));
            case CallState.Ringing ringing when !event.at().isAfter(lastRing(call)) -> call;
            case CallState.Ringing ringing -> call.in(new CallState.Waiting(queue, ringing.queuedAt()));
            case CallState.Unserved unserved
            when event.at().isAfter(unserved.waitEndedAt()) ->
                call.in(new CallState.Waiting(queue, unserved.queuedAt()));
            case CallState.Unserved _ -> call;
            case CallState.Talking talk -> queuedAgain(call, talk.answeredAt(), event);
            case CallState.Talked talk -> queuedAgain(call, talk.answeredAt(), event);
            case CallState.ElsewhereTalking _ -> call;
        };
    }

    private static Call queuedAgain(Call call, Instant answeredAt, CallEvent.Queued event) {
        var newest = call.legs().stream()
                .flatMap(leg -> leg.joinedAt().stream())
                .max(Instant::compareTo)
                .orElse(answeredAt);
        var known = call.waitsAgain()
                .filter(again -> isSame(again.queue(), again.since(), event))
                .isPresent();
        return known || !event.at().isAfter(newest)
                ? call
                : call.waitingAgain(Optional.of(new Call.WaitsAgain(event.queue(), event.at())));
    }

    private static boolean isSame(QueueName queue, Instant since, CallEvent.Queued event) {
        return queue.equals(event.queue())
                && Duration.between(since, event.at()).abs().compareTo(SAME) < 0;
    }

    private static Instant lastRing(Call call) {
        return call.legs().stream().map(Leg::rangAt).max(Instant::compareTo).orElse(Instant.MIN);
    }

    private static Call ringing(Call call, CallEvent.Ringing event) {
        var known = find(call, event.channel());
        if (known.isPresent()) {
            return known.get().agent().equals(Call.NOBODY) && !event.agent().equals(Call.NOBODY)
                    ? rung(leg(call, event.channel(), leg -> leg.of(event.agent())), event)
                    : call;
        }
        var more = plus(call, Leg.ringing(event.channel(), Optional.of(event.seat()), event.agent(), event.at()));
        return rung(more, event);
    }

    private static Call rung(Call call, CallEvent.Ringing event) {
        return switch (call.last()) {
            case CallState.Waiting waiting ->
                call.in(new CallState.Ringing(waiting.queue(), waiting.queuedAt(), event.seat(), event.agent()));
            case CallState.Ringing ringing ->
                call.in(new CallState.Ringing(ringing.queue(), ringing.queuedAt(), event.seat(), event.agent()));
            default -> call;
        };
    }

    private static Call ringEnded(Call call, CallEvent.RingEnded event) {
        var after = leg(call, event.channel(), leg -> leg.ended(event.at()));
        if (!(after.last() instanceof CallState.Ringing ringing)) {
            return after;
        }
        // With several telephones ringing at once, the caller is still rung for while one of them is.
        var other = after.legs().reversed().stream()
                .filter(leg -> leg.endedAt().isEmpty() && leg.seat().isPresent())
                .findFirst();
        return after.in(
                other.isPresent()
                        ? new CallState.Ringing(
                                ringing.queue(),
                                ringing.queuedAt(),
                                other.get().seat().orElseThrow(),
                                other.get().agent())
                        : new CallState.Waiting(ringing.queue(), ringing.queuedAt()));
    }

    private static Call ranOut(Call call, CallEvent.WaitRanOut event) {
        return switch (call.last()) {
            case CallState.Waiting waiting ->
                call.in(new CallState.Unserved(waiting.queue(), waiting.queuedAt(), event.at(), event.why()));
            case CallState.Ringing ringing ->
                call.in(new CallState.Unserved(ringing.queue(), ringing.queuedAt(), event.at(), event.why()));
            case CallState.Talked _ -> call.waitingAgain(Optional.empty());
            default -> call;
        };
    }

    private static Call answered(Call call, CallEvent.Answered event) {
        if (joined(call, event.channel())) {
            return call;
        }
        var seat = event.seat();
        var after = join(call, event.channel(), Optional.of(seat), event.agent(), event.at());
        var agent = find(after, event.channel()).map(Leg::agent).orElse(event.agent());
        return switch (after.last()) {
            case CallState.Waiting(var queue, var queuedAt) ->
                after.in(new CallState.Talking(queue, queuedAt, event.at(), seat, agent));
            case CallState.Ringing ringing ->
                after.in(new CallState.Talking(ringing.queue(), ringing.queuedAt(), event.at(), seat, agent));
            case CallState.Unserved(var queue, var queuedAt, var _, var _) ->
                after.in(new CallState.Talking(queue, queuedAt, event.at(), seat, agent));
            case CallState.Talked talk -> after.in(resumed(talk));
            case CallState.Greeting _ -> after.in(new CallState.ElsewhereTalking(event.at()));
            case CallState.Talking _, CallState.ElsewhereTalking _ -> after;
        };
    }

    private static Call putThrough(Call call, CallEvent.PutThrough event) {
        if (joined(call, event.channel())) {
            return call;
        }
        var after = join(call, event.channel(), Optional.empty(), Call.NOBODY, event.at());
        return switch (after.last()) {
            case CallState.Talked talk -> after.in(resumed(talk));
            case CallState.Greeting _ -> after.in(new CallState.ElsewhereTalking(event.at()));
            // Who asked for an agent and got none stays counted so, wherever the call went then.
            case CallState.Waiting _, CallState.Ringing _, CallState.Unserved _ -> after;
            case CallState.Talking _, CallState.ElsewhereTalking _ -> after;
        };
    }

    private static CallState.Open resumed(CallState.Talked talk) {
        return new CallState.Talking(talk.queue(), talk.queuedAt(), talk.answeredAt(), talk.seat(), talk.agent());
    }

    private static Call talkEnded(Call call, String channel, Instant at) {
        var after = leg(call, channel, leg -> leg.ended(at));
        return after.last() instanceof CallState.Talking talk
                        && after.legs().stream().noneMatch(Leg::talking)
                ? after.in(new CallState.Talked(
                        talk.queue(), talk.queuedAt(), talk.answeredAt(), at, talk.seat(), talk.agent()))
                : after;
    }

    private static Call ended(Call call, Instant at) {
        var last = call.last();
        var legs = call.legs().stream().map(leg -> leg.ended(at)).toList();
        var after = call.with(legs).with(call.talk().disconnected(at)).waitingAgain(Optional.empty());
        return after.in(new CallState.Ended(last, at, outcome(after, last, at)));
    }

    private static Call interrupted(Call call, Instant at) {
        var after = ended(call, at).cut();
        return switch (after.outcome().orElseThrow()) {
            case Outcome.AnsweredByAgent _, Outcome.PutThrough _ -> after;
            case Outcome.AbandonedInGreeting _, Outcome.AbandonedInQueue _, Outcome.Interrupted _ ->
                after.in(new CallState.Ended(call.last(), at, new Outcome.Interrupted()));
        };
    }

    private static Outcome outcome(Call call, CallState.Open last, Instant at) {
        return switch (last) {
            case CallState.Greeting _ -> new Outcome.AbandonedInGreeting();
            case CallState.ElsewhereTalking _ -> new Outcome.PutThrough(talked(call, last, at));
            case CallState.Waiting waiting ->
                new Outcome.AbandonedInQueue(waiting.queue(), between(waiting.queuedAt(), at));
            case CallState.Ringing ringing ->
                new Outcome.AbandonedInQueue(ringing.queue(), between(ringing.queuedAt(), at));
            case CallState.Unserved unserved ->
                new Outcome.AbandonedInQueue(unserved.queue(), between(unserved.queuedAt(), unserved.waitEndedAt()));
            case CallState.Talking talk ->
                new Outcome.AnsweredByAgent(
                        talk.agent(), talk.seat(), between(talk.queuedAt(), talk.answeredAt()), talked(call, last, at));
            case CallState.Talked talk ->
                new Outcome.AnsweredByAgent(
                        talk.agent(), talk.seat(), between(talk.queuedAt(), talk.answeredAt()), talked(call, last, at));
        };
    }

    /** Where no connection was told (a call that was taken up from a list), from the answer to the last one's end. */
    static Duration talked(Call call, CallState.Open last, Instant end) {
        if (call.talk().any()) {
            return call.talk().disconnected(end).before();
        }
        return switch (last) {
            case CallState.Talking talk -> between(talk.answeredAt(), end);
            case CallState.Talked talk -> between(talk.answeredAt(), talk.talkEndedAt());
            case CallState.ElsewhereTalking talk -> between(talk.putThroughAt(), end);
            default -> Duration.ZERO;
        };
    }

    // Legs

    private static Optional<Leg> find(Call call, String channel) {
        return call.legs().stream().filter(leg -> leg.channel().equals(channel)).findFirst();
    }

    private static boolean joined(Call call, String channel) {
        return find(call, channel).flatMap(Leg::joinedAt).isPresent();
    }

    private static Call join(Call call, String channel, Optional<Seat> seat, PersonId agent, Instant at) {
        var known = find(call, channel).isPresent() ? call : plus(call, Leg.ringing(channel, seat, agent, at));
        return leg(known, channel, leg -> leg.joined(at, agent)).waitingAgain(Optional.empty());
    }

    private static Call plus(Call call, Leg leg) {
        var all = new ArrayList<>(call.legs());
        all.add(leg);
        return call.with(all);
    }

    private static Call leg(Call call, String channel, UnaryOperator<Leg> change) {
        return call.with(call.legs().stream()
                .map(leg -> leg.channel().equals(channel) ? change.apply(leg) : leg)
                .toList());
    }

    private static Duration between(Instant from, Instant until) {
        return Call.notNegative(Duration.between(from, until));
    }
}
