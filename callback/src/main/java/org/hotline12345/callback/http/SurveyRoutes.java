package org.hotline12345.callback.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.callback.MissedCall;
import org.hotline12345.callback.Survey;
import org.hotline12345.callback.SurveyState;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.TicketNumber;

/** Surveys and missed calls, as people of the office see them. */
public final class SurveyRoutes {
    private static final int MAX_MISSED_CALLS = 200;

    private final Callbacks callbacks;
    private final Telephony telephony;

    public SurveyRoutes(Callbacks callbacks, Telephony telephony) {
        this.callbacks = callbacks;
        this.telephony = telephony;
    }

    public void mount(Router router) {
        router.get("/api/tickets/:number/survey").handler(this::survey);
        router.get("/api/missed-calls").handler(this::missedCalls);
    }

    private void survey(RoutingContext rc) {
        var hotline = hotline(rc);
        var number = new TicketNumber(rc.pathParam("number"));
        var survey = callbacks
                .survey(hotline, number)
                .orElseThrow(() -> Refused.unknown("there is no survey about ticket " + number));
        rc.json(surveyJson(survey));
    }

    private void missedCalls(RoutingContext rc) {
        var missed = new JsonArray();
        // As at the list of calls: up to when nobody who gave up waiting is missing here.
        telephony
                .completeUntil()
                .ifPresent(until -> rc.response().putHeader("hotline-complete-until", until.toString()));
        callbacks.missedCalls(hotline(rc), MAX_MISSED_CALLS).stream()
                .map(this::missedJson)
                .forEach(missed::add);
        rc.json(missed);
    }

    private static HotlineCode hotline(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? visitor.hotline() : new HotlineCode(asked);
        visitor.require(hotline, Callbacks.SEE);
        return hotline;
    }

    private static JsonObject surveyJson(Survey survey) {
        var state = survey.state();
        var answered = state instanceof SurveyState.Answered found
                ? Optional.of(found)
                : Optional.<SurveyState.Answered>empty();
        var attempts = new JsonArray();
        for (var attempt : survey.attempts()) {
            attempts.add(new JsonObject()
                    .put("channel", attempt.channel().name())
                    .put("at", attempt.at().toString())
                    .put("outcome", attempt.outcome().name()));
        }
        return new JsonObject()
                .put("channel", survey.channel().map(Enum::name).orElse(null))
                .put("state", state.kind().name())
                .put("why", why(state))
                .put("askedAt", state.firstAskedAt().map(Instant::toString).orElse(null))
                .put("rating", answered.map(found -> found.rating().name()).orElse(null))
                .put("answeredAt", answered.map(found -> found.at().toString()).orElse(null))
                .put("attempts", attempts);
    }

    private static String why(SurveyState state) {
        return switch (state) {
            case SurveyState.Waiting(var why) -> why;
            case SurveyState.NotAsked(var why) -> why;
            case SurveyState.Failed(var _, var why) -> why;
            default -> "";
        };
    }

    private JsonObject missedJson(MissedCall missed) {
        return new JsonObject()
                .put("id", missed.id().toString())
                .put("caller", telephony.callerOf(missed.lastCall()).masked())
                .put("firstMissedAt", missed.firstMissedAt().toString())
                .put("lastMissedAt", missed.lastMissedAt().toString())
                .put("times", missed.times())
                .put("state", missed.state().name());
    }
}
