package org.hotline12345.telephony;

/** How far a call came: a fact, whatever the hotline's profile makes of it. */
public enum CallStage {
    /** Did not get beyond greeting and menu. */
    GREETING,
    /** Left a spoken message, and asked for no agent. */
    MESSAGE,
    /** Spoke with an emergency number, the duty telephone or the like, and asked for no agent. */
    PUT_THROUGH,
    /** Asked for an agent, and the queue was full or empty of agents. */
    NOT_LET_IN,
    /** Hung up while waiting. */
    WAITING,
    /** Hung up while a seat's telephone rang. */
    RINGING,
    /** The longest wait was over. */
    WAITED_OUT,
    /** Asked, while waiting, to be called back. */
    CALLBACK,
    /** An agent answered. */
    ANSWERED;

    /** Whether the caller had asked for an agent. */
    public boolean asksForAgent() {
        return switch (this) {
            case GREETING, MESSAGE, PUT_THROUGH -> false;
            case NOT_LET_IN, WAITING, RINGING, WAITED_OUT, CALLBACK, ANSWERED -> true;
        };
    }
}
