package org.hotline12345.telephony;

import java.util.List;

/** How a call that we made to a citizen went. */
public sealed interface DialOutcome {
    /**
     * Somebody picked up.
     *
     * @param answers the keys given to the questions, in their order; fewer than questions when the citizen hung up or
     *     gave no allowed key in all tries
     */
    record PickedUp(List<Character> answers) implements DialOutcome {
        public PickedUp {
            answers = List.copyOf(answers);
        }
    }

    record Busy() implements DialOutcome {}

    /** It rang to its limit, or was rejected without a busy tone. */
    record NoAnswer() implements DialOutcome {}

    /** The number could not be reached: a wrong number, or the way out is down. */
    record Unreachable(String cause) implements DialOutcome {}
}
