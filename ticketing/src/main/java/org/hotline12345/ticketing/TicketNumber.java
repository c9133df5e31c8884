package org.hotline12345.ticketing;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Number of a ticket within its hotline: the day it was registered and its place in that day, {@code 20261122-000001}. */
public record TicketNumber(String value) implements Comparable<TicketNumber> {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{8}-[0-9]{6}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{14}");
    private static final int MAX_PER_DAY = 999_999;

    public TicketNumber {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a ticket number is 8 digits, '-' and 6 digits");
        }
    }

    /** As people write it, also without the dash; empty when it is no number of a ticket. */
    static Optional<TicketNumber> parse(String text) {
        var digits = text.strip().replace("-", "");
        return DIGITS.matcher(digits).matches()
                ? Optional.of(new TicketNumber(digits.substring(0, 8) + "-" + digits.substring(8)))
                : Optional.empty();
    }

    static TicketNumber of(LocalDate day, int place) {
        if (place < 1 || place > MAX_PER_DAY) {
            throw new IllegalArgumentException(
                    "place " + place + ": 1 to " + MAX_PER_DAY + " tickets a day are numbered");
        }
        return new TicketNumber(
                day.format(DateTimeFormatter.BASIC_ISO_DATE) + String.format(Locale.ROOT, "-%06d", place));
    }

    @Override
    public int compareTo(TicketNumber other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
