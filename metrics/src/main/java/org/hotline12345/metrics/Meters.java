package org.hotline12345.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hotline12345.callback.Rating;
import org.hotline12345.callback.SurveyChannel;
import org.hotline12345.callback.SurveyEvent;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.LinkState;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketEvent;
import org.hotline12345.ticketing.TicketStage;

/**
 * What the counters hear. Counters begin anew at each start, which Prometheus knows how to bridge; they are for the wall and for
 * alarms. What is published is counted from rows.
 */
final class Meters {
    private final MeterRegistry registry;
    private final CallMeters calls;
    private final Unanswered unanswered;
    private final Unanswered.Rules rules;

    Meters(MeterRegistry registry, CallMeters calls, Unanswered unanswered, Unanswered.Rules rules) {
        this.registry = registry;
        this.calls = calls;
        this.unanswered = unanswered;
        this.rules = rules;
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

    /**
     * Puts a hotline's counters at 0: a counter that appears with its first event hides that event from rates.
     *
     * @param lines the numbers that its citizens dial
     */
    void begin(Hotline hotline, Collection<String> lines) {
        var code = hotline.code();
        calls.begin(code, lines);
        for (var state : TicketStage.values()) {
            tickets(code, state);
        }
        for (var channel : SurveyChannel.values()) {
            surveysAsked(code, channel);
            for (var rating : Rating.values()) {
                surveysAnswered(code, channel, rating);
            }
        }
        for (var state : LinkState.values()) {
            linkChanges(state);
        }
    }

    void heard(LinkState state) {
        linkChanges(state).increment();
    }

    void heard(Call call, CallEvent event) {
        switch (event) {
            // A call may be answered again after a transfer; it is counted at the first time.
            case CallEvent.Answered answer
            when call.answeredAt().equals(Optional.of(answer.at())) ->
                calls.answered(call, rules.counting(call.hotline()));
            case CallEvent.Left _, CallEvent.Interrupted _ -> {
                if (!call.open() && call.answeredAt().isEmpty()) {
                    unanswered.add(call);
                }
            }
            default -> {}
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

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
