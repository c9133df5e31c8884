package org.hotline12345.office;

import java.util.Arrays;
import java.util.HexFormat;

/** A keyed fingerprint of a piece of personal data: equal data are found by it, the data cannot be read from it. */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record BlindIndex(byte[] bytes) {
    public BlindIndex {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlindIndex index && Arrays.equals(bytes, index.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, Math.min(4, bytes.length)) + "…";
    }
}
