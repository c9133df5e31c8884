package org.hotline12345.telephony;

/** Is told whenever the link to Asterisk comes into another state. */
@FunctionalInterface
public interface LinkListener {
    /** Called in order, and must not wait: on the wire's own thread. */
    void on(LinkState state);
}
