package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.office.Office;
import org.hotline12345.office.Unit;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.inspection.Inspection;
import org.hotline12345.ticketing.inspection.Inspection.State;
import org.hotline12345.ticketing.inspection.Inspection.Subject;
import org.hotline12345.ticketing.inspection.InspectionDesk;

/** Quality inspection over HTTP. */
final class InspectionRoutes {
    private final InspectionDesk desk;
    private final Office office;

    InspectionRoutes(Ticketing ticketing, Office office) {
        this.desk = ticketing.desks().inspections();
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/inspections").handler(this::list);
        router.post("/api/inspections").handler(this::draw);
        router.post("/api/inspections/:id/score").handler(this::score);
        router.post("/api/inspections/:id/object").handler(this::object);
        router.post("/api/inspections/:id/decide").handler(this::decide);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        var list = new JsonArray();
        desk.list(asked.who(), asked.hotline()).forEach(one -> list.add(json(one)));
        rc.json(new JsonObject().put("inspections", list));
    }

    private void draw(RoutingContext rc) {
        var asked = inspector(rc);
        var body = asked.body();
        var last =
                body.optional("last").map(text -> Asked.day("last", text)).orElseGet(() -> desk.today(asked.hotline()));
        var first =
                body.optional("first").map(text -> Asked.day("first", text)).orElseGet(() -> last.withDayOfMonth(1));
        var drawn = desk.draw(
                asked.who(),
                asked.hotline(),
                body.oneOf("kind", Inspection.Kind.values()),
                first,
                last,
                body.number("count"));
        rc.json(new JsonObject().put("drawn", drawn));
    }

    private void score(RoutingContext rc) {
        var asked = inspector(rc);
        var body = asked.body();
        rc.json(json(desk.score(
                asked.who(),
                asked.hotline(),
                asked.id(),
                body.numbers("points"),
                body.optional("remark").orElse(""))));
    }

    private void object(RoutingContext rc) {
        var asked = new Asked(rc);
        desk.requireConcerned(asked.who(), asked.hotline(), asked.id());
        rc.json(json(desk.object(
                asked.who(), asked.hotline(), asked.id(), asked.body().text("why"))));
    }

    private void decide(RoutingContext rc) {
        var asked = inspector(rc);
        var body = asked.body();
        rc.json(json(desk.decide(asked.who(), asked.hotline(), asked.id(), body.numbers("points"), body.text("why"))));
    }

    private static Asked inspector(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), InspectionDesk.INSPECT);
        return asked;
    }

    private JsonObject json(Inspection one) {
        var form = new JsonArray();
        one.form()
                .forEach(item ->
                        form.add(new JsonObject().put("item", item.name()).put("points", item.points())));
        var json = new JsonObject()
                .put("id", one.id().toString())
                .put("kind", one.subject().kind().name())
                .put("drawnAt", one.drawnAt().toString())
                .put("state", one.state().word())
                .put("form", form);
        switch (one.subject()) {
            case Subject.Reply(var ticket, var assignment, var unit) ->
                json.put("ticket", ticket.value())
                        .put("assignment", assignment)
                        .put("unit", unit.value())
                        .put(
                                "unitName",
                                office.unit(one.hotline(), unit).map(Unit::name).orElse(unit.value()));
            case Subject.Talk(var call, var agent) ->
                json.put("call", call.value()).put("agent", office.nameOf(agent));
        }
        return switch (one.state()) {
            case State.Drawn _ -> json;
            case State.Scored(var score) -> json.put("score", score(score));
            case State.Objected(var score, var objection) ->
                json.put("score", score(score)).put("objection", objection(objection));
            case State.Decided(var score, var objection, var standing) ->
                json.put("score", score(score))
                        .put("objection", objection(objection))
                        .put("standing", score(standing));
        };
    }

    private JsonObject score(Inspection.Score score) {
        return new JsonObject()
                .put("points", new JsonArray(score.points()))
                .put("remark", score.remark())
                .put("at", score.at().toString())
                .put("by", office.nameOf(score.by()));
    }

    private JsonObject objection(Inspection.Objection objection) {
        return new JsonObject()
                .put("why", objection.why())
                .put("at", objection.at().toString())
                .put("by", office.nameOf(objection.by()));
    }
}
