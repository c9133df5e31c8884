package org.hotline12345.telephony;

/** Why a wait for an agent ended while the caller was still there and nobody had answered. */
public enum WaitEnd {
    /** The longest wait was over. */
    RAN_OUT,
    /** The queue was full, or had no agent at all, and let nobody in. */
    NOT_LET_IN,
    /** The caller asked to be called back. */
    CALLBACK_WISHED
}
