package org.hotline12345.telephony;

import java.util.Optional;

/** What is seen of the telephones of seats. */
sealed interface SeatFact {
    /**
     * The seat's telephone is in a talk.
     *
     * @param call the linkedid of the talk: a citizen's call, or a call that the agent made
     */
    record TalkBegun(Seat seat, Optional<CallId> call) implements SeatFact {}

    /** The seat's telephone is in no talk any more. */
    record TalkEnded(Seat seat) implements SeatFact {}

    /** It rang for a caller of a queue, and nobody picked it up. */
    record RangInVain(Seat seat) implements SeatFact {}

    /** The caller is on hold, or not any more. */
    record HoldChanged(Seat seat) implements SeatFact {}

    /** The seat's telephone is in another bridge than before: an attended transfer goes on, or is over. */
    record Moved(Seat seat, String bridge) implements SeatFact {}

    /** Whom the seat asked before handing on has picked up. */
    record ThirdAnswered(Seat seat) implements SeatFact {}

    /**
     * All channels are known anew, after a time in which nobody listened.
     *
     * @param node of which Asterisk; empty for all
     */
    record Relearned(Optional<String> node) implements SeatFact {}
}
