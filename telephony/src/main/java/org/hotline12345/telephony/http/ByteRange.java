package org.hotline12345.telephony.http;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a file that a request's {@code Range} header asks for (RFC 9110, section 14). */
sealed interface ByteRange {
    /** No range, one of another unit, one that cannot be read, or several: all of them may be answered with the whole. */
    record Whole() implements ByteRange {}

    /** @param last offset of the last byte, that one included */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** The range begins behind the end. */
    record Unsatisfiable() implements ByteRange {}

    Pattern ONE = Pattern.compile("bytes=[ \\t]*([0-9]{0,40})-([0-9]{0,40})[ \\t]*", Pattern.CASE_INSENSITIVE);

    /** @param size of the file, at least 1 */
    static ByteRange of(@Nullable String header, long size) {
        if (header == null) {
            return new Whole();
        }
        var matcher = ONE.matcher(header);
        if (!matcher.matches()) {
            return new Whole();
        }
        var from = matcher.group(1);
        var to = matcher.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return new Whole();
        }
        if (from.isEmpty()) {
            var length = atMost(to, size);
            return length == 0 ? new Unsatisfiable() : new Part(size - length, size - 1);
        }
        if (!to.isEmpty() && new BigInteger(to).compareTo(new BigInteger(from)) < 0) {
            return new Whole();
        }
        var first = atMost(from, size);
        if (first == size) {
            return new Unsatisfiable();
        }
        return new Part(first, to.isEmpty() ? size - 1 : atMost(to, size - 1));
    }

    private static long atMost(String digits, long limit) {
        return new BigInteger(digits).min(BigInteger.valueOf(limit)).longValueExact();
    }
}
