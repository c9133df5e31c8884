package org.hotline12345.callback;

import java.util.Map;

/** The way to citizens' mobile phones by short message; what comes back goes to an {@link SmsListener}. */
public interface Sms {
    /** Whether a message could go out now; asking it sends nothing. */
    boolean ready();

    /**
     * Sends one text, in several parts if it is long, and waits for the SMS centre's answer.
     *
     * @param number mobile number, digits only
     */
    SmsResult send(String number, String text);

    /** What the link knows of itself, for the status page. */
    Map<String, Object> status();
}
