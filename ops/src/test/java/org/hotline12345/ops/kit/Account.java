package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a telephone's own account: what it did or what was done to it, by its own clock.
 *
 * @param what DIALLED, GAVE_UP, LET_IN, RANG, ANSWERED, HUNG_UP, HUNG_UP_ON, CANCELLED or REFUSED
 * @param sipCall the Call-ID of that telephone's leg
 * @param self the citizen's number, or the seat that was rung
 * @param other the number that the seat was shown; in a citizen's account the name of the call, or why it was refused
 * @param name the name of the citizen's call that the seat was shown; empty when it was shown none
 */
public record Account(Instant at, String what, String sipCall, String self, String other, String name) {
    /** SIPp writes date, time and seconds since 1970, divided by tabs. */
    private static final Pattern LINE =
            Pattern.compile("\\S+\\t\\S+\\t(\\d+)\\.(\\d{6}) ([A-Z_]+) (\\S+) (\\S+)(?: (\\S*))?(?: (\\S*))?");

    /** A line that is not whole, because SIPp was killed, is left out. */
    static List<Account> read(Path file) {
        try {
            var lines = new ArrayList<Account>();
            for (var line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                var found = LINE.matcher(line);
                if (found.matches()) {
                    var at = Instant.ofEpochSecond(
                            Long.parseLong(found.group(1)), Long.parseLong(found.group(2)) * 1_000);
                    lines.add(new Account(
                            at, found.group(3), found.group(4), found.group(5), word(found, 6), word(found, 7)));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(Matcher found, int group) {
        return found.group(group) == null ? "" : found.group(group);
    }
}
