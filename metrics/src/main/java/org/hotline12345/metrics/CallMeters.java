package org.hotline12345.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallFacts;
import org.hotline12345.telephony.CallStage;
import org.hotline12345.telephony.CountedAs;

/**
 * Counters of calls, each call counted once, when it is certain what it counts as: at the answer, or at the end. What counts as
 * what is the profile's ({@link CallCounting}), as it is in force then.
 */
final class CallMeters {
    /** Bounds of the wait: 15 s is the national standard's pick-up time. */
    private static final Duration[] WAIT_BOUNDS = {
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(300),
        Duration.ofSeconds(600)
    };

    /** Stands for each number that no profile names: a dialled number must not make meters without bound. */
    private static final String OTHER_LINE = "other";

    private final MeterRegistry registry;
    private final Map<HotlineCode, Set<String>> lines = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    // The meters

    private Counter offered(HotlineCode hotline, String line) {
        return counter(
                "hotline.calls.offered",
                "Calls that count as offered by the profile, since that is certain: at the answer, or at the end",
                hotline,
                line);
    }

    private Counter answered(HotlineCode hotline, String line) {
        return counter("hotline.calls.answered", "Calls that an agent answered", hotline, line);
    }

    private Counter inLimit(HotlineCode hotline, String line) {
        return counter(
                "hotline.calls.answered.in.limit",
                "Calls that an agent answered within the profile's answer-limit",
                hotline,
                line);
    }

    private Counter limitBase(HotlineCode hotline, String line) {
        return counter(
                "hotline.calls.answer.limit.base",
                "Calls that those answered within the limit are divided by: answered or offered ones, by the profile",
                hotline,
                line);
    }

    private Counter abandoned(HotlineCode hotline, String line, CallStage stage) {
        return Counter.builder("hotline.calls.abandoned")
                .description("Calls that count as abandoned by the profile, by how far they came")
                .tag("hotline", hotline.value())
                .tag("line", line)
                .tag("stage", Meters.word(stage))
                .register(registry);
    }

    private Counter leftOut(HotlineCode hotline, String line, CallStage stage, CountedAs as) {
        return Counter.builder("hotline.calls.left.out")
                .description(
                        "Calls that no agent answered and that do not count as abandoned by the profile, by how far"
                                + " they came, and whether they count as offered")
                .tag("hotline", hotline.value())
                .tag("line", line)
                .tag("stage", Meters.word(stage))
                .tag("counted", Meters.word(as))
                .register(registry);
    }

    private Counter shortAbandoned(HotlineCode hotline, String line) {
        return counter(
                "hotline.calls.short.abandoned",
                "Calls that hung up in the queue within the profile's short-abandoned, whatever they count as",
                hotline,
                line);
    }

    private Counter interrupted(HotlineCode hotline, String line) {
        return counter(
                "hotline.calls.interrupted",
                "Offered calls whose end is unknown because Asterisk or the link to it died",
                hotline,
                line);
    }

    private Timer waited(HotlineCode hotline) {
        return Timer.builder("hotline.call.wait")
                .description("Time from asking for an agent to the answer, of answered calls")
                .tag("hotline", hotline.value())
                .serviceLevelObjectives(WAIT_BOUNDS)
                .register(registry);
    }

    private Counter counter(String name, String help, HotlineCode hotline, String line) {
        return Counter.builder(name)
                .description(help)
                .tag("hotline", hotline.value())
                .tag("line", line)
                .register(registry);
    }

    // Feeding them

    /** Puts a hotline's counters at 0: a counter that appears with its first event hides that event from rates. */
    void begin(HotlineCode hotline, Collection<String> numbers) {
        lines.put(hotline, Set.copyOf(numbers));
        waited(hotline);
        for (var line : numbers) {
            offered(hotline, line);
            answered(hotline, line);
            inLimit(hotline, line);
            limitBase(hotline, line);
            shortAbandoned(hotline, line);
            interrupted(hotline, line);
            for (var stage : CallStage.values()) {
                if (stage != CallStage.ANSWERED) {
                    abandoned(hotline, line, stage);
                    leftOut(hotline, line, stage, CountedAs.NOT_OFFERED);
                    leftOut(hotline, line, stage, CountedAs.OFFERED);
                }
            }
        }
    }

    String line(Call call) {
        return lines.getOrDefault(call.hotline(), Set.of()).contains(call.line()) ? call.line() : OTHER_LINE;
    }

    void answered(Call call, CallCounting counting) {
        var hotline = call.hotline();
        var line = line(call);
        offered(hotline, line).increment();
        answered(hotline, line).increment();
        limitBase(hotline, line).increment();
        call.waited().ifPresent(wait -> {
            waited(hotline).record(wait);
            if (counting.isInLimit(wait)) {
                inLimit(hotline, line).increment();
            }
        });
    }

    /** A call that has ended, and that no agent has answered. */
    void ended(Call call, CallFacts facts, CallCounting counting) {
        var hotline = call.hotline();
        var line = line(call);
        var as = counting.of(facts);
        if (as.isOffered()) {
            offered(hotline, line).increment();
            if (counting.answerLimitOver() == CallCounting.AnswerLimitOver.OFFERED) {
                limitBase(hotline, line).increment();
            }
        }
        if (counting.isShortAbandoned(facts)) {
            shortAbandoned(hotline, line).increment();
        }
        switch (as) {
            case ABANDONED -> abandoned(hotline, line, facts.stage()).increment();
            case OFFERED, NOT_OFFERED ->
                leftOut(hotline, line, facts.stage(), as).increment();
            case INTERRUPTED -> interrupted(hotline, line).increment();
            // Asterisk's record has put the row right meanwhile.
            case ANSWERED -> answered(hotline, line).increment();
            case OPEN -> {}
        }
    }
}
