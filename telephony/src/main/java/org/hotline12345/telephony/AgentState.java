package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;

/** What an agent who sits at a seat does, since when. */
public sealed interface AgentState {
    Instant since();

    /** Callers may ring here. */
    record Ready(Instant since) implements AgentState {}

    /**
     * No caller rings here until the agent is ready again.
     *
     * @param reason one of the profile's reasons, or {@link #NOT_ANSWERING}
     */
    record OnBreak(Instant since, String reason) implements AgentState {
        /** The telephone or the page is gone, or it rang too often in vain: nobody chose this break. */
        public static final String NOT_ANSWERING = "NOT_ANSWERING";
    }

    /**
     * The seat's telephone is in a talk.
     *
     * @param call the citizen's call; empty when the agent called somebody
     * @param breakAfter the reason of the break that begins when the talk is over, if one does
     */
    record Talking(Instant since, Optional<CallId> call, Optional<String> breakAfter) implements AgentState {}

    /**
     * The talk is over, its paper work is not.
     *
     * @param until when it ends by itself
     */
    record AfterCall(Instant since, CallId call, Instant until) implements AgentState {}

    /** Sits at a seat to listen in and takes no calls. */
    record Leading(Instant since) implements AgentState {}
}
