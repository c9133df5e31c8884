package org.hotline12345.telephony;

import java.time.Instant;

/**
 * An agent asks somebody while the caller waits.
 *
 * @param answered whether that one has picked up
 */
public record Consult(Kind kind, Target to, Instant since, boolean answered) {
    /** What comes of it when that one has picked up. */
    public enum Kind {
        /** The agent says when the caller is handed on. */
        ATTENDED,
        /** All three talk at once. */
        THREE_WAY
    }
}
