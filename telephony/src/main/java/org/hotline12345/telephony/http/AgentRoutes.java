package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.AgentDesk;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.CallResult;
import org.hotline12345.telephony.Consult;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Skill;
import org.hotline12345.telephony.TalkDesk;
import org.hotline12345.telephony.Target;
import org.hotline12345.telephony.Telephony;

/**
 * What agents and shift leaders do: states, handing on, results, listening in. To be mounted before {@link CallRoutes}, whose
 * {@code /api/calls/:id} would take the list's address for a call's.
 */
public final class AgentRoutes {
    private final Telephony telephony;
    private final Office office;
    private final Clock clock;
    private final AgentJson json;

    public AgentRoutes(Telephony telephony, Office office, Clock clock) {
        this.telephony = telephony;
        this.office = office;
        this.clock = clock;
        this.json = new AgentJson(office);
    }

    public void mount(Router router) {
        router.get("/api/agent").handler(this::own);
        router.put("/api/agent/state").handler(this::setOwn);
        router.get("/api/agent/waiting").handler(this::waiting);
        router.post("/api/agent/transfer").handler(this::transfer);
        router.post("/api/agent/transfer/complete").handler(rc -> {
            telephony.talks().complete(agent(rc).person());
            done(rc);
        });
        router.delete("/api/agent/transfer").handler(rc -> {
            telephony.talks().cancel(agent(rc).person());
            done(rc);
        });
        router.post("/api/agent/three-way").handler(this::threeWay);
        router.post("/api/agent/hang-up").handler(rc -> {
            telephony.talks().hangUp(seated(rc).person());
            done(rc);
        });
        router.post("/api/agent/dial").handler(rc -> {
            telephony.talks().dial(agent(rc).person(), new Target.ToNumber(text(rc, "number")));
            done(rc);
        });
        router.post("/api/agent/pick").handler(rc -> {
            telephony.talks().pick(agent(rc).person(), new CallId(text(rc, "call")));
            done(rc);
        });
        router.put("/api/calls/:id/result").handler(this::setResult);
        router.get("/api/calls/without-result").handler(this::withoutResult);
        router.get("/api/agents").handler(this::all);
        router.post("/api/agents/:person/listen").handler(this::listen);
        router.put("/api/agents/:person/state").handler(this::force);
        router.get("/api/agents/:person/skills").handler(this::skills);
        router.put("/api/agents/:person/skills").handler(this::setSkills);
    }

    // One's own

    private void own(RoutingContext rc) {
        var who = signedIn(rc);
        var desk = telephony.agents();
        var view = desk.of(who.person());
        var hotline = view.map(AgentView::hotline).orElseGet(who::hotline);
        var results = new JsonArray();
        Stream.of(CallResult.values()).map(CallResult::name).forEach(results::add);
        rc.json(view.map(json::of)
                .orElseGet(() -> AgentJson.out(who.person().toString(), clock.instant()))
                .put("breakReasons", new JsonArray(desk.rules(hotline).breakReasons()))
                .put("results", results)
                .put("now", clock.instant().toString()));
    }

    private void setOwn(RoutingContext rc) {
        var who = agent(rc);
        var state = text(rc, "state");
        switch (state) {
            case "READY" -> telephony.agents().ready(who.person(), who.person());
            case "BREAK" -> telephony.agents().takeBreak(who.person(), text(rc, "reason"), who.person());
            default -> throw Refused.invalid("\"state\" is READY or BREAK, not " + quoted(state));
        }
        own(rc);
    }

    private void waiting(RoutingContext rc) {
        var list = new JsonArray();
        telephony
                .talks()
                .waiting(agent(rc).person())
                .forEach(waiting -> list.add(new JsonObject()
                        .put("call", waiting.call().id().value())
                        .put("caller", waiting.call().caller().masked())
                        .put("queue", waiting.queue().value())
                        .put("queuedAt", waiting.since().toString())));
        rc.json(list);
    }

    private void transfer(RoutingContext rc) {
        var who = agent(rc);
        var kind = text(rc, "kind");
        var to = Target.parse(text(rc, "to"));
        switch (kind) {
            case "BLIND" -> telephony.talks().transfer(who.person(), to);
            case "ATTENDED" -> telephony.talks().consult(who.person(), Consult.Kind.ATTENDED, to);
            default -> throw Refused.invalid("\"kind\" is BLIND or ATTENDED, not " + quoted(kind));
        }
        done(rc);
    }

    /** With "to" that one is asked first; without, the one who is being asked joins. */
    private void threeWay(RoutingContext rc) {
        var who = agent(rc);
        var body = rc.body().asJsonObject();
        if (body == null || body.getValue("to") == null) {
            telephony.talks().join(who.person());
        } else {
            telephony.talks().consult(who.person(), Consult.Kind.THREE_WAY, Target.parse(text(rc, "to")));
        }
        done(rc);
    }

