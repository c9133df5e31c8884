package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * A citizen's call as another system wrote it down. It is over, and as complete as it was there.
 *
 * @param outsideId its number there, by which it is known when it is brought in again
 * @param line the number that was dialled
 */
public record HistoricCall(
        String outsideId, String line, Caller caller, Instant arrivedAt, Instant endedAt, Course course) {
    public static final int MAX_OUTSIDE_ID = 64;

    /** Stands where it is not known which seat answered. */
    public static final Seat SOME_SEAT = new Seat("-");

    private static final Pattern LINE = Pattern.compile("[0-9]{3,20}");

    /** How far it came. */
    public sealed interface Course {
        /** The caller hung up in the greeting. */
        record Greeted() implements Course {}

        /** The caller hung up in the queue. */
        record GaveUp(QueueName queue, Instant queuedAt) implements Course {}

        /** The wait ended otherwise, and nobody answered. */
        record Unserved(QueueName queue, Instant queuedAt, WaitEnd why) implements Course {}

        /** @param agent {@link Call#NOBODY} when it is not known */
        record Answered(QueueName queue, Instant queuedAt, Instant answeredAt, Seat seat, PersonId agent)
                implements Course {}

        /** Put through to somebody who is in no queue. */
        record PutThrough(Instant at) implements Course {}

        /** @param queue in which the caller waited, if in one */
        record Interrupted(Optional<QueueName> queue, Instant at) implements Course {}
    }

    public HistoricCall {
        if (outsideId.isBlank()
                || outsideId.length() > MAX_OUTSIDE_ID
                || outsideId.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a call's number elsewhere has 1 to " + MAX_OUTSIDE_ID + " characters");
        }
        if (!LINE.matcher(line).matches()) {
            throw new IllegalArgumentException("a line is named by 3 to 20 digits");
        }
        if (endedAt.isBefore(arrivedAt)) {
            throw new IllegalArgumentException("a call ends after it began");
        }
    }

    /** The call that it was. */
    Call call(CallId id, HotlineCode hotline) {
        return new Call(
                id,
                hotline,
                line,
                caller,
                arrivedAt,
                new CallState.Ended(last(), endedAt, outcome()),
                List.of(),
                List.of(),
                Optional.empty(),
                talk(),
                course instanceof Course.Interrupted);
    }

    private CallState.Open last() {
        return switch (course) {
            case Course.Greeted _ -> new CallState.Greeting();
            case Course.GaveUp(var queue, var queuedAt) -> new CallState.Waiting(queue, queuedAt);
            case Course.Unserved(var queue, var queuedAt, var why) ->
                new CallState.Unserved(queue, queuedAt, endedAt, why);
            case Course.Answered(var queue, var queuedAt, var answeredAt, var seat, var agent) ->
                new CallState.Talked(queue, queuedAt, answeredAt, endedAt, seat, agent);
            case Course.PutThrough(var at) -> new CallState.ElsewhereTalking(at);
            case Course.Interrupted(var queue, var at) ->
                queue.<CallState.Open>map(waited -> new CallState.Waiting(waited, at))
                        .orElseGet(CallState.Greeting::new);
        };
    }

    private Outcome outcome() {
        return switch (course) {
            case Course.Greeted _ -> new Outcome.AbandonedInGreeting();
            case Course.GaveUp(var queue, var queuedAt) ->
                new Outcome.AbandonedInQueue(queue, Duration.between(queuedAt, endedAt));
            case Course.Unserved(var queue, var queuedAt, var _) ->
                new Outcome.AbandonedInQueue(queue, Duration.between(queuedAt, endedAt));
            case Course.Answered(var _, var queuedAt, var answeredAt, var seat, var agent) ->
                new Outcome.AnsweredByAgent(
                        agent, seat, Duration.between(queuedAt, answeredAt), Duration.between(answeredAt, endedAt));
            case Course.PutThrough(var at) -> new Outcome.PutThrough(Duration.between(at, endedAt));
            case Course.Interrupted _ -> new Outcome.Interrupted();
        };
    }

    private Talk talk() {
        return switch (course) {
            case Course.Answered answered ->
                Talk.NONE.connected(answered.answeredAt()).disconnected(endedAt);
            case Course.PutThrough(var at) -> Talk.NONE.connected(at).disconnected(endedAt);
            default -> Talk.NONE;
        };
    }
}
