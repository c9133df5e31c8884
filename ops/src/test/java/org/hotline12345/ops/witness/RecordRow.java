package org.hotline12345.ops.witness;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One row of Asterisk's record, as far as the witness looks. */
record RecordRow(
        String type,
        Instant at,
        String uniqueId,
        String linkedId,
        String caller,
        String channel,
        String app,
        String extraText) {
    private static final Pattern COLUMN = Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|$)");
    private static final Pattern SEAT = Pattern.compile("PJSIP/(\\d{4})-[0-9a-f]+");
    private static final int COLUMNS = 12;

    static RecordRow parse(String line) {
        var columns = new ArrayList<String>();
        var found = COLUMN.matcher(line);
        while (found.find()) {
            columns.add(found.group(1).replace("\"\"", "\""));
        }
        if (columns.size() != COLUMNS) {
            throw new IllegalStateException("a row of the record has " + columns.size() + " columns");
        }
        return new RecordRow(
                columns.get(0),
                RecordWitness.instant(columns.get(1)),
                columns.get(2),
                columns.get(3),
                columns.get(4),
                columns.get(7),
                columns.get(8),
                columns.get(11));
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** A field of the last column; empty when it is not there. */
    String extra(String name) {
        return extraText.isEmpty() ? "" : new JsonObject(extraText).getString(name, "");
    }

    /** The seat whose leg this is. */
    Optional<String> seat() {
        var found = SEAT.matcher(channel);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Whether it is about a telephone, and not about half of a pair that Asterisk makes for itself. */
    boolean isTelephone() {
        return channel.startsWith("PJSIP/");
    }

    /** A stretch of time. */
    record Interval(Instant from, Instant until) {
        static long total(List<Interval> intervals) {
            return intervals.stream()
                    .map(part -> Duration.between(part.from(), part.until()))
                    .reduce(Duration.ZERO, Duration::plus)
                    .toMillis();
        }

        /** The time that is in both. */
        static List<Interval> both(List<Interval> some, List<Interval> others) {
            var both = new ArrayList<Interval>();
            for (var one : some) {
                for (var other : others) {
                    var from = one.from().isAfter(other.from()) ? one.from() : other.from();
                    var until = one.until().isBefore(other.until()) ? one.until() : other.until();
                    if (from.isBefore(until)) {
                        both.add(new Interval(from, until));
                    }
                }
            }
            return both;
        }

        /** The same time, with what overlaps put together. */
        static List<Interval> union(List<Interval> intervals) {
            var sorted = intervals.stream()
                    .sorted((one, two) -> one.from().compareTo(two.from()))
                    .toList();
            var joined = new ArrayList<Interval>();
            for (var part : sorted) {
                var last = joined.isEmpty() ? null : joined.getLast();
                if (last != null && !part.from().isAfter(last.until())) {
                    joined.set(
                            joined.size() - 1,
                            new Interval(
                                    last.from(), part.until().isAfter(last.until()) ? part.until() : last.until()));
                } else {
                    joined.add(part);
                }
            }
            return joined;
        }
    }
}
