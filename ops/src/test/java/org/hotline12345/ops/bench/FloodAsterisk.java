package org.hotline12345.ops.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A province's exchange as the backend hears it, in a process of its own: each event of each call is sent when it is due, and
 * its time stamp is that time; on request Asterisk's record grows beside it.
 *
 * <p>Arguments: port, citizens a second, seconds in which new ones come, seats, file for what must be counted, file of the
 * record (or {@code -}). Prints {@code listening}; begins when it reads a line, and prints when, in microseconds since 1970. At
 * the end prints one line: {@code calls events most-events-in-a-second late-p50-micros late-p99-micros late-most-micros}.
 */
public final class FloodAsterisk implements StreamingAsterisk.Show {
    /** The first seat's number; seats are added upwards. */
    static final int FIRST_SEAT = 20_000;

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
    private static final long MICROS = 1_000_000;
    private static final long PAUSE_NANOS = 250_000;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MESSAGE_BYTES = 1 << 16;
    /** A seat rests so long after a story, so that its hang-up is behind it. */
    private static final long REST_MICROS = MICROS;

    private final FloodMix mix;
    private final int perSecond;
    private final int seconds;
    private final int seats;
    private final BufferedWriter counted;
    private final Optional<OutputStream> record;
    private final Deque<String> free = new ArrayDeque<>();
    private final List<Integer> lateMicros = new ArrayList<>();
    private final ByteBuffer rowBuffer = ByteBuffer.allocate(MESSAGE_BYTES);
    private long calls;
    private long mostEvents;

    private FloodAsterisk(
            FloodMix mix,
            int perSecond,
            int seconds,
            int seats,
            BufferedWriter counted,
            Optional<OutputStream> record) {
        this.mix = mix;
        this.perSecond = perSecond;
        this.seconds = seconds;
        this.seats = seats;
        this.counted = counted;
        this.record = record;
        for (int i = 0; i < seats; i++) {
            free.add(Integer.toString(FIRST_SEAT + i));
        }
    }

    public static void main(String[] args) throws Exception {
        var record = args[5].equals("-")
                ? Optional.<OutputStream>empty()
                : Optional.of(Files.newOutputStream(Path.of(args[5])));
        try (var counted = Files.newBufferedWriter(Path.of(args[4]))) {
            var flood = new FloodAsterisk(
                    FloodMix.read(),
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Integer.parseInt(args[3]),
                    counted,
                    record);
            try (var asterisk = new StreamingAsterisk(Integer.parseInt(args[0]), flood, WRITE_LIMIT)) {
                System.out.println("listening");
                if (System.in.read() < 0 || !asterisk.hasClient()) {
                    throw new IllegalStateException("nobody listens");
                }
                asterisk.play().join();
            }
            System.out.println(flood.summary());
        }
        System.exit(0);
    }

    /** The one story that is played, and how far it is told by stream and record. */
    private static final class Playing {
        final FloodPlay play;
        int event;
        int row;

        Playing(FloodPlay play) {
            this.play = play;
        }

        long due() {
            return play.due(play.story().events().get(event));
        }

        boolean isTold() {
            return event == play.story().events().size();
        }
    }

