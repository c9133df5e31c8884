package org.hotline12345.callback;

import java.time.Instant;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallId;

/**
 * A caller who waited for an agent and was answered by none (漏接), to be called back (回拨).
 *
 * @param times how often this caller was missed since the first time
 * @param lastCall the newest of these calls, which tells the number
 */
public record MissedCall(
        UUID id,
        HotlineCode hotline,
        Instant firstMissedAt,
        Instant lastMissedAt,
        int times,
        CallId lastCall,
        State state) {
    /** Whether there is still somebody to call back. */
    public enum State {
        OPEN,
        /** The caller rang again and was answered. */
        RANG_AGAIN,
        /** The number is withheld: it is only counted. */
        WITHHELD,
        /** Nobody can be called back any more: the caller was erased. */
        ERASED
    }
}
