package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells a call from its events. */
public final class Calls {
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
                Optional.empty());
    }

    /** The call after the event. Events that cannot change it any more (late, repeated) leave it as it is. */
    public static Call apply(Call call, CallEvent event) {
        if (!event.call().equals(call.id())) {
            throw new IllegalArgumentException("event of call " + event.call() + " given to call " + call.id());
        }
        if (event instanceof CallEvent.Recorded recorded) {
            return call.recordedIn(recorded.file());
        }
        if (!(call.state() instanceof CallState.Open open)) {
            return call;
        }
        return call.in(next(open, event));
    }

    private static CallState next(CallState.Open state, CallEvent event) {
        return switch (event) {
            case CallEvent.Queued queued -> queued(state, queued);
            case CallEvent.Ringing ringing -> ringing(state, ringing);
            case CallEvent.RingEnded ended -> ringEnded(state, ended);
            case CallEvent.WaitRanOut ranOut -> ranOut(state, ranOut);
            case CallEvent.Answered answered -> answered(state, answered);
            case CallEvent.TalkEnded ended -> talkEnded(state, ended);
            case CallEvent.Left left -> new CallState.Ended(state, left.at(), outcome(state, left.at()));
            case CallEvent.Interrupted lost -> new CallState.Ended(state, lost.at(), new Outcome.Interrupted());
            case CallEvent.Arrived _, CallEvent.Recorded _ -> state;
        };
    }

    /** Who was transferred into a second queue after a talk is no second caller: the first wait counts. */
    private static CallState.Open queued(CallState.Open state, CallEvent.Queued event) {
        return switch (state) {
            case CallState.Greeting _ -> new CallState.Waiting(event.queue(), event.at());
            case CallState.Waiting waiting -> new CallState.Waiting(event.queue(), waiting.queuedAt());
            case CallState.Ringing ringing -> new CallState.Waiting(event.queue(), ringing.queuedAt());
            case CallState.Unserved unserved -> new CallState.Waiting(event.queue(), unserved.queuedAt());
            case CallState.Talking talking -> talking;
            case CallState.Talked talked -> talked;
        };
    }

    private static CallState.Open ringing(CallState.Open state, CallEvent.Ringing event) {
        return switch (state) {
            case CallState.Waiting waiting ->
                new CallState.Ringing(waiting.queue(), waiting.queuedAt(), event.seat(), event.agent());
            case CallState.Ringing ringing ->
                new CallState.Ringing(ringing.queue(), ringing.queuedAt(), event.seat(), event.agent());
            case CallState.Greeting _, CallState.Unserved _, CallState.Talking _, CallState.Talked _ -> state;
        };
    }

    private static CallState.Open ringEnded(CallState.Open state, CallEvent.RingEnded event) {
        return switch (state) {
            case CallState.Ringing ringing
            when ringing.seat().equals(event.seat()) -> new CallState.Waiting(ringing.queue(), ringing.queuedAt());
            default -> state;
        };
    }

    private static CallState.Open ranOut(CallState.Open state, CallEvent.WaitRanOut event) {
        return switch (state) {
            case CallState.Waiting waiting -> new CallState.Unserved(waiting.queue(), waiting.queuedAt(), event.at());
            case CallState.Ringing ringing -> new CallState.Unserved(ringing.queue(), ringing.queuedAt(), event.at());
            default -> state;
        };
    }

    private static CallState.Open answered(CallState.Open state, CallEvent.Answered event) {
        return switch (state) {
            case CallState.Waiting(var queue, var queuedAt) ->
                new CallState.Talking(queue, queuedAt, event.at(), event.seat(), event.agent());
            case CallState.Ringing ringing ->
                new CallState.Talking(ringing.queue(), ringing.queuedAt(), event.at(), event.seat(), event.agent());
            case CallState.Talked talk ->
                new CallState.Talking(talk.queue(), talk.queuedAt(), talk.answeredAt(), talk.seat(), talk.agent());
            case CallState.Greeting _, CallState.Unserved _, CallState.Talking _ -> state;
        };
    }

    private static CallState.Open talkEnded(CallState.Open state, CallEvent.TalkEnded event) {
        return switch (state) {
            case CallState.Talking(var queue, var queuedAt, var answeredAt, var seat, var agent) ->
                new CallState.Talked(queue, queuedAt, answeredAt, event.at(), seat, agent);
            default -> state;
        };
    }

    private static Outcome outcome(CallState.Open last, Instant at) {
        return switch (last) {
            case CallState.Greeting _ -> new Outcome.AbandonedInGreeting();
            case CallState.Waiting waiting ->
                new Outcome.AbandonedInQueue(waiting.queue(), between(waiting.queuedAt(), at));
            case CallState.Ringing ringing ->
                new Outcome.AbandonedInQueue(ringing.queue(), between(ringing.queuedAt(), at));
            case CallState.Unserved unserved ->
                new Outcome.AbandonedInQueue(unserved.queue(), between(unserved.queuedAt(), unserved.waitEndedAt()));
            case CallState.Talking talk ->
                new Outcome.AnsweredByAgent(
                        talk.agent(),
                        talk.seat(),
                        between(talk.queuedAt(), talk.answeredAt()),
                        between(talk.answeredAt(), at));
            case CallState.Talked talk ->
                new Outcome.AnsweredByAgent(
                        talk.agent(),
                        talk.seat(),
                        between(talk.queuedAt(), talk.answeredAt()),
                        between(talk.answeredAt(), talk.talkEndedAt()));
        };
    }

    private static Duration between(Instant from, Instant until) {
        return Call.notNegative(Duration.between(from, until));
    }
}
