package org.hotline12345.telephony;

import java.util.regex.Pattern;

/** A place with a telephone, which people change from shift to shift: {@code 1001} is the device PJSIP/1001. */
public record Seat(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    public Seat {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a seat is named by 1 to 32 of letters, digits, '_' and '-'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
