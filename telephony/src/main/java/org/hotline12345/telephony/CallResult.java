package org.hotline12345.telephony;

/** How an answered call ended, chosen by the agent with one key. */
public enum CallResult {
    /** The question was answered at once. */
    ANSWERED,
    /** A ticket was registered. */
    TICKET,
    /** The caller asked after a ticket that is there already. */
    CHASE,
    /** Nobody spoke. */
    SILENT,
    /** Abuse, or a prank. */
    NUISANCE,
    WRONG_NUMBER,
    /** Handed on to somebody else. */
    TRANSFERRED
}
