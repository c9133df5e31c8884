package org.hotline12345.office;

import java.util.Arrays;
import java.util.Base64;

/** A piece of personal data, encrypted; what may stand in a database. */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Sealed(byte[] bytes) {
    /** Stands where a value was whose citizen is erased. */
    public static final Sealed ERASED = new Sealed(new byte[] {3});

    public Sealed {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(6, bytes.length))) + "…]";
    }
}
