package org.hotline12345.ops.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded story as a form that can be filled in again and again: the manager events and the rows of the record that a real
 * Asterisk wrote, with places for ids, channels, bridges, seats, people, numbers and times.
 *
 * @param events in the order in which they came
 * @param rows of Asterisk's record (CEL)
 * @param calls one for each citizen who arrives in it; none in a story that is no citizen's
 * @param seats how many seats take part
 */
record FloodStory(String name, List<Told> events, List<Told> rows, List<Citizen> calls, int seats) {
    /** Ids, channels and bridges of one play have so many numbers for themselves. */
    static final int NUMBERS = 16;

    private static final Path STORIES = Path.of("telephony/src/test/resources/recordings/stories");
    private static final String END = "\r\n\r\n";
    private static final Pattern TIMESTAMP = Pattern.compile("\r\nTimestamp: ([0-9]{10}\\.[0-9]{6})");
    private static final Pattern ROW_TIME = Pattern.compile("^\"[A-Z_]+\",\"([0-9]{10}\\.[0-9]{6})\"");
    private static final Pattern ARRIVED =
            Pattern.compile("(?s)^Event: Newchannel\r\n.*\r\nChannelState: 4\r\n.*\r\nContext: from-trunk\r\n");
    private static final Pattern UNIQUE_ID = Pattern.compile("\r\nUniqueid: (pbx1-[0-9.]+)");
    /** What differs from play to play. */
    private static final Pattern PLACE =
            Pattern.compile("(?<time>(?<=\r\nTimestamp: |^\"[A-Z_]{1,40}\",\")[0-9]{10}\\.[0-9]{6})"
                    + "|(?<id>pbx1-[0-9]{10}\\.[0-9]+)"
                    + "|(?<channel>(?<=-)[0-9a-f]{8})(?![0-9a-f-])"
                    + "|(?<bridge>[0-9a-f]{8})(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
                    + "|(?<number>154[0-9]{8})"
                    + "|(?:agent-)(?<person>100[0-9])\\b"
                    + "|\\b(?<seat>100[0-9])\\b");

    /** A citizen of the story: which of the story's ids is the call's, and what must be counted. */
    record Citizen(int id, Counted counted) {}

    /**
     * What must be in the rows: read off the recordings by their own time stamps, not by our program.
     *
     * @param waitMillis from joining the queue to the first seat in the caller's bridge, or to the end of the wait
     * @param talkMillis the sum of the caller's time in bridges
     * @param legs each seat as 1001, else "outside"; with + who spoke with the caller, with &gt; who passed the call on
     */
    record Counted(String outcome, Optional<Long> waitMillis, Optional<Long> talkMillis, int transfers, String legs) {}

    /** One event, or row, at its distance from the story's first event. */
    record Told(long offsetMicros, List<Piece> pieces) {
        void write(FloodPlay play, ByteBuffer to) {
            pieces.forEach(piece -> piece.write(play, offsetMicros, to));
        }
    }

    /** A piece of an event's text. */
    sealed interface Piece {
        void write(FloodPlay play, long offsetMicros, ByteBuffer to);

        record Same(ByteBuffer text) implements Piece {
            @Override
            public void write(FloodPlay play, long offsetMicros, ByteBuffer to) {
                to.put(text.duplicate());
            }
        }

