package org.hotline12345.telephony;

/** How the link to Asterisk stands; all but the first mean that calls are not heard. */
public enum LinkState {
    CONNECTED,
    /** No connection: host, port, network, or Asterisk is not running. */
    UNREACHABLE,
    /** What answers cannot prove by its certificate that it is our Asterisk. */
    UNTRUSTED,
    /** Asterisk does not let us in: user, secret, or our address. */
    REFUSED,
    /** The link stood, and broke. */
    LOST,
    /** We ended it. */
    CLOSED
}
