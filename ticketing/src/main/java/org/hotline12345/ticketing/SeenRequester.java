package org.hotline12345.ticketing;

/**
 * A requester as one visitor may see it.
 *
 * @param full whether name and number stand there whole; masked otherwise
 * @param secrecy whether the request is confidential, and whether it is so from this visitor
 */
public record SeenRequester(Requester requester, boolean full, Secrecy secrecy) {
    /** What confidentiality means to the visitor. */
    public enum Secrecy {
        NONE,
        /** The visitor sees the requester and must keep it from the units. */
        CONFIDENTIAL,
        /** The visitor sees nothing of the requester: no name, no number, no call. */
        HIDDEN
    }

    /** Of a request that is not confidential. */
    public SeenRequester(Requester requester, boolean full) {
        this(requester, full, Secrecy.NONE);
    }
}
