package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same call, told by the manager stream, by Asterisk's record, and by both at once, is the same call. */
class StoriesTest {
    private static String tell(String name, Map<CallId, Call> calls) {
        return calls.values().stream().map(call -> name + ": " + line(call)).collect(Collectors.joining("\n"));
    }

    private static String line(Call call) {
        var legs = call.legs().stream()
                .map(leg -> leg.seat().map(Seat::value).orElse("outside")
                        + (leg.joinedAt().isPresent() ? "+" : "-")
                        + (leg.transferredAt().isPresent() ? ">" : ""))
                .collect(Collectors.joining(" "));
        return call.outcome().map(outcome -> outcome.getClass().getSimpleName()).orElse("open")
                + call.waited().map(waited -> " waited " + tenths(waited)).orElse("")
                + call.talked().map(talked -> " talked " + tenths(talked)).orElse("")
                + (legs.isEmpty() ? "" : " [" + legs + "]");
    }

    private static String tenths(Duration duration) {
        var tenths = Math.round(duration.toMillis() / 100.0);
        return tenths / 10 + "." + tenths % 10;
    }

    @Test
    void managerStreamTellsEachStoryAsItWas() {
        var told = new ArrayList<String>();
        for (var name : Stories.NAMES) {
            told.add(tell(name, Stories.fold(Stories.live(name))));
        }
        assertThat(String.join("\n", told)).isEqualTo("""
                answered: AnsweredByAgent waited 1.0 talked 3.0 [1001+]
                answered-citizen-hangs-up: AnsweredByAgent waited 1.0 talked 6.1 [1001+]
                abandoned-in-queue: AbandonedInQueue waited 5.1
                hang-up-in-greeting: AbandonedInGreeting
                hang-up-while-ringing: AbandonedInQueue waited 5.1 [1001-]
                ring-no-answer-then-second-seat: AnsweredByAgent waited 21.5 talked 2.0 [1001- 1002+]
                queue-wait-ran-out: AbandonedInQueue waited 4.0
                seat-refuses-then-second-seat: AnsweredByAgent waited 0.6 talked 2.0 [1001- 1002+]
                blind-transfer: AnsweredByAgent waited 0.5 talked 5.1 [1001+> 1002+]
                blind-transfer-not-answered: AnsweredByAgent waited 0.5 talked 5.1 [1001+> 1002- 1001+]
                blind-transfer-second-queue: AnsweredByAgent waited 0.5 talked 5.1 [1001+> 1002+]
                attended-transfer: AnsweredByAgent waited 0.5 talked 12.1 [1001+> 1002+]
                attended-transfer-before-answer: AnsweredByAgent waited 0.5 talked 6.4 [1001+> 1002+]
                attended-transfer-cancelled: AnsweredByAgent waited 0.5 talked 14.0 [1001+ 1002-]
                attended-transfer-second-queue: AnsweredByAgent waited 0.5 talked 12.9 [1001+> 1002+]
                attended-transfer-second-queue-waiting: AnsweredByAgent waited 0.5 talked 8.4 [1001+> 1002+]
                three-way: AnsweredByAgent waited 0.5 talked 23.2 [1001+> outside+]
                transfer-outside: AnsweredByAgent waited 0.5 talked 5.1 [1001+> outside+]
                emergency-transfer: AnsweredByAgent waited 0.5 talked 4.1 [1001+> outside+]
                picked-from-queue: AnsweredByAgent waited 2.9 talked 3.0 [1002+]
                hold: AnsweredByAgent waited 0.5 talked 5.5 [1001+]
                queue-full: AbandonedInQueue waited 6.1
                queue-full: AbandonedInQueue waited 0.0
                seat-signs-off-in-talk: AnsweredByAgent waited 0.5 talked 8.6 [1001+]
                seat-dies-in-talk: AnsweredByAgent waited 0.5 talked 6.5 [1001+]
                calls-back-within-a-minute: AnsweredByAgent waited 0.5 talked 2.1 [1001+]
                calls-back-within-a-minute: AnsweredByAgent waited 0.5 talked 2.0 [1001+]
                supervisor-listens: AnsweredByAgent waited 0.5 talked 9.0 [1001+]


                asterisk-dies-in-talk: open waited 0.5 [1001+]""".strip());
    }

    @Test
    void recordTellsWhatTheManagerStreamTells() {
        for (var name : Stories.NAMES) {
            var live = Stories.fold(Stories.live(name));
            var recorded = Stories.fold(Stories.recorded(name));
            assertThat(tell(name, recorded)).isEqualTo(tell(name, live));
            // A recording's file is told by the manager stream alone in these stories.
            live.forEach((id, call) -> assertThat(
                            RecordedCall.differ(RecordedCall.completed(recorded.get(id), call), call))
                    .as("%s: %s%nrecord: %s", name, call, recorded.get(id))
                    .isFalse());
        }
    }

    @Test
    void recordThatComesLateAndMixedInChangesNothing() {
        var random = new Random(12345);
        for (var name : Stories.NAMES) {
            var live = Stories.fold(Stories.live(name));
            for (int i = 0; i < 30; i++) {
                var mixed = new LinkedHashMap<CallId, Call>();
                mixed(Stories.events(Stories.live(name)), Stories.events(Stories.recorded(name)), random)
                        .forEach(event -> Stories.take(mixed, event));
                live.forEach((id, call) -> assertThat(RecordedCall.differ(mixed.get(id), call))
                        .as("%s: %s%nmixed: %s", name, call, mixed.get(id))
                        .isFalse());
            }
        }
    }

    /** Both in their own order, the second one now and then, but never before the first has told the fact. */
    private static List<CallEvent> mixed(List<CallEvent> first, List<CallEvent> second, Random random) {
        var mixed = new ArrayList<CallEvent>();
        int late = 0;
        for (var event : first) {
            mixed.add(event);
            var until = event.at();
            while (late < second.size() && second.get(late).at().isBefore(until) && random.nextBoolean()) {
                mixed.add(second.get(late++));
            }
        }
        mixed.addAll(second.subList(late, second.size()));
        return mixed;
    }
}
