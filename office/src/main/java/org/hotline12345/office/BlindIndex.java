package org.hotline12345.office;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A keyed fingerprint of a piece of personal data: equal data are found by it, the data cannot be read from it.
 *
 * @param bytes under which new rows stand
 * @param before under which rows may stand that were written before citizens had keys of their own; empty when there is no such
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record BlindIndex(byte[] bytes, byte[] before) {
    private static final byte[] NONE = {};

    public BlindIndex {
        bytes = bytes.clone();
        before = before.clone();
    }

    public BlindIndex(byte[] bytes) {
        this(bytes, NONE);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public byte[] before() {
        return before.clone();
    }

    /** All under which rows are to be looked for. */
    public List<byte[]> all() {
        return before.length == 0 ? List.of(bytes()) : List.of(bytes(), before());
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
