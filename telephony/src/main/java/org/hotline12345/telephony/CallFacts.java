package org.hotline12345.telephony;

/**
 * What is true of a call and decides what it counts as.
 *
 * @param isShort whether it waited no longer than the profile's {@code short-abandoned}
 * @param isInLimit whether it waited no longer than the profile's {@code answer-limit}
 */
public record CallFacts(CallStage stage, Fate fate, boolean isShort, boolean isInLimit) {
    /** Whether the call is over. */
    public enum Fate {
        OPEN,
        OVER,
        /** Asterisk died, or the link to it was down, and nobody had answered: its end is not known. */
        INTERRUPTED
    }
}
