package org.hotline12345.telephony;

import java.time.Duration;
import org.hotline12345.office.PersonId;

/** How a citizen's call ended. */
public sealed interface Outcome {
    /**
     * An agent spoke with the caller.
     *
     * @param agent who answered first; {@link Call#NOBODY} when no sign-in told
     * @param waited from asking for an agent to the first answer
     * @param talked how long the caller was connected with anybody, hold included, further waits not
     */
    record AnsweredByAgent(PersonId agent, Seat seat, Duration waited, Duration talked) implements Outcome {}

    /** The caller was gone before asking for an agent. */
    record AbandonedInGreeting() implements Outcome {}

    /** The caller was gone, or had waited out the queue, before anybody answered; also while a telephone rang. */
    record AbandonedInQueue(QueueName queue, Duration waited) implements Outcome {}

    /** The caller spoke with somebody who is in no queue (an emergency number, the duty telephone) and with no agent. */
    record PutThrough(Duration talked) implements Outcome {}

    /** Asterisk died or the link to it was down: how it ended is not known. */
    record Interrupted() implements Outcome {}
}
