package org.hotline12345.telephony;

import java.util.Collection;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of calls that arrived in some time, as the profile counts them. Each call is in one of them: arrived = offered +
 * not offered; offered = answered + abandoned + offered only + interrupted + open.
 *
 * @param answeredInLimit of the answered ones, those within the profile's limit
 * @param waitMillis how long the answered calls waited together
 * @param answeredWithoutWait answered, yet with no waiting time: there should be none
 * @param abandoned by how far they came
 * @param offeredOnly offered, neither answered nor abandoned, by how far they came
 * @param notOffered by how far they came, or have come by now
 * @param shortAbandoned short abandonments, whatever they count as
 * @param unsettled over, and not yet compared with Asterisk's own record
 */
public record CallFigures(
        long answered,
        long answeredInLimit,
        long waitMillis,
        long answeredWithoutWait,
        Map<CallStage, Long> abandoned,
        Map<CallStage, Long> offeredOnly,
        Map<CallStage, Long> notOffered,
        long shortAbandoned,
        long interrupted,
        long open,
        long unsettled) {
    public static final CallFigures NONE = new CallFigures(0, 0, 0, 0, Map.of(), Map.of(), Map.of(), 0, 0, 0, 0);

    public CallFigures {
        abandoned = Map.copyOf(abandoned);
        offeredOnly = Map.copyOf(offeredOnly);
        notOffered = Map.copyOf(notOffered);
    }

    public static CallFigures of(CallCounting counting, Collection<CallCount> counts) {
        var answered = counts.stream()
                .filter(count -> counting.of(count.facts()) == CountedAs.ANSWERED)
                .toList();
        return new CallFigures(
                sum(answered.stream(), CallCount::calls),
                sum(answered.stream().filter(count -> count.facts().isInLimit()), CallCount::calls),
                sum(answered.stream(), CallCount::waitMillis),
                sum(answered.stream(), count -> count.calls() - count.waited()),
                byStage(counting, counts, CountedAs.ABANDONED),
                byStage(counting, counts, CountedAs.OFFERED),
                byStage(counting, counts, CountedAs.NOT_OFFERED),
                sum(counts.stream().filter(count -> counting.isShortAbandoned(count.facts())), CallCount::calls),
                sum(byStage(counting, counts, CountedAs.INTERRUPTED)),
                sum(byStage(counting, counts, CountedAs.OPEN)),
                sum(counts.stream(), CallCount::unsettled));
    }

    private static Map<CallStage, Long> byStage(CallCounting counting, Collection<CallCount> counts, CountedAs as) {
        return counts.stream()
                .filter(count -> counting.of(count.facts()) == as)
                .collect(Collectors.groupingBy(
                        count -> count.facts().stage(), Collectors.summingLong(CallCount::calls)));
    }

    public long arrived() {
        return offered() + sum(notOffered);
    }

    public long offered() {
        return answered + allAbandoned() + allOfferedOnly() + interrupted + open;
    }

    public long allAbandoned() {
        return sum(abandoned);
    }

    public long allOfferedOnly() {
        return sum(offeredOnly);
    }

    public long notOffered(CallStage stage) {
        return notOffered.getOrDefault(stage, 0L);
    }

    /** Those that had asked for an agent, and that the profile leaves out all the same. */
    public long askedButNotOffered() {
        return notOffered.entrySet().stream()
                .filter(entry -> entry.getKey().asksForAgent())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What the calls answered within the limit are divided by. */
    public long limitBase(CallCounting counting) {
        return switch (counting.answerLimitOver()) {
            case ANSWERED -> answered;
            case OFFERED -> offered();
        };
    }

    private static long sum(Stream<CallCount> counts, ToLongFunction<CallCount> what) {
        return counts.mapToLong(what).sum();
    }

    private static long sum(Map<CallStage, Long> byStage) {
        return byStage.values().stream().mapToLong(Long::longValue).sum();
    }
}
