package org.hotline12345.ops.witness;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A call as one account tells it.
 *
 * @param id Asterisk's, where the account knows it
 * @param number whose call it is
 * @param outcome ANSWERED, ABANDONED_QUEUE, ABANDONED_GREETING, INTERRUPTED
 * @param waitMillis from entering the first queue to the first answer or to the end; empty without a queue
 * @param talkMillis how long the caller had somebody on the line, held or not; empty when nobody answered
 * @param seats who spoke with the caller
 * @param asked who picked up and was asked by a colleague, and spoke with the caller never
 * @param cutOff whether Asterisk died in it
 * @param connectingMillis how long it took, in all, to connect those who had picked up, if the account tells; else 0
 * @param stage where a caller hung up who spoke with nobody, if the account tells
 */
record CountedCall(
        String id,
        String number,
        Instant arrivedAt,
        Optional<Instant> queuedAt,
        Optional<Instant> answeredAt,
        Optional<Instant> endedAt,
        String outcome,
        Optional<Long> waitMillis,
        Optional<Long> talkMillis,
        int transfers,
        SortedSet<String> seats,
        SortedSet<String> asked,
        boolean cutOff,
        long connectingMillis,
        Optional<Stage> stage) {
    /** How far a caller came. */
    enum Stage {
        GREETING,
        WAITING,
        RINGING
    }

    boolean isAnswered() {
        return answeredAt.isPresent();
    }
}
