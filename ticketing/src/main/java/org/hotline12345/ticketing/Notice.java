package org.hotline12345.ticketing;

/** What the system reminds a unit of by itself, once for each assignment and deadline. */
public enum Notice {
    /** The time to acknowledge is nearly over. */
    ACKNOWLEDGE_SOON,
    /** It is over, and the ticket not acknowledged. */
    NOT_ACKNOWLEDGED,
    /** The time to reply is nearly over. */
    DUE_SOON,
    /** It is over. */
    OVERDUE
}
