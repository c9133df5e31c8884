package org.hotline12345.telephony.cel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows from bytes that begin at the start of a row. All columns are quoted and quotes in them doubled; a line break
 * in quotes belongs to the value, for Asterisk writes what {@code %0a} in a caller's SIP address means.
 *
 * <p>What is no row is passed over up to the next place that looks like the start of one: type and time. A caller cannot
 * put such a place into a value, for there each quote is doubled. A row that was torn off joins the next one in a way that
 * cannot be mistaken for a row: the columns are too many, or the first two are not type and time.
 */
final class CelDecoder {
    static final int MAX_ROW_BYTES = 64 * 1024;
    static final int COLUMNS = 12;

    private static final int MAX_TYPE_BYTES = 64;
    private static final int MAX_SECONDS_DIGITS = 11;
    private static final int FRACTION_DIGITS = 6;
    private static final int MAX_START_BYTES = MAX_TYPE_BYTES + MAX_SECONDS_DIGITS + FRACTION_DIGITS + 8;

    /** So many bytes from the start of a row always hold a whole piece. */
    static final int ENOUGH_BYTES = MAX_ROW_BYTES + MAX_START_BYTES + 1;

    /** @param end the byte after it, counted from the beginning of the bytes */
    record Piece(CelEntry entry, int end) {}

    private final byte[] bytes;
    private final int length;
    private final boolean ended;

    /** What the row at hand holds; where it ends, or what keeps it from being one. */
    private final String[] columns = new String[COLUMNS];

    private Instant time = Instant.EPOCH;
    private String trouble = "";

    private CelDecoder(byte[] bytes, int length, boolean ended) {
        this.bytes = bytes;
        this.length = length;
        this.ended = ended;
    }

    /**
     * The pieces that are whole; an unfinished one at the end is left for a next try with more bytes.
     *
     * @param ended whether nothing will ever follow these bytes: what is unfinished then is damaged
     */
    static List<Piece> decode(byte[] bytes, int length, boolean ended, int maxPieces) {
        return new CelDecoder(bytes, length, ended).pieces(maxPieces);
    }

    private static final int UNFINISHED = -1;
    private static final int NO_ROW = -2;

    private List<Piece> pieces(int maxPieces) {
        var pieces = new ArrayList<Piece>();
        int from = 0;
        while (from < length && pieces.size() < maxPieces) {
            var end = row(from);
            if (end > 0) {
                pieces.add(new Piece(asRow(), end));
                from = end;
                continue;
            }
            if (end == UNFINISHED && length - from <= MAX_ROW_BYTES) {
                if (!ended) {
                    break;
                }
                trouble = "the row has no end";
            } else if (end == UNFINISHED) {
                trouble = "longer than " + MAX_ROW_BYTES + " bytes";
            }
            var next = nextStart(from);
            if (next < 0) {
                break;
            }
            pieces.add(new Piece(new CelEntry.Damaged(next - from, trouble), next));
            from = next;
        }
        return pieces;
    }

    private CelRow asRow() {
        return new CelRow(
                columns[0],
                time,
                columns[2],
                columns[3],
                columns[4],
                columns[5],
                columns[6],
                columns[7],
                columns[8],
                columns[9],
                columns[10],
                columns[11]);
    }

    /** Reads the row into the columns; the byte after its line end, or why there is none. */
    private int row(int from) {
        var limit = Math.min(length, from + MAX_ROW_BYTES);
        var at = from;
        for (int column = 0; column < COLUMNS; column++) {
            if (at >= limit) {
                return UNFINISHED;
            }
            if (bytes[at] != '"') {
                return noRow("a column is not quoted");
            }
            var start = at + 1;
            var doubled = false;
            at = start;
            while (true) {
                while (at < limit && bytes[at] != '"') {
                    at++;
                }
                if (at + 1 >= limit) {
                    return UNFINISHED;
                }
                if (bytes[at + 1] != '"') {
                    break;
                }
                doubled = true;
                at += 2;
            }
            if (bytes[at + 1] != (column == COLUMNS - 1 ? '\n' : ',')) {
                return noRow("not " + COLUMNS + " columns");
            }
            if (column == 0 && startsAt(from) == Start.NO) {
                return noRow("no type and time at its start");
            }
            var value = new String(bytes, start, at - start, StandardCharsets.UTF_8);
            columns[column] = doubled ? value.replace("\"\"", "\"") : value;
            at += 2;
        }
        if (startsAt(from) != Start.YES) {
            return noRow("no type and time at its start");
        }
        time = time(columns[1]);
        return at;
    }

    private int noRow(String why) {
        trouble = why;
        return NO_ROW;
    }

    private static Instant time(String column) {
        var point = column.length() - FRACTION_DIGITS - 1;
        return Instant.ofEpochSecond(
                Long.parseLong(column, 0, point, 10), Long.parseLong(column, point + 1, column.length(), 10) * 1_000);
    }

    /**
     * Where damaged bytes end: at the next start of a row, at the limit, or at the end of all; negative when that needs
     * more bytes. It does not depend on how many bytes there are beyond those it needs: places must not move.
     */
    private int nextStart(int from) {
        var limit = from + MAX_ROW_BYTES;
        for (int at = from + 1; at < length && at < limit; at++) {
            if (bytes[at] != '"') {
                continue;
            }
            var start = startsAt(at);
            if (start == Start.YES) {
                return at;
            }
            if (start == Start.PERHAPS && !ended) {
                return UNFINISHED;
            }
        }
        return limit <= length ? limit : ended ? length : UNFINISHED;
    }

    private enum Start {
        YES,
        NO,
        /** The bytes at hand end too early to tell. */
        PERHAPS
    }

    /** Whether {@code "TYPE","seconds.microseconds","} stands there. */
    private Start startsAt(int from) {
        var at = from + 1;
        while (at < length && isOfType(bytes[at])) {
            at++;
        }
        var typeBytes = at - from - 1;
        if (typeBytes > MAX_TYPE_BYTES || (typeBytes == 0 && at < length)) {
            return Start.NO;
        }
        var afterType = matches(at, "\",\"");
        if (afterType != Start.YES) {
            return afterType;
        }
        at += 3;
        var seconds = at;
        while (at < length && isDigit(bytes[at])) {
            at++;
        }
        if (at - seconds > MAX_SECONDS_DIGITS || (at == seconds && at < length)) {
            return Start.NO;
        }
        var point = matches(at, ".");
        if (point != Start.YES) {
            return point;
        }
        at++;
        for (int digit = 0; digit < FRACTION_DIGITS; digit++, at++) {
            if (at >= length) {
                return Start.PERHAPS;
            }
            if (!isDigit(bytes[at])) {
                return Start.NO;
            }
        }
        return matches(at, "\",\"");
    }

    private Start matches(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= length) {
                return Start.PERHAPS;
            }
            if (bytes[from + i] != text.charAt(i)) {
                return Start.NO;
            }
        }
        return Start.YES;
    }

    private static boolean isOfType(byte value) {
        return (value >= 'A' && value <= 'Z') || (value >= 'a' && value <= 'z') || isDigit(value) || value == '_';
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
