package org.hotline12345.callback;

import java.time.Instant;

/** What the SMS centre brings to us. */
public sealed interface SmsIncoming {
    Instant at();

    /** A citizen wrote to our number. Its text form hides number and words, so that no log shows them. */
    record Reply(Instant at, String from, String text) implements SmsIncoming {
        @Override
        public String toString() {
            return "Reply[at=" + at + ", " + text.length() + " characters]";
        }
    }

    /** What became of one part of a message that we sent. */
    record Receipt(Instant at, String messageId, Delivery delivery) implements SmsIncoming {}

    /** The fate of a message part, as the SMS centre tells it. */
    enum Delivery {
        DELIVERED,
        /** Not yet, or not known: another receipt may follow. */
        UNDER_WAY,
        UNDELIVERED
    }
}
