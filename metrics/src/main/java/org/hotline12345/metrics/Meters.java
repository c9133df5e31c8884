package org.hotline12345.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hotline12345.callback.Rating;
import org.hotline12345.callback.SurveyChannel;
import org.hotline12345.callback.SurveyEvent;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.CallState;
import org.hotline12345.telephony.LinkState;
import org.hotline12345.telephony.Outcome;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketEvent;
import org.hotline12345.ticketing.TicketStage;

/**
 * Every meter with its help sentence. Counters begin anew at each start, which Prometheus knows how to bridge; they are
 * for the wall and for alarms. What is published is counted from rows.
 */
final class Meters {
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

    /** Where a caller was when the call ended without an agent. */
    private enum Stage {
        GREETING,
        QUEUE
    }

    /** Where a call is at this moment. */
    private enum Place {
        GREETING,
        /** Waiting, also while a seat rings. */
        QUEUE,
        TALKING,
        /** No agent is there any more or will come, the caller still is. */
        LEAVING;

        static Optional<Place> of(Call call) {
            return switch (call.state()) {
                case CallState.Greeting _ -> Optional.of(GREETING);
                case CallState.Waiting _, CallState.Ringing _ -> Optional.of(QUEUE);
                case CallState.Talking _, CallState.ElsewhereTalking _ -> Optional.of(TALKING);
                // Passed on into another queue.
                case CallState.Talked _ when call.waitsAgain().isPresent() -> Optional.of(QUEUE);
                case CallState.Talked _, CallState.Unserved _ -> Optional.of(LEAVING);
                case CallState.Ended _ -> Optional.empty();
            };
        }
    }

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    // Calls

    private Counter offered(HotlineCode hotline, String line) {
        return Counter.builder("hotline.calls.offered")
                .description("Calls whose caller asked for an agent")
                .tag("hotline", hotline.value())
                .tag("line", line)
                .register(registry);
    }

    private Counter answered(HotlineCode hotline, String line) {
        return Counter.builder("hotline.calls.answered")
                .description("Calls that an agent answered")
                .tag("hotline", hotline.value())
                .tag("line", line)
                .register(registry);
    }

    private Counter abandoned(HotlineCode hotline, Stage stage) {
        return Counter.builder("hotline.calls.abandoned")
                .description("Calls that ended before an agent answered, by where the caller was: greeting or queue")
                .tag("hotline", hotline.value())
                .tag("stage", word(stage))
                .register(registry);
    }

    private Counter interrupted(HotlineCode hotline) {
        return Counter.builder("hotline.calls.interrupted")
                .description("Calls whose end is unknown because Asterisk or the link to it died")
                .tag("hotline", hotline.value())
                .register(registry);
    }

    private Timer waited(HotlineCode hotline) {
        return Timer.builder("hotline.call.wait")
                .description("Time from asking for an agent to the answer, of answered calls")
                .tag("hotline", hotline.value())
                .serviceLevelObjectives(WAIT_BOUNDS)
                .register(registry);
    }

    private void callsNow(Place place, Supplier<List<Call>> openCalls) {
        Gauge.builder(
                        "hotline.calls.now",
                        () -> openCalls.get().stream()
                                .filter(call -> Place.of(call).equals(Optional.of(place)))
                                .count())
                .description("Calls in progress, by where the caller is: greeting, queue, talking or leaving")
                .tag("state", word(place))
                .register(registry);
    }

    private void asteriskConnected(BooleanSupplier connected) {
        Gauge.builder("hotline.asterisk.connected", () -> connected.getAsBoolean() ? 1 : 0)
                .description("1 while Asterisk tells us what happens, else 0")
                .register(registry);
    }

    private Counter linkChanges(LinkState state) {
        return Counter.builder("hotline.asterisk.link.changes")
                .description("How often the link to Asterisk came into a state: connected, or why not")
                .tag("state", word(state))
                .register(registry);
    }

