package org.hotline12345.callback;

/** Takes what the SMS centre brings. */
@FunctionalInterface
public interface SmsListener {
    /**
     * Called on a thread of the SMS link, before the centre gets its answer: an exception makes the centre keep the
     * message and bring it again, so nothing is lost while the database is away.
     */
    void on(SmsIncoming incoming);
}
