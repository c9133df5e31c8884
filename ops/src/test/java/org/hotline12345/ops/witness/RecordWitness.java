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
import org.hotline12345.ops.witness.RecordRow.Interval;

/**
 * What Asterisk's record (CEL) says of each call, read without a line of the hotline's own reader: a second opinion on the
 * same file.
 */
final class RecordWitness {
    private RecordWitness() {}

    /**
     * @param folder all files of the record, rotated ones too
     * @param deaths when Asterisk was killed: a call without an end ended then
     */
    static Map<String, CountedCall> read(Path folder, List<Instant> deaths) throws IOException {
        var byCall = new LinkedHashMap<String, List<RecordRow>>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                for (var line : Files.readAllLines(file)) {
                    var row = RecordRow.parse(line);
                    byCall.computeIfAbsent(row.linkedId(), _ -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        var calls = new TreeMap<String, CountedCall>();
        byCall.forEach((id, rows) -> {
            rows.sort(Comparator.comparing(RecordRow::at));
            call(id, rows, deaths).ifPresent(call -> calls.put(id, call));
        });
        return calls;
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
        var talk = talk(own, rows, endedAt.orElse(arrivedAt));
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
                (int) rows.stream()
                        .filter(row -> row.is("BLINDTRANSFER") || row.is("ATTENDEDTRANSFER"))
                        .count(),
                seats,
                asked,
                hangUp.isEmpty()));
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

    /**
     * When the caller was in a bridge, without the time in which an attended transfer had left the caller there with nothing but
     * a ringing.
     */
    private static List<Interval> talk(List<RecordRow> own, List<RecordRow> rows, Instant end) {
        var bridged = new ArrayList<Interval>();
        Optional<Instant> from = Optional.empty();
        for (var row : own) {
            if (row.is("BRIDGE_ENTER")) {
                from = Optional.of(row.at());
            } else if (row.is("BRIDGE_EXIT") && from.isPresent()) {
                bridged.add(new Interval(from.get(), row.at()));
                from = Optional.empty();
            }
        }
        from.ifPresent(at -> bridged.add(new Interval(at, end)));
        var talk = List.copyOf(bridged);
        for (var transfer : rows) {
            if (transfer.is("ATTENDEDTRANSFER")) {
                talk = Interval.without(talk, ringing(transfer, rows, end));
            }
        }
        return talk;
    }

    /** From the transfer to the answer of the Local channel that the transfer put into the caller's bridge. */
    private static Interval ringing(RecordRow transfer, List<RecordRow> rows, Instant end) {
        var bridge = transfer.extra("bridge1_id");
        var placed = rows.stream()
                .filter(row -> row.is("BRIDGE_ENTER") && row.channel().startsWith("Local/"))
                .filter(row -> row.extra("bridge_id").equals(bridge))
                .filter(row -> Duration.between(row.at(), transfer.at()).abs().compareTo(Duration.ofMillis(200)) < 0)
                .findFirst();
        if (placed.isEmpty()) {
            return new Interval(transfer.at(), transfer.at());
        }
        var answered = rows.stream()
                .filter(row ->
                        row.is("ANSWER") && row.uniqueId().equals(placed.get().uniqueId()))
                .findFirst()
                .map(RecordRow::at)
                .orElse(end);
        return new Interval(transfer.at(), answered.isBefore(transfer.at()) ? transfer.at() : answered);
    }

    /** Seconds since 1970 with six places. */
    static Instant instant(String seconds) {
        var exact = new BigDecimal(seconds);
        return Instant.ofEpochSecond(
                exact.longValue(),
                exact.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
