package org.hotline12345.telephony;

/** What a call counts as; each call is one of these. */
public enum CountedAs {
    /** In no rate. */
    NOT_OFFERED,
    /** In the divisor of the answer rate, neither answered nor abandoned. */
    OFFERED,
    ABANDONED,
    ANSWERED,
    /** Offered, and its end is not known. */
    INTERRUPTED,
    /** Offered, and not over yet. */
    OPEN;

    public boolean isOffered() {
        return this != NOT_OFFERED;
    }
}
