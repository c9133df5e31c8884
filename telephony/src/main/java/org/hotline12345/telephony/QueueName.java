package org.hotline12345.telephony;

import java.util.regex.Pattern;

/** A queue in which citizens wait for an agent, named as in Asterisk. */
public record QueueName(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public QueueName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a queue is named by 1 to 64 of letters, digits, '_' and '-'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
