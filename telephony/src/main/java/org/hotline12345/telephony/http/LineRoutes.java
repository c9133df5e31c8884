package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.LineDesk;
import org.hotline12345.telephony.LineSwitch;
import org.hotline12345.telephony.SpokenMessage;
import org.hotline12345.telephony.Unwelcome;

/** What the shift leader switches, spoken messages, and callers who were found malicious. */
public final class LineRoutes {
    private final LineDesk lines;
    private final Office office;

    public LineRoutes(LineDesk lines, Office office) {
        this.lines = lines;
        this.office = office;
    }

    public void mount(Router router) {
        router.get("/api/switches").handler(this::switches);
        router.post("/api/switches").handler(this::switchOn);
        router.delete("/api/switches/:id").handler(this::switchOff);
        router.get("/api/messages").handler(this::messages);
        router.get("/api/messages/:call/sound").handler(this::sound);
        router.get("/api/unwelcome").handler(this::unwelcome);
        router.post("/api/unwelcome").handler(this::propose);
        router.post("/api/unwelcome/:id/approve").handler(rc -> decide(rc, true));
        router.post("/api/unwelcome/:id/lift").handler(rc -> decide(rc, false));
    }

    private void switches(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        if (who.grants().stream().noneMatch(grant -> grant.hotline().equals(hotline))) {
            throw Refused.unknown("there is no hotline " + hotline);
        }
        var list = new JsonArray();
        lines.switches(hotline).forEach(on -> list.add(json(on)));
        rc.json(list);
    }

    private void switchOn(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, LineDesk.SWITCH_LINES);
        var body = body(rc);
        rc.json(json(lines.switchOn(who, hotline, mode(body), until(body))));
    }

    private void switchOff(RoutingContext rc) {
        var who = signedIn(rc);
        lines.switchOff(who, hotline(rc, who), id(rc));
        rc.response().setStatusCode(204).end();
    }

    private static LineSwitch.Mode mode(JsonObject body) {
        try {
            return switch (text(body, "mode")) {
                case "NOTICE" -> new LineSwitch.Notice(text(body, "text"));
                case "SURGE" -> new LineSwitch.Surge(Boolean.TRUE.equals(body.getValue("takesMessages")));
                case "NIGHT" ->
                    new LineSwitch.Night(body.containsKey("text") ? text(body, "text") : "", text(body, "number"));
                default -> throw Refused.invalid("\"mode\" is NOTICE, SURGE or NIGHT");
            };
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void messages(RoutingContext rc) {
        var who = signedIn(rc);
        var list = new JsonArray();
        lines.messages(who, hotline(rc, who)).forEach(message -> list.add(json(message)));
        rc.json(list);
    }

    private void sound(RoutingContext rc) {
        var who = signedIn(rc);
        var file = lines.hear(who, hotline(rc, who), messageOf(rc));
        rc.response()
                .putHeader("Content-Type", "audio/wav")
                .putHeader("Cache-Control", "no-store")
                .sendFile(file.toString())
                .await();
    }

    private void unwelcome(RoutingContext rc) {
        var who = signedIn(rc);
        var list = new JsonArray();
        lines.unwelcome(who, hotline(rc, who)).forEach(found -> list.add(json(found)));
        rc.json(list);
    }

    private void propose(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, LineDesk.PROPOSE_UNWELCOME);
        var body = body(rc);
        var treatment = switch (text(body, "treatment")) {
            case "ANNOUNCED" -> Unwelcome.Treatment.ANNOUNCED;
            case "LAST" -> Unwelcome.Treatment.LAST;
            default -> throw Refused.invalid("\"treatment\" is ANNOUNCED or LAST");
        };
        rc.json(json(lines.propose(who, hotline, treatment, evidence(body), text(body, "why"), until(body))));
    }

    private void decide(RoutingContext rc, boolean approve) {
        var who = signedIn(rc);
        rc.json(json(lines.decide(who, hotline(rc, who), id(rc), approve)));
    }

    private static List<CallId> evidence(JsonObject body) {
        if (!(body.getValue("evidence") instanceof JsonArray array)) {
            throw Refused.invalid("\"evidence\" is a list of the ids of calls");
        }
        var calls = new ArrayList<CallId>();
        for (var element : array) {
            if (!(element instanceof String text)) {
                throw Refused.invalid("\"evidence\" is a list of the ids of calls");
            }
            calls.add(evidence(text));
        }
        return calls;
    }

    private static CallId messageOf(RoutingContext rc) {
        try {
            return new CallId(rc.pathParam("call"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no such message");
        }
    }

    private static CallId evidence(String text) {
        try {
            return new CallId(text);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("\"evidence\": " + e.getMessage());
        }
    }

    private JsonObject json(LineSwitch on) {
        var json = new JsonObject()
                .put("id", on.id().toString())
                .put("from", on.from().toString())
                .put("until", on.until().toString())
                .put("by", office.nameOf(on.madeBy()));
        return switch (on.mode()) {
            case LineSwitch.Notice notice -> json.put("mode", "NOTICE").put("text", notice.text());
            case LineSwitch.Surge surge -> json.put("mode", "SURGE").put("takesMessages", surge.takesMessages());
            case LineSwitch.Night night ->
                json.put("mode", "NIGHT").put("text", night.text()).put("number", night.number());
        };
    }

    private JsonObject json(SpokenMessage message) {
        return new JsonObject()
                .put("call", message.call().value())
                .put("line", message.line())
                .put("takenAt", message.takenAt().toString())
                .put("heardBy", message.heardBy().map(office::nameOf).orElse(null));
    }

    private JsonObject json(Unwelcome found) {
        var evidence = new JsonArray();
        found.evidence().forEach(call -> evidence.add(call.value()));
        return new JsonObject()
                .put("id", found.id().toString())
                .put("caller", found.masked())
                .put("treatment", found.treatment().name())
                .put("evidence", evidence)
                .put("why", found.why())
                .put("proposedBy", office.nameOf(found.proposedBy()))
                .put("proposedAt", found.proposedAt().toString())
                .put("until", found.until().toString())
                .put("state", found.state().name());
    }

    private static JsonObject body(RoutingContext rc) {
        var body = rc.body().asJsonObject();
        if (body == null) {
            throw Refused.invalid("a JSON object must be given");
        }
        return body;
    }

    private static String text(JsonObject body, String key) {
        if (!(body.getValue(key) instanceof String text)) {
            throw Refused.invalid("\"" + key + "\" must be given as text");
        }
        return PlainText.of(key, text);
    }

    private static Instant until(JsonObject body) {
        try {
            return Instant.parse(text(body, "until"));
        } catch (DateTimeException e) {
            throw Refused.invalid("\"until\" is a moment such as 2026-11-25T18:00:00Z");
        }
    }

    private static UUID id(RoutingContext rc) {
        try {
            return UUID.fromString(rc.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is nothing of this id");
        }
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
