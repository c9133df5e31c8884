package org.hotline12345.telephony.ami;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines, eight bytes at a time: that is most of what reading a message costs. */
final class LineEnd {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP_BITS = 0x8080808080808080L;

    private LineEnd() {}

    /** Where the next LF is, or -1. */
    static int find(byte[] bytes, int from, int to) {
        var at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            var differences = (long) EIGHT.get(bytes, at) ^ EACH * '\n';
            // The lowest byte that is zero gets its top bit; only those above it may get one falsely.
            var zeros = differences - EACH & ~differences & TOP_BITS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }
}
