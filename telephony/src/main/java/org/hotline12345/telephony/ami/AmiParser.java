package org.hotline12345.telephony.ami;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes messages of bytes, however these are split. Lines end in CR LF (a bare LF is borne), messages in an empty line;
 * further empty lines between messages are skipped, for Asterisk sometimes sends one too many. What is longer than the
 * limits is cut, not refused: a citizen's strange SIP header must not take the link down.
 */
final class AmiParser {
    static final int MAX_LINE_BYTES = 16 * 1024;
    static final int MAX_MESSAGE_BYTES = 256 * 1024;
    static final int MAX_FIELDS = 2_000;

    private static final byte[] BANNER_START = ascii("Asterisk Call Manager/");
    private static final byte[] RESPONSE_FOLLOWS = ascii("Response: Follows");
    private static final byte[] PRIVILEGE = ascii("Privilege: ");
    private static final byte[] ACTION_ID = ascii("ActionID: ");
    private static final byte[] MESSAGE = ascii("Message: ");
    private static final byte[] END_OF_OUTPUT = ascii("--END COMMAND--");

    private final AmiKeys keys = new AmiKeys(AmiKeys.MAX_KEYS);
    private final int banner = keys.number(AmiKeys.NONE, ascii(AmiMessage.BANNER), 0, AmiMessage.BANNER.length());
    private final int output = keys.number(AmiKeys.NONE, ascii("Output"), 0, "Output".length());
    private final int noKey = keys.number(AmiKeys.NONE, new byte[0], 0, 0);

    /** The message so far, as {@link AmiMessage} keeps it. */
    private byte[] text = new byte[4 * 1024];

    private int[] places = new int[64];
    private int textBytes;
    private int fields;
    private int lastKey = AmiKeys.NONE;
    private int messageBytes;
    private boolean cut;
    /** Whether the message is {@code Response: Follows}, whose output has lines of any shape and its own end. */
    private boolean follows;

    private boolean outputBegun;
    /** Whether anything was read: only the first line can be the banner. */
    private boolean begun;

    /** The beginning of a line whose end is still to come: what is kept of one, and its CR. */
    private final byte[] held = new byte[MAX_LINE_BYTES + 1];

    private int heldBytes;

    /** Reads the first so many of the bytes; they may be used for something else afterwards. */
    void read(byte[] bytes, int count, Consumer<AmiMessage> out) {
        var from = 0;
        while (from < count) {
            var end = LineEnd.find(bytes, from, count);
            if (heldBytes > 0 || end < 0) {
                hold(bytes, from, end < 0 ? count : end);
            }
            if (end < 0) {
                return;
            }
            if (heldBytes > 0) {
                line(held, 0, heldBytes, out);
                heldBytes = 0;
            } else {
                line(bytes, from, end, out);
            }
            from = end + 1;
        }
    }

    /** What does not fit belongs to a line that fills the hold, and is cut for that. */
    private void hold(byte[] bytes, int from, int to) {
        var taken = Math.min(held.length - heldBytes, to - from);
        System.arraycopy(bytes, from, held, heldBytes, taken);
        heldBytes += taken;
        cut |= taken < to - from;
    }

    private void line(byte[] line, int from, int end, Consumer<AmiMessage> out) {
        var to = end > from && line[end - 1] == '\r' ? end - 1 : end;
        if (to - from > MAX_LINE_BYTES) {
            to = from + MAX_LINE_BYTES;
            cut = true;
        }
        if (!begun) {
            begun = true;
            if (startsWith(line, from, to, BANNER_START)) {
                add(banner, line, from, from, from, to);
                finish(out);
                return;
            }
        }
        if (follows && isOutput(line, from, to)) {
            output(line, from, to);
        } else if (from == to) {
            finish(out);
        } else {
            header(line, from, to);
        }
    }

    private void header(byte[] line, int from, int to) {
        follows |= fields == 0 && isAll(line, from, to, RESPONSE_FOLLOWS);
        var key = keys.expected(lastKey, line, from, to);
        var colon = key != AmiKeys.NONE ? from + keys.bytes(key) : colon(line, from, to);
        if (colon == to) {
            add(noKey, line, from, from, from, to);
            return;
        }
        if (key == AmiKeys.NONE) {
            key = keys.number(lastKey, line, from, colon);
        }
        var value = colon + 1 < to && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
        add(key, line, from, colon, value, to);
    }

    /** Whether a line of a {@code Response: Follows} is output, not one of the headers before it. */
    private boolean isOutput(byte[] line, int from, int to) {
        return outputBegun
                || !(startsWith(line, from, to, PRIVILEGE)
                        || startsWith(line, from, to, ACTION_ID)
                        || startsWith(line, from, to, MESSAGE));
    }

    private void output(byte[] line, int from, int to) {
        outputBegun = true;
        var rest = to - END_OF_OUTPUT.length;
        var ends = rest >= from && isAll(line, rest, to, END_OF_OUTPUT);
        var end = ends ? rest : to;
        var isKept = (ends && end == from) || add(output, line, from, from, from, end);
        // An output that never ends must not make us deaf to what comes after it.
        follows = isKept && !ends;
    }

    /**
     * Adds a field, if it is within the limits.
     *
     * @param key its number; without one, the key itself is kept: what is from here to its end
     */
    private boolean add(int key, byte[] line, int from, int keyEnd, int value, int to) {
        if (fields == MAX_FIELDS || messageBytes + (to - from) > MAX_MESSAGE_BYTES) {
            cut = true;
            return false;
        }
        messageBytes += to - from;
        if (textBytes + AmiMessage.LENGTH_BYTES + to - from > text.length) {
            text = Arrays.copyOf(text, 2 * text.length + to - from);
        }
        if (key == AmiKeys.NONE) {
            text[textBytes++] = (byte) ((keyEnd - from) >> 8);
            text[textBytes++] = (byte) (keyEnd - from);
            append(line, from, keyEnd);
        }
        append(line, value, to);
        if (fields == places.length) {
            places = Arrays.copyOf(places, 2 * fields);
        }
        places[fields++] = AmiMessage.place(key, textBytes);
        lastKey = key;
        return true;
    }

    private void append(byte[] line, int from, int to) {
        System.arraycopy(line, from, text, textBytes, to - from);
        textBytes += to - from;
    }

    private void finish(Consumer<AmiMessage> out) {
        if (fields > 0) {
            out.accept(new AmiMessage(keys, Arrays.copyOf(text, textBytes), Arrays.copyOf(places, fields), cut));
        }
        textBytes = 0;
        fields = 0;
        lastKey = AmiKeys.NONE;
        messageBytes = 0;
        cut = false;
        outputBegun = false;
    }

    private static int colon(byte[] line, int from, int to) {
        var colon = from;
        while (colon < to && line[colon] != ':') {
            colon++;
        }
        return colon;
    }

    private static boolean startsWith(byte[] line, int from, int to, byte[] start) {
        return to - from >= start.length && isAll(line, from, from + start.length, start);
    }

    private static boolean isAll(byte[] line, int from, int to, byte[] wanted) {
        return Arrays.equals(line, from, to, wanted, 0, wanted.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