        record Place(Kind kind, int index) implements Piece {
            @Override
            public void write(FloodPlay play, long offsetMicros, ByteBuffer to) {
                var text = switch (kind) {
                    case TIME -> play.time(offsetMicros);
                    case ID -> play.id(index);
                    case CHANNEL, BRIDGE -> play.hex(index);
                    case NUMBER -> play.number(index);
                    case SEAT -> play.seat(index);
                    case PERSON -> person(play.seat(index)).toString();
                };
                to.put(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    enum Kind {
        TIME,
        ID,
        CHANNEL,
        BRIDGE,
        NUMBER,
        SEAT,
        PERSON
    }

    /** Who sits at a seat. */
    static UUID person(String seat) {
        return new UUID(1, Long.parseLong(seat));
    }

    /** The story, and one thing that must be counted for each citizen in it, in the order of their arrival. */
    static FloodStory read(String name, List<Counted> counted) throws IOException {
        var messages = new ArrayList<String>();
        for (var message : Files.readString(STORIES.resolve(name + ".ami")).split(END, -1)) {
            var text = message.strip();
            // Before the first channel seats are put into the queue, which happens once a day and not once a call.
            if (text.startsWith("Event: Newchannel") || (!messages.isEmpty() && text.startsWith("Event: "))) {
                messages.add(text + END);
            }
        }
        var rows = Files.readAllLines(STORIES.resolve(name + ".cel.csv"));
        var names = new Names();
        var first = micros(TIMESTAMP, messages.getFirst());
        var events = new ArrayList<Told>();
        var calls = new ArrayList<Citizen>();
        for (var message : messages) {
            events.add(new Told(micros(TIMESTAMP, message) - first, pieces(message, names)));
            if (ARRIVED.matcher(message).find()) {
                calls.add(new Citizen(names.ids.indexOf(found(UNIQUE_ID, message)), counted.get(calls.size())));
            }
        }
        var told = new ArrayList<Told>();
        for (var row : rows) {
            told.add(new Told(micros(ROW_TIME, row) - first, pieces(row + "\n", names)));
        }
        names.checkLimits();
        return new FloodStory(name, events, told, calls, names.seatsUsed);
    }

    /** The original names, each by the place that it stands for. */
    private static final class Names {
        final List<String> ids = new ArrayList<>();
        final List<String> channels = new ArrayList<>();
        final List<String> bridges = new ArrayList<>();
        final List<String> numbers = new ArrayList<>();
        final List<String> seats = List.of("1001", "1002", "1003");
        int seatsUsed;

        static int index(List<String> names, String name) {
            if (!names.contains(name)) {
                names.add(name);
            }
            return names.indexOf(name);
        }

        int seat(String name) {
            var index = seats.indexOf(name);
            if (index < 0) {
                throw new IllegalStateException("stories know seats " + seats + ", not " + name);
            }
            seatsUsed = Math.max(seatsUsed, index + 1);
            return index;
        }

        void checkLimits() {
            for (var names : List.of(ids, channels, bridges, numbers)) {
                if (names.size() > NUMBERS) {
                    throw new IllegalStateException("a story has more than " + NUMBERS + " names: " + names);
                }
            }
        }
    }

    private static List<Piece> pieces(String text, Names names) {
        var pieces = new ArrayList<Piece>();
        var end = 0;
        for (var place = PLACE.matcher(text); place.find(); ) {
            var kind = kind(place);
            var group = kind.name().toLowerCase(Locale.ROOT);
            pieces.add(new Piece.Same(
                    bytes(text.substring(end, kind == Kind.PERSON ? place.start() : place.start(group)))));
            pieces.add(new Piece.Place(kind, index(kind, place.group(group), names)));
            end = place.end(group);
        }
        pieces.add(new Piece.Same(bytes(text.substring(end))));
        return List.copyOf(pieces);
    }

    private static Kind kind(Matcher place) {
        if (place.group("time") != null) {
            return Kind.TIME;
        } else if (place.group("id") != null) {
            return Kind.ID;
        } else if (place.group("channel") != null) {
            return Kind.CHANNEL;
        } else if (place.group("bridge") != null) {
            return Kind.BRIDGE;
        } else if (place.group("number") != null) {
            return Kind.NUMBER;
        }
        return place.group("person") != null ? Kind.PERSON : Kind.SEAT;
    }

    private static int index(Kind kind, String name, Names names) {
        return switch (kind) {
            case TIME -> 0;
            case ID -> Names.index(names.ids, name);
            case CHANNEL -> Names.index(names.channels, name);
            case BRIDGE -> Names.index(names.bridges, name);
            case NUMBER -> Names.index(names.numbers, name);
            case SEAT, PERSON -> names.seat(name);
        };
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static long micros(Pattern pattern, String text) {
        return AmiStream.micros(found(pattern, text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
