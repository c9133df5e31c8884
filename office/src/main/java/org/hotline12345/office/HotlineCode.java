package org.hotline12345.office;

import java.util.regex.Pattern;

/** Short permanent name of a hotline (a tenant), as it stands in addresses and commands: {@code ningling}. */
public record HotlineCode(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    public HotlineCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "hotline code \"" + value + "\" is not allowed: 2 to 32 of a-z, 0-9 and '-', a letter first");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
