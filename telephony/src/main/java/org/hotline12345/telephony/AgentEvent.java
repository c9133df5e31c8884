package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;

/** What changed, or may change, what an agent does. */
sealed interface AgentEvent {
    Instant at();

    /** Callers may come, from now on or when the talk is over. */
    record Readied(Instant at) implements AgentEvent {}

    /** A break begins, now or when the talk is over. */
    record BreakTaken(Instant at, String reason) implements AgentEvent {}

    /** The seat's telephone is in a talk; the call is empty when it is none of a citizen to us. */
    record TalkBegun(Instant at, Optional<CallId> call) implements AgentEvent {}

    /** The seat's telephone is in no talk any more. */
    record TalkEnded(Instant at) implements AgentEvent {}

    /** The telephone rang for a caller, and nobody picked it up. */
    record RangInVain(Instant at) implements AgentEvent {}

    /** The telephone cannot be reached any more. */
    record PhoneGone(Instant at) implements AgentEvent {}

    /** The agent's page has been closed for too long. */
    record PageGone(Instant at) implements AgentEvent {}

    /** Time has passed. */
    record Ticked(Instant at) implements AgentEvent {}
}
