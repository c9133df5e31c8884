package org.hotline12345.telephony;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One step of a caller's way: what is said, asked or done next. The last step of a list says where the call goes. */
public sealed interface WayStep {
    /**
     * A text, with the name under which a recording of it may lie in the prompts folder.
     *
     * @param role empty when no recording is looked for
     */
    record Spoken(String role, String text) {}

    /** Says something and goes on. */
    record Say(Spoken what) implements WayStep {}

    /** Says something and waits for a key, which decides how the way goes on. */
    record AskKey(Spoken what, Set<Character> keys, int tries, Duration patience) implements WayStep {
        /** Stands for a key where the caller pressed none that the question has. */
        public static final char NO_KEY = '-';

        public AskKey {
            keys = Set.copyOf(keys);
        }
    }

    /** Asks for a ticket's number and the proof of the telephone, and tells how far the ticket is. */
    record TellProgress() implements WayStep {}

    /** Takes a message. */
    record TakeMessage(Spoken what, Duration limit) implements WayStep {}

    /**
     * Waits for an agent.
     *
     * @param priority higher ones are answered first; 0 is a caller like all others
     * @param callback the offer to be called back, which the key 1 takes, now or later; empty where that is not offered
     */
    record Wait(QueueName queue, int priority, Duration longest, Optional<Spoken> callback) implements WayStep {}

    /** Is handed to 110, 119, 120 or 122 by the carrier. */
    record HandToEmergency(Destination.Emergency to) implements WayStep {}

    /** Is handed to a number outside by the carrier; when nobody answers there, the caller waits for an agent. */
    record HandTo(Destination.ToNumber to) implements WayStep {}

    /** Good-bye. */
    record Leave() implements WayStep {}
}
