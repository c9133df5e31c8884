package org.hotline12345.ops.witness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What came of comparing the call table with the witnesses. */
final class Findings {
    private final Map<String, List<String>> differences = new TreeMap<>();
    private final Map<String, SortedSet<String>> deviations = new TreeMap<>();
    private final Map<String, Long> largest = new TreeMap<>();

    Findings() {
        for (var name : List.of(
                "lost",
                "doubled",
                "refused",
                "unexplained",
                "outcome-differs",
                "wait-differs",
                "talk-differs",
                "transfers-differ",
                "seats-differ",
                "ends-differ",
                "cut-off-differs")) {
            differences.put(name, new ArrayList<>());
        }
    }

    /** By the name of the figure: one sentence a difference. */
    Map<String, List<String>> differences() {
        return differences;
    }

    /** What a witness cannot know: by the reason, whose calls. */
    Map<String, SortedSet<String>> deviations() {
        return deviations;
    }

    /** How far a witness and the rows lay apart at most, in milliseconds, where that is no difference. */
    Map<String, Long> largest() {
        return largest;
    }

    void same(String figure, String id, String witness, Object told, Object counted) {
        if (!told.equals(counted)) {
            differ(figure, id, witness + ": " + told + ", row: " + counted);
        }
    }

    /** Two times in milliseconds that may lie so far apart. */
    void near(
            String figure, String id, String witness, Optional<Long> told, Optional<Long> counted, Duration tolerance) {
        if (told.isEmpty() && counted.isEmpty()) {
            return;
        }
        var apart = told.isEmpty() || counted.isEmpty() ? Long.MAX_VALUE : Math.abs(told.get() - counted.get());
        if (apart > tolerance.toMillis()) {
            differ(figure, id, witness + ": " + words(told) + ", row: " + words(counted));
        } else {
            largest.merge(witness + " " + figure.replaceFirst("-.*", ""), apart, Math::max);
        }
    }

    void differ(String figure, String id, String sentence) {
        Objects.requireNonNull(differences.get(figure), figure).add(id + ": " + sentence);
    }

    void deviate(String id, String reason) {
        deviations.computeIfAbsent(reason, _ -> new TreeSet<>()).add(id);
    }

    private static String words(Optional<Long> millis) {
        return millis.map(value -> value + " ms").orElse("none");
    }
}
