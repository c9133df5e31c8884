package org.hotline12345.office;

import java.util.regex.Pattern;

/** Permanent code of a handling unit (承办单位) within its hotline; names change, the code does not. */
public record UnitCode(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    public UnitCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "unit code \"" + value + "\" is not allowed: 1 to 32 of a-z, 0-9 and '-'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
