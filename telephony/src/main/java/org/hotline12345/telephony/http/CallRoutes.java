package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.AgentDesk;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Outcome;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.Telephony;

/** Taking a seat, and looking at calls. */
public final class CallRoutes {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    /** Up to when every call is in the list as it was. */
    static final String COMPLETE_UNTIL = "hotline-complete-until";

    private final Telephony telephony;
    private final Office office;

    public CallRoutes(Telephony telephony, Office office) {
        this.telephony = telephony;
        this.office = office;
    }

    public void mount(Router router) {
        router.post("/api/seat").handler(this::takeSeat);
        router.get("/api/seat").handler(this::seat);
        router.delete("/api/seat").handler(this::leaveSeat);
        router.get("/api/calls").handler(this::calls);
        router.get("/api/calls/:id").handler(this::call);
    }

    private void takeSeat(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        requireSitting(who, hotline);
        var body = rc.body().asJsonObject();
        if (body == null || !(body.getValue("seat") instanceof String seat)) {
            throw Refused.invalid("\"seat\" must be given as text, such as \"1001\"");
        }
        telephony.signIn(who, hotline, new Seat(seat));
        rc.response().setStatusCode(204).end();
    }

    private void seat(RoutingContext rc) {
        var agent = telephony.agents().of(signedIn(rc).person());
        rc.json(new JsonObject()
                .put("seat", agent.map(AgentView::seat).map(Seat::value).orElse(null))
                .put("state", agent.map(AgentView::state).map(AgentJson::word).orElse("OUT")));
    }

    private void leaveSeat(RoutingContext rc) {
        telephony.signOut(signedIn(rc));
        rc.response().setStatusCode(204).end();
    }

    private void calls(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, Telephony.SEE_CALLS);
        var list = new JsonArray();
        // Asked first: it must not promise more than the list holds.
        var complete = telephony.completeUntil();
        telephony.calls(hotline, limit(rc)).forEach(call -> list.add(json(call)));
        complete.ifPresent(until -> rc.response().putHeader(COMPLETE_UNTIL, until.toString()));
        rc.json(list);
    }

    private void call(RoutingContext rc) {
        var who = signedIn(rc);
        var id = callId(rc);
        var call = telephony
                .call(id)
                .filter(found -> who.may(found.hotline(), Telephony.SEE_CALLS) || found.spokeWith(who.person()))
                .orElseThrow(() -> Refused.unknown("there is no call " + id));
        rc.json(json(call)
                .put("result", telephony.results().of(id).map(Enum::name).orElse(null)));
    }

    private JsonObject json(Call call) {
        var answered = call.answeredAt().isPresent();
        return new JsonObject()
                .put("id", call.id().value())
                .put("hotline", call.hotline().value())
                .put("line", call.line())
                .put("caller", call.caller().masked())
                .put("arrivedAt", call.arrivedAt().toString())
                .put("queue", call.queue().map(QueueName::value).orElse(null))
                .put("waitedMillis", call.waited().map(Duration::toMillis).orElse(null))
                .put("talkedMillis", call.talked().map(Duration::toMillis).orElse(null))
                .put("endedAt", call.endedAt().map(Instant::toString).orElse(null))
                .put("outcome", call.outcome().map(CallRoutes::word).orElse(null))
                .put("agent", call.answeredBy().map(office::nameOf).orElse(null))
                .put("seat", answered ? call.seat().map(Seat::value).orElse(null) : null)
                .put("recording", call.recording().isPresent());
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AnsweredByAgent _ -> "ANSWERED";
            case Outcome.AbandonedInGreeting _ -> "ABANDONED_GREETING";
            case Outcome.AbandonedInQueue _ -> "ABANDONED_QUEUE";
            case Outcome.PutThrough _ -> "PUT_THROUGH";
            case Outcome.Interrupted _ -> "INTERRUPTED";
        };
    }

    /** What is no call's id is no call: the address is unknown, not the request wrong. */
    static CallId callId(RoutingContext rc) {
        try {
            return new CallId(rc.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no call of that id");
        }
    }

    /** Agents sit at telephones, and who leads them. */
    static void requireSitting(SignedIn who, HotlineCode hotline) {
        if (!who.may(hotline, AgentDesk.LEAD)) {
            who.require(hotline, Telephony.TAKE_CALLS);
        }
    }

    private static int limit(RoutingContext rc) {
        var text = rc.request().getParam("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_LIMIT) {
            throw Refused.invalid("limit is a number from 1 to " + MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }

    private static HotlineCode hotline(RoutingContext rc, SignedIn who) {
        var asked = rc.request().getParam("hotline");
        return asked == null ? who.hotline() : new HotlineCode(asked);
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
