package org.hotline12345.ops.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.hotline12345.ops.witness.CallsPlan.Handing;
import org.hotline12345.ops.witness.CallsRun.Seen;
import org.hotline12345.ops.witness.CountedCall.Stage;
import org.hotline12345.ops.witness.Strikes.Struck;

/** What a run was made of: what was done to the hotline, how many calls each witness saw, and how many of each kind there were. */
final class Tally {
    /** The queue lets a seat ring for 20 s. */
    private static final Duration RINGS_IN_VAIN = Duration.ofSeconds(19);

    private final Seen seen;

    Tally(Seen seen) {
        this.seen = seen;
    }

    List<String> words() {
        var words = new ArrayList<String>();
        seen.struck().forEach(struck -> words.add(words(struck)));
        var dialled = seen.phones().dialled();
        words.add("telephones: " + dialled.size() + " calls dialled by "
                + dialled.stream().map(PhoneWitness.Dialled::number).distinct().count() + " numbers, "
                + String.format("%.1f a second, ", perSecond())
                + count(dialled, call -> call.letInAt().isPresent()) + " let in, "
                + count(dialled, call -> call.refusal().isPresent()) + " refused; seats rang "
                + seen.phones().legs().size() + " times, picked up "
                + count(seen.phones().legs(), leg -> leg.answeredAt().isPresent()) + ", refused "
                + count(seen.phones().legs(), PhoneWitness.Leg::refused) + ", rang in vain "
                + count(seen.phones().legs(), leg -> leg.answeredAt().isEmpty() && !leg.refused())
                + ", " + count(seen.phones().legs(), Tally::isNotAnswered)
                + " of these until the queue passed it over");
        words.add("record: " + seen.record().size() + " calls in "
                + seen.recordWitness().rows() + " rows; queue_log: "
                + seen.queueLog().size() + " channels that waited in "
                + seen.queueLog().values().stream().mapToInt(List::size).sum() + " lines");
        words.add("rows: " + seen.rows().size() + " calls, "
                + counts(seen.rows().values(), call -> Optional.of(call.outcome())) + ", cut off "
                + count(seen.rows().values(), CountedCall::cutOff));
        words.add("hung up unanswered, by the record: " + stages());
        words.add("handed on (made of begun): " + handings());
        return words;
    }

    /** Calls dialled a second, from the first to the last. */
    double perSecond() {
        var dialled = seen.phones().dialled();
        var time = Duration.between(
                dialled.getFirst().dialledAt(), dialled.getLast().dialledAt());
        return time.isZero() ? 0 : dialled.size() * 1_000.0 / time.toMillis();
    }

    List<String> missed() {
        var missed = new ArrayList<String>();
        for (var struck : seen.struck()) {
            struck.missed().ifPresent(missed::add);
            switch (struck.kind()) {
                case LONG_CUT -> {
                    if (whollyIn(struck) == 0) {
                        missed.add("no call began and ended within the long cut");
                    }
                }
                case CUT_IN_TRANSFER -> {
                    if (handedOnIn(struck) == 0) {
                        missed.add("no call was handed on within the cut");
                    }
                }
                case KILL_ASTERISK -> {
                    if (count(seen.rows().values(), CountedCall::cutOff) == 0) {
                        missed.add("Asterisk died and had no call");
                    }
                }
                default -> {}
            }
        }
        return missed;
    }

    int rarest() {
        var made = Arrays.stream(Handing.values()).mapToLong(this::made);
        var left = Arrays.stream(Stage.values()).mapToLong(stage -> stages().getOrDefault(stage, 0L));
        return Math.toIntExact(LongStream.concat(made, left).min().orElse(0));
    }

    private String words(Struck struck) {
        var begun = seen.phones().dialled().getFirst().dialledAt();
        return "done: " + Duration.between(begun, struck.from()).toSeconds() + " s: " + struck.kind() + " for "
                + Duration.between(struck.from(), struck.until()).toMillis() + " ms"
                + struck.missed().map(why -> ", MISSED: " + why).orElse("") + "; " + whollyIn(struck)
                + " calls wholly in it, " + handedOnIn(struck)
                + " handed on in it";
    }

    private long whollyIn(Struck struck) {
        return count(
                seen.record().values(),
                call -> call.arrivedAt().isAfter(struck.from())
                        && call.endedAt()
                                .filter(at -> at.isBefore(struck.until()))
                                .isPresent());
    }

    private long handedOnIn(Struck struck) {
        return count(seen.recordWitness().transfers(), at -> isIn(at, struck));
    }

    private static boolean isIn(Instant at, Struck struck) {
        return at.isAfter(struck.from()) && at.isBefore(struck.until());
    }

    private Map<Stage, Long> stages() {
        return counts(seen.record().values(), CountedCall::stage);
    }

    private String handings() {
        var words = new ArrayList<String>();
        for (var kind : Handing.values()) {
            words.add(kind + " " + made(kind) + " of " + count(seen.begun().values(), begun -> begun == kind));
        }
        return String.join(", ", words);
    }

    /** How many calls were handed on so in the end, by the record: a seat or a citizen may have hung up first. */
    private long made(Handing kind) {
        return count(seen.record().values(), call -> seen.begun().get(call.id()) == kind && isMade(kind, call));
    }

    private static boolean isMade(Handing kind, CountedCall call) {
        return switch (kind) {
            case PICKED -> call.isAnswered() && CallsRun.EXPERTS.containsAll(call.seats());
            case ATTENDED_CANCELLED -> call.transfers() == 0 && !call.cutOff();
            default -> call.transfers() > 0;
        };
    }

    private static boolean isNotAnswered(PhoneWitness.Leg leg) {
        return leg.answeredAt().isEmpty()
                && leg.endedAt()
                        .filter(at -> at.isAfter(leg.rangAt().plus(RINGS_IN_VAIN)))
                        .isPresent();
    }

    private static <T> long count(Collection<T> all, Predicate<T> which) {
        return all.stream().filter(which).count();
    }

    private static <T, K extends Comparable<K>> Map<K, Long> counts(Collection<T> all, Function<T, Optional<K>> kind) {
        var counts = new TreeMap<K, Long>();
        all.forEach(one -> kind.apply(one).ifPresent(is -> counts.merge(is, 1L, Long::sum)));
        return counts;
    }
}
