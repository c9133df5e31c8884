package org.hotline12345.ops.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A long manager stream in a file: the events of real calls over and over, each call with ids, channels, a number and times of
 * its own. The n-th event's time is n microseconds after the first's, so that a reader can tell what it missed.
 */
record AmiStream(Path file, int events, long bytes, long fields) {
    static final long FIRST_MICROS = 1_795_400_000_000_000L;

    private static final Path RECORDINGS = Path.of("telephony/src/test/resources/recordings");
    private static final String END = "\r\n\r\n";
    private static final Pattern TIMESTAMP = Pattern.compile("\r\nTimestamp: [0-9.]+");
    private static final Pattern UNIQUE_ID = Pattern.compile("pbx1-[0-9]{10}\\.");
    private static final Pattern CHANNEL = Pattern.compile("(PJSIP/[A-Za-z0-9]+)-[0-9a-f]{8}");
    private static final Pattern NUMBER = Pattern.compile("154[0-9]{8}");
    private static final int MICROS = 1_000_000;

    static AmiStream write(Path file, int events) throws IOException {
        var recorded = recorded();
        var bytes = 0L;
        var fields = 0L;
        var call = 0;
        var written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            while (written < events) {
                for (var event : recorded.get(call % recorded.size())) {
                    if (written < events) {
                        var text = anew(event, call, written++).getBytes(StandardCharsets.UTF_8);
                        out.write(text);
                        bytes += text.length;
                        fields += event.lines().filter(line -> !line.isEmpty()).count();
                    }
                }
                call++;
            }
        }
        return new AmiStream(file, events, bytes, fields);
    }

    private static String time(long event) {
        var micros = FIRST_MICROS + event;
        return "%d.%06d".formatted(micros / MICROS, micros % MICROS);
    }

    /** The time of an event as it is written in it, in microseconds. */
    static long micros(String time) {
        var micros = 0L;
        for (int i = 0; i < time.length(); i++) {
            var digit = time.charAt(i) - '0';
            if (digit >= 0 && digit <= 9) {
                micros = 10 * micros + digit;
            }
        }
        return micros;
    }

    private static String anew(String event, int call, int number) {
        var text = TIMESTAMP.matcher(event).replaceFirst("\r\nTimestamp: " + time(number));
        text = UNIQUE_ID.matcher(text).replaceAll("pbx1-" + (1_795_400_000 + call) + ".");
        text = CHANNEL.matcher(text).replaceAll("$1-%08x".formatted(call));
        return NUMBER.matcher(text).replaceAll("154%08d".formatted(call % 100_000_000));
    }

    /** Of each recorded call its events, as they came. */
    private static List<List<String>> recorded() throws IOException {
        var calls = new ArrayList<List<String>>();
        try (var files = Files.list(RECORDINGS)) {
            for (var file : files.filter(
                            path -> path.toString().endsWith(".ami") && !path.endsWith("queue-members.ami"))
                    .sorted()
                    .toList()) {
                var events = new ArrayList<String>();
                for (var message : Files.readString(file).split(END, -1)) {
                    var text = message.strip();
                    if (text.startsWith("Event: ") && TIMESTAMP.matcher(text).find()) {
                        events.add(text + END);
                    }
                }
                calls.add(events);
            }
        }
        return calls;
    }
}
