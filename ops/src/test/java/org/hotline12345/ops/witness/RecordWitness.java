package org.hotline12345.ops.witness;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hotline12345.ops.witness.CountedCall.Stage;
import org.hotline12345.ops.witness.RecordRow.Interval;
import org.hotline12345.ops.witness.Strikes.Kind;
import org.hotline12345.ops.witness.Strikes.Struck;

/**
 * What Asterisk's record (CEL) says of each call, read without a line of the hotline's own reader: a second opinion on the
 * same file.
 */
final class RecordWitness {
    /** A telephone that rings stops when its caller hangs up, and may be written down before the caller is. */
    private static final Duration STOPS_WITH_CALLER = Duration.ofMillis(50);

    private final Map<String, CountedCall> calls = new TreeMap<>();
    private final List<Instant> transfers = new ArrayList<>();
    private int rows;

    private RecordWitness() {}

    /**
     * @param folder all files of the record, rotated ones too
     * @param strikes when Asterisk was killed: a call without an end ended then
     */
    static RecordWitness read(Path folder, List<Struck> strikes) throws IOException {
        var deaths = strikes.stream()
                .filter(struck -> struck.kind() == Kind.KILL_ASTERISK)
                .map(Struck::from)
                .toList();
        var witness = new RecordWitness();
        byCall(folder).forEach((id, rows) -> {
            rows.sort(Comparator.comparing(RecordRow::at));
            witness.rows += rows.size();
            rows.stream().filter(RecordWitness::isTransfer).map(RecordRow::at).forEach(witness.transfers::add);
            call(id, rows, deaths).ifPresent(call -> witness.calls.put(id, call));
        });
        return witness;
    }

    /** The calls that were over when the record was read now, though Asterisk goes on writing it. */
    static Set<String> over(Path folder) throws IOException {
        var over = new TreeSet<String>();
        byCall(folder).forEach((id, rows) -> {
            if (rows.stream().anyMatch(row -> row.is("LINKEDID_END"))
                    && call(id, rows, List.of()).isPresent()) {
                over.add(id);
            }
        });
        return over;
    }

    Map<String, CountedCall> calls() {
        return calls;
    }

    /** When calls were handed on. */
    List<Instant> transfers() {
        return transfers;
    }

    int rows() {
        return rows;
    }

