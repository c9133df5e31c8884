package org.hotline12345.telephony;

import java.time.Instant;
import org.hotline12345.office.PersonId;

/** Where a call stands; each state holds only what is true in it. */
public sealed interface CallState {
    /** The caller is on the line. */
    sealed interface Open extends CallState {}

    /** The caller hears the greeting. */
    record Greeting() implements Open {}

    /** The caller waits for an agent. */
    record Waiting(QueueName queue, Instant queuedAt) implements Open {}

    /** The caller waits, and the telephone of a seat rings. */
    record Ringing(QueueName queue, Instant queuedAt, Seat seat, PersonId agent) implements Open {}

    /** The wait is over though nobody answered; the caller hears why. */
    record Unserved(QueueName queue, Instant queuedAt, Instant waitEndedAt, WaitEnd why) implements Open {}

    /**
     * The caller was answered and somebody is in the call.
     *
     * @param seat where it was answered first
     * @param agent who answered first
     */
    record Talking(QueueName queue, Instant queuedAt, Instant answeredAt, Seat seat, PersonId agent) implements Open {}

    /** Nobody is in the call but the caller, who may wait again after a transfer. */
    record Talked(QueueName queue, Instant queuedAt, Instant answeredAt, Instant talkEndedAt, Seat seat, PersonId agent)
            implements Open {}

    /** The caller was connected, without any queue, with somebody: an emergency number, the duty telephone. */
    record ElsewhereTalking(Instant putThroughAt) implements Open {}

    /**
     * The call is over.
     *
     * @param last the state in which it ended
     */
    record Ended(Open last, Instant at, Outcome outcome) implements CallState {}
}