    // Tickets

    private Counter tickets(HotlineCode hotline, TicketStage state) {
        return Counter.builder("hotline.tickets")
                .description("How often tickets came into a state")
                .tag("hotline", hotline.value())
                .tag("state", word(state))
                .register(registry);
    }

    // Surveys

    private Counter surveysAsked(HotlineCode hotline, SurveyChannel channel) {
        return Counter.builder("hotline.surveys.asked")
                .description("Surveys whose first message or call went out")
                .tag("hotline", hotline.value())
                .tag("channel", word(channel))
                .register(registry);
    }

    private Counter surveysAnswered(HotlineCode hotline, SurveyChannel channel, Rating rating) {
        return Counter.builder("hotline.surveys.answered")
                .description("Surveys that a citizen answered in time, by rating")
                .tag("hotline", hotline.value())
                .tag("channel", word(channel))
                .tag("rating", word(rating))
                .register(registry);
    }

    // Feeding them

    /** Puts a hotline's counters at 0: a counter that appears with its first event hides that event from rates. */
    void begin(Hotline hotline) {
        var code = hotline.code();
        offered(code, hotline.number());
        answered(code, hotline.number());
        waited(code);
        interrupted(code);
        for (var stage : Stage.values()) {
            abandoned(code, stage);
        }
        for (var state : TicketStage.values()) {
            tickets(code, state);
        }
        for (var channel : SurveyChannel.values()) {
            surveysAsked(code, channel);
            for (var rating : Rating.values()) {
                surveysAnswered(code, channel, rating);
            }
        }
    }

    /** What is asked at each scrape: a restart loses nothing of it. */
    void watch(Supplier<List<Call>> openCalls, BooleanSupplier connected) {
        for (var place : Place.values()) {
            callsNow(place, openCalls);
        }
        asteriskConnected(connected);
        for (var state : LinkState.values()) {
            linkChanges(state);
        }
    }

    void heard(LinkState state) {
        linkChanges(state).increment();
    }

    void heard(Call call, CallEvent event) {
        switch (event) {
            // A call may be queued or answered again after a transfer; it is counted at the first time.
            case CallEvent.Queued queued
            when call.queuedAt().equals(Optional.of(queued.at())) ->
                offered(call.hotline(), call.line()).increment();
            case CallEvent.Answered answer
            when call.answeredAt().equals(Optional.of(answer.at())) -> {
                answered(call.hotline(), call.line()).increment();
                call.waited().ifPresent(waited(call.hotline())::record);
            }
            case CallEvent.Left _, CallEvent.Interrupted _ ->
                call.outcome().ifPresent(outcome -> ended(call.hotline(), outcome));
            default -> {}
        }
    }

    private void ended(HotlineCode hotline, Outcome outcome) {
        switch (outcome) {
            case Outcome.AnsweredByAgent _, Outcome.PutThrough _ -> {}
            case Outcome.AbandonedInGreeting _ ->
                abandoned(hotline, Stage.GREETING).increment();
            case Outcome.AbandonedInQueue _ -> abandoned(hotline, Stage.QUEUE).increment();
            case Outcome.Interrupted _ -> interrupted(hotline).increment();
        }
    }

    void heard(Optional<Ticket> before, Ticket after, List<TicketEvent> events) {
        if (before.map(Ticket::stage).filter(after.stage()::equals).isEmpty()) {
            tickets(after.hotline(), after.stage()).increment();
        }
    }

    void heard(SurveyEvent event) {
        switch (event) {
            case SurveyEvent.Asked asked ->
                surveysAsked(asked.hotline(), asked.channel()).increment();
            case SurveyEvent.Answered answered ->
                surveysAnswered(answered.hotline(), answered.channel(), answered.rating())
                        .increment();
            case SurveyEvent.Planned _, SurveyEvent.NotAsked _, SurveyEvent.Unrated _, SurveyEvent.Failed _ -> {}
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