    private static Map<String, List<RecordRow>> byCall(Path folder) throws IOException {
        var byCall = new LinkedHashMap<String, List<RecordRow>>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                // The last row may be being written.
                var text = Files.readString(file);
                for (var line :
                        text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    var row = RecordRow.parse(line);
                    byCall.computeIfAbsent(row.linkedId(), _ -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        return byCall;
    }

    private static Optional<CountedCall> call(String id, List<RecordRow> rows, List<Instant> deaths) {
        // Only what came in over the trunk: a seat that dials out has a record, too.
        var begin = rows.stream()
                .filter(row -> row.is("CHAN_START") && row.uniqueId().equals(id))
                .filter(row -> row.channel().startsWith("PJSIP/trunk-"))
                .findFirst();
        if (begin.isEmpty()) {
            return Optional.empty();
        }
        var arrivedAt = begin.get().at();
        var own = rows.stream().filter(row -> row.uniqueId().equals(id)).toList();
        var hangUp = own.stream().filter(row -> row.is("HANGUP")).findFirst().map(RecordRow::at);
        var endedAt = hangUp.or(
                () -> deaths.stream().filter(death -> death.isAfter(arrivedAt)).findFirst());
        var queuedAt = own.stream()
                .filter(row -> row.is("APP_START") && row.app().equals("Queue"))
                .findFirst()
                .map(RecordRow::at);
        var talk = talk(id, rows, endedAt.orElse(arrivedAt));
        var answeredAt = talk.stream().findFirst().map(Interval::from);
        var outcome = answeredAt.isPresent()
                ? "ANSWERED"
                : hangUp.isEmpty() ? "INTERRUPTED" : queuedAt.isPresent() ? "ABANDONED_QUEUE" : "ABANDONED_GREETING";
        var seats = new TreeSet<String>();
        var asked = new TreeSet<String>();
        rows.stream()
                .filter(row -> row.is("ANSWER") && row.seat().isPresent())
                .forEach(
                        row -> row.seat().ifPresent((speaksWithCaller(row.uniqueId(), id, rows) ? seats : asked)::add));
        asked.removeAll(seats);
        return Optional.of(new CountedCall(
                id,
                begin.get().caller(),
                arrivedAt,
                queuedAt,
                answeredAt,
                endedAt,
                outcome,
                queuedAt.map(from -> Duration.between(
                                from, answeredAt.or(() -> endedAt).orElse(from))
                        .toMillis()),
                answeredAt.map(_ -> Interval.total(talk)),
                (int) rows.stream().filter(RecordWitness::isTransfer).count(),
                seats,
                asked,
                hangUp.isEmpty(),
                connectingMillis(id, rows),
                answeredAt.isPresent() ? Optional.empty() : hangUp.map(at -> stage(rows, queuedAt, at))));
    }

    private static boolean isTransfer(RecordRow row) {
        return row.is("BLINDTRANSFER") || row.is("ATTENDEDTRANSFER");
    }

    private static Stage stage(List<RecordRow> rows, Optional<Instant> queuedAt, Instant at) {
        if (queuedAt.isEmpty()) {
            return Stage.GREETING;
        }
        var stopped = rows.stream()
                .filter(row -> row.is("HANGUP") && row.at().isBefore(at.minus(STOPS_WITH_CALLER)))
                .map(RecordRow::uniqueId)
                .toList();
        return rows.stream()
                        .filter(row -> row.is("CHAN_START") && row.seat().isPresent())
                        .anyMatch(row -> !stopped.contains(row.uniqueId()))
                ? Stage.RINGING
                : Stage.WAITING;
    }

    /**
     * Whether a channel was ever in a bridge of the caller's, or in one with half of a Local channel whose other half was: who is asked
     * before a transfer that is not made is neither.
     */
    private static boolean speaksWithCaller(String channel, String caller, List<RecordRow> rows) {
        var callers = bridges(rows, row -> row.uniqueId().equals(caller));
        var own = bridges(rows, row -> row.uniqueId().equals(channel));
        return own.stream().anyMatch(callers::contains)
                || rows.stream()
                        .filter(row -> row.is("BRIDGE_ENTER") && row.channel().startsWith("Local/"))
                        .filter(row -> own.contains(row.extra("bridge_id")))
                        .map(row -> otherHalf(row.channel()))
                        .anyMatch(half -> bridges(rows, row -> row.channel().equals(half)).stream()
                                .anyMatch(callers::contains));
    }

    private static Set<String> bridges(List<RecordRow> rows, Predicate<RecordRow> whose) {
        return rows.stream()
                .filter(row -> row.is("BRIDGE_ENTER"))
                .filter(whose)
                .map(row -> row.extra("bridge_id"))
                .collect(Collectors.toSet());
    }

    private static String otherHalf(String half) {
        return half.substring(0, half.length() - 1) + (half.endsWith("1") ? "2" : "1");
    }

    /** When the caller was in a bridge and somebody was there for the caller. */
    private static List<Interval> talk(String caller, List<RecordRow> rows, Instant end) {
        var there = telephones(caller, rows).stream()
                .map(channel ->
                        new Interval(connected(channel, rows).orElse(end), outOfCall(channel, caller, rows, end)))
                .toList();
        return Interval.both(inBridges(caller, rows, end), Interval.union(there));
    }

    /** How long Asterisk needed, in all, to connect those who had picked up. */
    private static long connectingMillis(String caller, List<RecordRow> rows) {
        return telephones(caller, rows).stream()
                .mapToLong(channel -> Interval.total(first("ANSWER", channel, rows).stream()
                        .flatMap(from -> connected(channel, rows).stream().map(until -> new Interval(from, until)))
                        .toList()))
                .sum();
    }

    /** The channels of the telephones, besides the caller's, that spoke with the caller. */
    private static List<String> telephones(String caller, List<RecordRow> rows) {
        return rows.stream()
                .filter(row -> row.is("BRIDGE_ENTER") && row.isTelephone())
                .map(RecordRow::uniqueId)
                .distinct()
                .filter(channel -> !channel.equals(caller) && speaksWithCaller(channel, caller, rows))
                .toList();
    }

    /** When a telephone was in a bridge and not alone in it: the other, or half of the pair that leads there, may come later. */
    private static Optional<Instant> connected(String channel, List<RecordRow> rows) {
        var entered = rows.stream()
                .filter(row -> row.is("BRIDGE_ENTER") && row.uniqueId().equals(channel))
                .findFirst();
        return entered.flatMap(own -> rows.stream()
                .filter(row -> row.is("BRIDGE_ENTER") && !row.uniqueId().equals(channel))
                .filter(row -> row.extra("bridge_id").equals(own.extra("bridge_id")))
                .findFirst()
                .map(other -> other.at().isAfter(own.at()) ? other.at() : own.at()));
    }

    private static Optional<Instant> first(String type, String channel, List<RecordRow> rows) {
        return rows.stream()
                .filter(row -> row.is(type) && row.uniqueId().equals(channel))
                .findFirst()
                .map(RecordRow::at);
    }

    private static List<Interval> inBridges(String channel, List<RecordRow> rows, Instant end) {
        var bridged = new ArrayList<Interval>();
        Optional<Instant> from = Optional.empty();
        for (var row : rows) {
            if (!row.uniqueId().equals(channel)) {
                continue;
            }
            if (row.is("BRIDGE_ENTER")) {
                from = Optional.of(row.at());
            } else if (row.is("BRIDGE_EXIT") && from.isPresent()) {
                bridged.add(new Interval(from.get(), row.at()));
                from = Optional.empty();
            }
        }
        from.ifPresent(at -> bridged.add(new Interval(at, end)));
        return bridged;
    }

    /**
     * When a telephone hung up, or handed the caller on before. Of the latter Asterisk keeps the channel until the other answers. Who
     * makes a call of three has come back into the caller's bridge by then, and stays.
     */
    private static Instant outOfCall(String channel, String caller, List<RecordRow> rows, Instant end) {
        var own = rows.stream().filter(row -> row.uniqueId().equals(channel)).toList();
        var handedOn = own.stream()
                .filter(RecordWitness::isTransfer)
                .map(RecordRow::at)
                .filter(at -> !lastBridge(channel, rows, at).equals(lastBridge(caller, rows, at)))
                .findFirst();
        return handedOn.or(() -> own.stream()
                        .filter(row -> row.is("HANGUP"))
                        .map(RecordRow::at)
                        .findFirst())
                .orElse(end);
    }

    private static Optional<String> lastBridge(String channel, List<RecordRow> rows, Instant by) {
        return rows.stream()
                .filter(row -> row.uniqueId().equals(channel)
                        && row.is("BRIDGE_ENTER")
                        && !row.at().isAfter(by))
                .reduce((_, later) -> later)
                .map(row -> row.extra("bridge_id"));
    }

    /** Seconds since 1970 with six places. */
    static Instant instant(String seconds) {
        var exact = new BigDecimal(seconds);
        return Instant.ofEpochSecond(
                exact.longValue(),
                exact.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
