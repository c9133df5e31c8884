package org.hotline12345.telephony;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * A caller who was found malicious. One person brings the evidence, another approves; it ends by itself; and whoever it
 * is still reaches an agent.
 *
 * @param masked the caller's number as it may be shown
 * @param evidence the calls that show it
 * @param why in words of the person who proposes it
 */
public record Unwelcome(
        UUID id,
        HotlineCode hotline,
        String masked,
        Treatment treatment,
        List<CallId> evidence,
        String why,
        PersonId proposedBy,
        Instant proposedAt,
        Instant until,
        State state) {
    /** What it means for the caller. */
    public enum Treatment {
        /** Hears that the hotline is for all, and goes on like everybody. */
        ANNOUNCED,
        /** Hears it, too, and is answered when nobody else waits. */
        LAST
    }

    /** How far it has come. */
    public enum State {
        /** Waits for another person's approval; no effect yet. */
        PROPOSED,
        APPROVED,
        /** Refused by the other person, or taken back. */
        LIFTED
    }

    public Unwelcome {
        evidence = List.copyOf(evidence);
    }
}
