package org.hotline12345.callback;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallId;

/** Decides whether a call was missed. */
enum Missing {
    /** The caller asked for an agent, and the call ended without one. */
    MISSED,
    ANSWERED,
    /** Still open, or gone before asking for an agent. */
    NEITHER;

    /**
     * What telephony's row says of a call.
     *
     * @param callerIndex empty when the number is withheld
     */
    record CallFacts(
            CallId id,
            HotlineCode hotline,
            Optional<byte[]> callerIndex,
            Optional<Instant> queuedAt,
            Optional<Instant> answeredAt,
            Optional<Instant> endedAt,
            Optional<String> outcome) {}

    /** An interrupted wait is a missed call too: the citizen got nobody, whoever's fault it was. */
    static Missing read(CallFacts call) {
        if (call.answeredAt().isPresent()) {
            return ANSWERED;
        }
        return call.queuedAt().isPresent()
                        && call.endedAt().isPresent()
                        && call.outcome().isPresent()
                ? MISSED
                : NEITHER;
    }
}
