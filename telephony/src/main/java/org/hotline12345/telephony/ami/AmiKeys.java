package org.hotline12345.telephony.ami;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of one connection's messages, numbered as they come: Asterisk says the same few hundred all day, so a message
 * keeps numbers. Only the connection's event loop adds keys; whoever was handed a message may read its keys, for a number
 * is never given twice.
 */
final class AmiKeys {
    /** Number of a key that has none: the table is full, or the key is longer than any honest one. */
    static final int NONE = 0;

    static final int MAX_KEYS = 4_095;
    static final int MAX_KEY_BYTES = 64;

    private final int limit;
    private final String[] names;
    private final byte[][] bytes;
    /** Open addressing: number by hash. Never more than half full. */
    private final short[] slots;
    /** Which key came after a key the last time; after {@link #NONE} comes a message's first. */
    private final short[] followers;

    private int count;

    /** @param limit this many keys get a number, {@link #MAX_KEYS} at most */
    AmiKeys(int limit) {
        this.limit = limit;
        this.names = new String[limit + 1];
        this.bytes = new byte[limit + 1][];
        this.slots = new short[Integer.highestOneBit(limit + 1) * 4];
        this.followers = new short[limit + 1];
    }

    String name(int number) {
        return names[number];
    }

    int bytes(int number) {
        return bytes[number].length;
    }

    /** The key that came after the last one before, if the line begins with it and a colon, else {@link #NONE}. */
    int expected(int last, byte[] line, int from, int to) {
        int number = followers[last];
        if (number == NONE) {
            return NONE;
        }
        var key = bytes[number];
        var colon = from + key.length;
        return colon < to && line[colon] == ':' && Arrays.equals(key, 0, key.length, line, from, colon) ? number : NONE;
    }

    /** The number of a key that came after another one; a new one if there is room. */
    int number(int last, byte[] line, int from, int to) {
        if (to - from > MAX_KEY_BYTES) {
            return NONE;
        }
        var hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + line[i];
        }
        hash ^= hash >>> 16;
        for (int probe = hash; ; probe++) {
            int number = slots[probe & (slots.length - 1)];
            if (number == NONE) {
                number = add(probe & (slots.length - 1), line, from, to);
            } else if (!Arrays.equals(bytes[number], 0, bytes[number].length, line, from, to)) {
                continue;
            }
            followers[last] = (short) number;
            return number;
        }
    }

    private int add(int slot, byte[] line, int from, int to) {
        if (count == limit) {
            return NONE;
        }
        count++;
        bytes[count] = Arrays.copyOfRange(line, from, to);
        names[count] = new String(line, from, to - from, StandardCharsets.UTF_8);
        slots[slot] = (short) count;
        return count;
    }
}
