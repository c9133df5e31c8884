package org.hotline12345.ops.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Asterisk's queue_log says, which the hotline does not read. In whole seconds, and only of what passed a queue. */
final class QueueLogWitness {
    /**
     * One call's lines: what happened, by name, with the numbers behind it.
     *
     * @param seconds when, whole seconds since 1970
     */
    record Line(long seconds, String what, List<String> more) {}

    private QueueLogWitness() {}

    /** By Asterisk's id of the channel that was in the queue; a second queue that was asked for has one of its own. */
    static Map<String, List<Line>> read(Path file) throws IOException {
        var byChannel = new LinkedHashMap<String, List<Line>>();
        for (var line : Files.readAllLines(file)) {
            var columns = List.of(line.split("\\|", -1));
            if (columns.size() >= 5 && columns.get(1).contains(".")) {
                byChannel
                        .computeIfAbsent(columns.get(1), _ -> new ArrayList<>())
                        .add(new Line(
                                Long.parseLong(columns.get(0)),
                                columns.get(4),
                                List.copyOf(columns.subList(5, columns.size()))));
            }
        }
        return byChannel;
    }

    static boolean has(List<Line> lines, String what) {
        return lines.stream().anyMatch(line -> line.what().equals(what));
    }

    /** Whole seconds of waiting until the first answer. */
    static Optional<Long> waitSeconds(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.what().equals("CONNECT"))
                .findFirst()
                .map(line -> Long.parseLong(line.more().getFirst()));
    }

    /** Whole seconds of talk, when a hang-up ended it. */
    static Optional<Long> talkSeconds(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.what().startsWith("COMPLETE"))
                .findFirst()
                .map(line -> Long.parseLong(line.more().get(1)));
    }
}
