package org.hotline12345.telephony;

/**
 * A queue that an agent serves.
 *
 * @param penalty 0 to 100: an agent with a smaller one is rung first
 */
public record Skill(QueueName queue, int penalty) {
    private static final int MAX_PENALTY = 100;

    public Skill {
        if (penalty < 0 || penalty > MAX_PENALTY) {
            throw new IllegalArgumentException("a penalty is a number from 0 to " + MAX_PENALTY + ", not " + penalty);
        }
    }
}
