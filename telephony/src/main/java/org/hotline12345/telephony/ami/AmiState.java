package org.hotline12345.telephony.ami;

import java.time.Instant;

/** How the link to Asterisk stands. */
public sealed interface AmiState {
    /** The first try is on its way. */
    record Connecting() implements AmiState {}

    record Connected(Instant since) implements AmiState {}

    /**
     * Tries go on.
     *
     * @param why what to look at
     */
    record Away(Reason reason, String why, Instant since) implements AmiState {}

    record Closed() implements AmiState {}

    /** Why there is no link; each is mended elsewhere. */
    enum Reason {
        /** No connection: host, port, network, or Asterisk is not running. */
        UNREACHABLE,
        /** What answers cannot prove by its certificate that it is the Asterisk that we want. */
        UNTRUSTED,
        /** Asterisk answers and does not let us in: user, secret, or our address. */
        REFUSED,
        /** The link stood, and broke. */
        LOST
    }
}