    @Override
    public void play(StreamingAsterisk.Sending to) throws IOException {
        var begun = now() + MICROS;
        System.out.println(begun);
        var playsPerSecond = perSecond / mix.calls();
        var plays = (long) (seconds * playsPerSecond);
        var playing = new PriorityQueue<Playing>(Comparator.comparingLong(Playing::due));
        var resting = new ArrayDeque<FloodPlay>();
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        var due = new ArrayList<Long>();
        var second = new long[2];
        for (long begin = 0; begin < plays || !playing.isEmpty(); ) {
            var now = now();
            for (; begin < plays && now >= begun + (long) (begin * MICROS / playsPerSecond); begin++) {
                playing.add(begin(begin, begun + (long) (begin * MICROS / playsPerSecond), resting, now));
            }
            while (!playing.isEmpty() && playing.peek().due() <= now && buffer.remaining() > MESSAGE_BYTES) {
                var next = playing.remove();
                due.add(next.due());
                next.play.story().events().get(next.event++).write(next.play, buffer);
                record(next);
                if (next.isTold()) {
                    resting.add(next.play);
                } else {
                    playing.add(next);
                }
            }
            if (due.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            to.send(buffer.flip());
            buffer.clear();
            var sent = now();
            due.forEach(at -> lateMicros.add((int) Math.min(sent - at, Integer.MAX_VALUE)));
            count(second, sent / MICROS, due.size());
            due.clear();
        }
        counted.flush();
    }

    @Override
    public Optional<String> answer(String action, String actionId) {
        return switch (action) {
            case "CoreShowChannels" -> Optional.of(list(actionId, List.of(), "CoreShowChannelsComplete"));
            case "QueueStatus" -> {
                var members = new ArrayList<String>();
                for (int i = 0; i < seats; i++) {
                    var seat = Integer.toString(FIRST_SEAT + i);
                    members.add("Event: QueueMember\r\n" + actionId + "Queue: hotline\r\nName: "
                            + FloodStory.person(seat) + "\r\nLocation: PJSIP/" + seat
                            + "\r\nPenalty: 0\r\nPaused: 0\r\nStatus: 1\r\n\r\n");
                }
                yield Optional.of(list(actionId, members, "QueueStatusComplete"));
            }
            case "QueuePause" ->
                Optional.of("Response: Success\r\n" + actionId + "Message: Interface paused successfully\r\n\r\n");
            default -> Optional.empty();
        };
    }

    private static String list(String actionId, List<String> events, String complete) {
        return "Response: Success\r\n" + actionId + "EventList: start\r\nMessage: A list\r\n\r\n"
                + String.join("", events)
                + "Event: " + complete + "\r\n" + actionId + "EventList: Complete\r\nListItems: " + events.size()
                + "\r\n\r\n";
    }

    private Playing begin(long ordinal, long at, Deque<FloodPlay> resting, long now) throws IOException {
        while (!resting.isEmpty() && ends(resting.peek()) + REST_MICROS < now) {
            free.addAll(resting.remove().seats());
        }
        var story = mix.story(ordinal);
        var its = new ArrayList<String>();
        for (int i = 0; i < story.seats(); i++) {
            var seat = free.poll();
            if (seat == null) {
                throw new IllegalStateException(seats + " seats are not enough");
            }
            its.add(seat);
        }
        var play = new FloodPlay(story, ordinal, at, its);
        for (var line : play.counted()) {
            counted.write(line);
            counted.newLine();
            calls++;
        }
        return new Playing(play);
    }

    private static long ends(FloodPlay play) {
        return play.due(play.story().events().getLast());
    }

    /** Asterisk writes a row when it happens; here, with the first event that is due after it. */
    private void record(Playing told) throws IOException {
        if (record.isEmpty()) {
            return;
        }
        var rows = told.play.story().rows();
        rowBuffer.clear();
        while (told.row < rows.size() && (told.isTold() || told.play.due(rows.get(told.row)) <= told.due())) {
            rows.get(told.row++).write(told.play, rowBuffer);
        }
        if (rowBuffer.position() > 0) {
            record.get().write(rowBuffer.array(), 0, rowBuffer.position());
        }
    }

    private void count(long[] second, long now, int events) {
        if (second[0] != now) {
            second[0] = now;
            second[1] = 0;
        }
        second[1] += events;
        mostEvents = Math.max(mostEvents, second[1]);
    }

    private String summary() {
        var sorted = lateMicros.stream().mapToInt(Integer::intValue).sorted().toArray();
        return "%d %d %d %d %d %d"
                .formatted(
                        calls,
                        sorted.length,
                        mostEvents,
                        sorted[sorted.length / 2],
                        sorted[(int) (sorted.length * 0.99)],
                        sorted[sorted.length - 1]);
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
