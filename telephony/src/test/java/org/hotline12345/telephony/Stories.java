package org.hotline12345.telephony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.ami.Recordings;
import org.hotline12345.telephony.cel.CelReader;
import org.hotline12345.telephony.cel.CelRow;
import org.hotline12345.telephony.cel.LocalRecordFiles;

/** Calls of a real Asterisk, each told by its manager stream and by its record. */
final class Stories {
    static final Hotline NORTH =
            new Hotline(new HotlineCode("north"), "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai"));

    static final List<String> NAMES = List.of(
            "answered",
            "answered-citizen-hangs-up",
            "abandoned-in-queue",
            "hang-up-in-greeting",
            "hang-up-while-ringing",
            "ring-no-answer-then-second-seat",
            "queue-wait-ran-out",
            "seat-refuses-then-second-seat",
            "blind-transfer",
            "blind-transfer-not-answered",
            "blind-transfer-second-queue",
            "attended-transfer",
            "attended-transfer-before-answer",
            "attended-transfer-cancelled",
            "attended-transfer-second-queue",
            "attended-transfer-second-queue-waiting",
            "three-way",
            "transfer-outside",
            "emergency-transfer",
            "picked-from-queue",
            "hold",
            "queue-full",
            "seat-signs-off-in-talk",
            "seat-dies-in-talk",
            "calls-back-within-a-minute",
            "supervisor-listens",
            "seat-dials-out",
            "interview",
            "asterisk-dies-in-talk");

    private Stories() {}

    /** What the manager stream tells, in its order. */
    static List<ChannelFact> live(String name) {
        var interpreter = new AmiInterpreter("from-trunk");
        return Recordings.messages("stories/" + name + ".ami").stream()
                .flatMap(message -> interpreter.fact(message, Instant.EPOCH).stream())
                .toList();
    }

    /** What the record tells, by time. */
    static List<ChannelFact> recorded(String name) {
        var interpreter = new CelInterpreter("from-trunk");
        return rows(name).stream()
                .flatMap(row -> interpreter.fact(row).stream())
                .sorted(Comparator.comparing(ChannelFact::at))
                .toList();
    }

    static List<CelRow> rows(String name) {
        try (var in = Stories.class.getResourceAsStream("/recordings/stories/" + name + ".cel.csv")) {
            var folder = Files.createTempDirectory("story");
            var file = Files.write(folder.resolve("cel.csv"), in.readAllBytes());
            try {
                return new CelReader(new LocalRecordFiles(folder, RecordConfig.Rotation.DEFAULT, Clock.systemUTC()))
                        .read(Optional.empty(), CelReader.MAX_ENTRIES).entries().stream()
                                .map(entry -> (CelRow) entry.what())
                                .toList();
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls that these facts tell, each fact of a call that is open. */
    static Map<CallId, Call> fold(List<ChannelFact> facts) {
        var calls = new LinkedHashMap<CallId, Call>();
        events(facts).forEach(event -> take(calls, event));
        return calls;
    }

    static List<CallEvent> events(List<ChannelFact> facts) {
        var switchboard = switchboard();
        var open = new LinkedHashMap<CallId, Boolean>();
        var events = new ArrayList<CallEvent>();
        for (var fact : facts) {
            CallId.of("pbx1", fact.linkedId())
                    .filter(id -> fact instanceof ChannelFact.Arrived || open.getOrDefault(id, false))
                    .ifPresent(id -> {
                        open.put(id, true);
                        events.addAll(switchboard.tell(id, fact));
                    });
        }
        return events;
    }

    static void take(Map<CallId, Call> calls, CallEvent event) {
        var before = calls.get(event.call());
        if (event instanceof CallEvent.Arrived arrived) {
            calls.putIfAbsent(arrived.call(), Calls.begin(arrived));
        } else if (before != null) {
            calls.put(event.call(), Calls.apply(before, event));
        }
    }

    /** Seat 1001 has person 1001, and so on. */
    private static Switchboard switchboard() {
        return new Switchboard(_ -> NORTH, (seat, _) -> Optional.of(person(seat)));
    }

    static PersonId person(Seat seat) {
        return new PersonId(new UUID(1, Long.parseLong(seat.value())));
    }
}
