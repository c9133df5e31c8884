package org.hotline12345.telephony;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Seats of one Asterisk, by their numbers: {@code 1001-1099}, or {@code 1001} alone.
 *
 * @param last of as many digits as the first
 */
public record SeatRange(String first, String last) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{2,10})(?:-([0-9]{2,10}))?");

    public SeatRange {
        if (first.length() != last.length() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("seats " + first + "-" + last + " are none");
        }
    }

    /** Empty when the text is none. */
    static Optional<SeatRange> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var first = matcher.group(1);
        var last = matcher.group(2) == null ? first : matcher.group(2);
        return first.length() == last.length() && first.compareTo(last) <= 0
                ? Optional.of(new SeatRange(first, last))
                : Optional.empty();
    }

    boolean has(Seat seat) {
        var number = seat.value();
        return number.length() == first.length() && number.compareTo(first) >= 0 && number.compareTo(last) <= 0;
    }

    boolean overlaps(SeatRange other) {
        return first.length() == other.first.length()
                && first.compareTo(other.last) <= 0
                && other.first.compareTo(last) <= 0;
    }

    @Override
    public String toString() {
        return first.equals(last) ? first : first + "-" + last;
    }
}
