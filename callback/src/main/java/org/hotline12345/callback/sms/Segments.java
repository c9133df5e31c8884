package org.hotline12345.callback.sms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text as the bytes of UCS-2, cut into what one message holds. */
final class Segments {
    /** What one message holds without a header. */
    static final int SINGLE_BYTES = 140;
    /** What is left beside the six bytes of a concatenation header. */
    static final int PART_BYTES = 134;

    static final int HEADER_BYTES = 6;
    /** A part's number is one byte. */
    static final int MAX_PARTS = 255;

    private Segments() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_16BE);
    }

    /** @throws IllegalArgumentException when the text needs more parts than can be numbered */
    static List<byte[]> cut(String text) {
        if (text.length() * 2 <= SINGLE_BYTES) {
            return List.of(bytes(text));
        }
        var parts = new ArrayList<byte[]>();
        var from = 0;
        while (from < text.length()) {
            var to = Math.min(text.length(), from + PART_BYTES / 2);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--; // a character outside the basic plane is two units, which must not part
            }
            parts.add(bytes(text.substring(from, to)));
            from = to;
        }
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "a text of " + text.length() + " characters needs more than " + MAX_PARTS + " parts");
        }
        return List.copyOf(parts);
    }

    /** The part with the user data header that says which of how many it is. */
    static byte[] withHeader(byte[] part, int reference, int total, int number) {
        var bytes = new byte[HEADER_BYTES + part.length];
        bytes[0] = HEADER_BYTES - 1;
        bytes[1] = 0; // element: concatenated message with a reference of one byte
        bytes[2] = 3;
        bytes[3] = (byte) reference;
        bytes[4] = (byte) total;
        bytes[5] = (byte) number;
        System.arraycopy(part, 0, bytes, HEADER_BYTES, part.length);
        return bytes;
    }
}
