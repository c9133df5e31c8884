package org.hotline12345.telephony;

import java.util.regex.Pattern;

/**
 * The SHA-256 of a file's bytes.
 *
 * @param hex 64 digits, lower case
 */
public record Checksum(String hex) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public Checksum {
        if (!SHAPE.matcher(hex).matches()) {
            throw new IllegalArgumentException("checksum \"" + hex + "\" is not 64 hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
