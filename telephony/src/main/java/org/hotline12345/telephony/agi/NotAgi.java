package org.hotline12345.telephony.agi;

import java.io.IOException;

/** The peer does not speak FastAGI as Asterisk does; the message holds nothing of what it sent. */
final class NotAgi extends IOException {
    private static final long serialVersionUID = 1L;

    private final String why;

    NotAgi(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
