package org.hotline12345.callback;

import java.time.Instant;

/** One try to ask a citizen. */
public record Attempt(SurveyChannel channel, Instant at, Outcome outcome) {
    /** What became of it. */
    public enum Outcome {
        /** Still going on. */
        OPEN,
        /** The SMS centre took the message. */
        ACCEPTED,
        /** The SMS centre says that the message is on the phone. */
        DELIVERED,
        /** The SMS centre says that the phone could not be reached. */
        UNDELIVERED,
        /** The SMS centre refused the message for good. */
        REJECTED,
        /** Nothing went out. */
        LATER,
        /** It was under way when the program or the line died: perhaps the citizen was reached. */
        UNKNOWN,
        /** The citizen pressed an allowed key. */
        RATED,
        /** The citizen picked up and pressed no allowed key. */
        NO_DIGIT,
        BUSY,
        NO_ANSWER,
        /** The call could not be put through. */
        UNREACHABLE
    }
}
