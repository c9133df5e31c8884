package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hotline12345.office.BadSettings;

/** The passwords of the desks' telephones: made once for each seat, kept where the administrator reads them. */
final class Seats {
    private static final Pattern LINE = Pattern.compile("([0-9]{2,10}):(\\S{8,128})");

    private Seats() {}

    /**
     * The wanted seats with their passwords. A seat that is no longer wanted keeps its line, for the day it comes back.
     *
     * @param file lines of seat:password; missing ones are added
     */
    static Map<String, String> kept(Path file, List<String> wanted) {
        try {
            var known = new LinkedHashMap<String, String>();
            for (var line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                var matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    throw new BadSettings(file + " must hold lines of seat:password, 8 to 128 characters each");
                }
                known.put(matcher.group(1), matcher.group(2));
            }
            var before = known.size();
            wanted.forEach(seat -> known.computeIfAbsent(seat, _ -> Secret.random()));
            if (known.size() > before) {
                Secret.write(
                        file,
                        known.entrySet().stream()
                                .map(seat -> seat.getKey() + ":" + seat.getValue() + "\n")
                                .collect(Collectors.joining()));
            }
            var seats = new LinkedHashMap<String, String>();
            wanted.forEach(seat -> seats.put(seat, known.getOrDefault(seat, "")));
            return seats;
        } catch (IOException e) {
            throw new BadSettings(file + " cannot be read or written: " + Folder.reason(e));
        }
    }
}