    private void setResult(RoutingContext rc) {
        var who = signedIn(rc);
        var call = CallRoutes.callId(rc);
        telephony.results().requireOwn(who, call);
        var text = text(rc, "result");
        var result = Stream.of(CallResult.values())
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("\"result\" is one of "
                        + String.join(
                                ", ",
                                Stream.of(CallResult.values())
                                        .map(CallResult::name)
                                        .toList())
                        + ", not " + quoted(text)));
        telephony.results().set(who, call, result);
        done(rc);
    }

    private void withoutResult(RoutingContext rc) {
        var who = signedIn(rc);
        var list = new JsonArray();
        telephony
                .completeUntil()
                .ifPresent(until -> rc.response().putHeader(CallRoutes.COMPLETE_UNTIL, until.toString()));
        telephony
                .results()
                .missing(who, hotline(rc, who))
                .forEach(missing -> list.add(new JsonObject()
                        .put("call", missing.call().value())
                        .put("line", missing.line())
                        .put("arrivedAt", missing.arrivedAt().toString())
                        .put("endedAt", missing.endedAt().toString())
                        .put("agent", missing.agent().map(office::nameOf).orElse(null))));
        rc.json(list);
    }

    // The shift leader's

    private void all(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, AgentDesk.LEAD);
        var list = new JsonArray();
        telephony.agents().all(hotline).forEach(view -> list.add(json.of(view)));
        rc.json(list);
    }

    private void listen(RoutingContext rc) {
        var who = signedIn(rc);
        var view = seen(who, person(rc), TalkDesk.LISTEN);
        var text = text(rc, "mode");
        var mode = Stream.of(TalkDesk.Mode.values())
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("\"mode\" is LISTEN, WHISPER or BARGE, not " + quoted(text)));
        telephony.talks().listen(who, view.agent(), mode);
        done(rc);
    }

    private void force(RoutingContext rc) {
        var who = signedIn(rc);
        var person = person(rc);
        var view = seen(who, person, AgentDesk.LEAD);
        var state = text(rc, "state");
        switch (state) {
            case "READY" -> telephony.agents().ready(person, who.person());
            case "BREAK" -> telephony.agents().takeBreak(person, text(rc, "reason"), who.person());
            case "OUT" -> telephony.agents().signOut(person, who.person());
            default -> throw Refused.invalid("\"state\" is READY, BREAK or OUT, not " + quoted(state));
        }
        office.audit(
                who.person(), view.hotline(), "telephony.force-" + state.toLowerCase(Locale.ROOT), person.toString());
        done(rc);
    }

    private void skills(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, AgentDesk.SET_SKILLS);
        rc.json(AgentJson.skills(telephony.agents().skillsOf(hotline, person(rc))));
    }

    private void setSkills(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = hotline(rc, who);
        who.require(hotline, AgentDesk.SET_SKILLS);
        var person = person(rc);
        var skills = readSkills(rc);
        telephony.agents().setSkills(hotline, person, skills, who.person());
        office.audit(who.person(), hotline, "telephony.set-skills", person.toString());
        rc.json(AgentJson.skills(skills));
    }

    private static List<Skill> readSkills(RoutingContext rc) {
        var body = rc.body().asJsonObject();
        if (body == null || !(body.getValue("skills") instanceof JsonArray list)) {
            throw Refused.invalid("\"skills\" is a list of {\"queue\": NAME, \"penalty\": 0 to 100}");
        }
        var skills = new ArrayList<Skill>();
        for (var element : list) {
            if (!(element instanceof JsonObject skill)
                    || !(skill.getValue("queue") instanceof String queue)
                    || !(skill.getValue("penalty", 0) instanceof Integer penalty)) {
                throw Refused.invalid("each of \"skills\" is {\"queue\": NAME, \"penalty\": 0 to 100}");
            }
            skills.add(new Skill(new QueueName(queue), penalty));
        }
        return skills;
    }

    // Within

    /** A person of another hotline answers like nobody; who has the right nowhere is told so. */
    private AgentView seen(SignedIn who, PersonId person, Right needed) {
        who.requireSomewhere(needed);
        return telephony
                .agents()
                .of(person)
                .filter(view -> who.may(view.hotline(), needed))
                .orElseThrow(() -> Refused.unknown("no such agent sits at a seat"));
    }

    private SignedIn agent(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = telephony.agents().of(who.person()).map(AgentView::hotline);
        who.require(hotline.orElseGet(who::hotline), Telephony.TAKE_CALLS);
        return who;
    }

    /** Who leads a shift sits at a telephone, too. */
    private SignedIn seated(RoutingContext rc) {
        var who = signedIn(rc);
        var hotline = telephony.agents().of(who.person()).map(AgentView::hotline);
        CallRoutes.requireSitting(who, hotline.orElseGet(who::hotline));
        return who;
    }

    private static PersonId person(RoutingContext rc) {
        try {
            return new PersonId(UUID.fromString(rc.pathParam("person")));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("no such agent sits at a seat");
        }
    }

    private static String text(RoutingContext rc, String key) {
        var body = rc.body().asJsonObject();
        if (body == null || !(body.getValue(key) instanceof String text)) {
            throw Refused.invalid("\"" + key + "\" must be given as text");
        }
        return PlainText.of(key, text);
    }

    /** What a person typed, shortened, for a message to that person. */
    private static String quoted(String text) {
        return "\"" + text.substring(0, Math.min(text.length(), 20)) + "\"";
    }

    private static void done(RoutingContext rc) {
        rc.response().setStatusCode(204).end();
    }

    private static HotlineCode hotline(RoutingContext rc, SignedIn who) {
        return Optional.ofNullable(rc.request().getParam("hotline"))
                .map(HotlineCode::new)
                .orElseGet(who::hotline);
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
