package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.duty.DutyCall;
import org.hotline12345.ticketing.duty.DutyDesk;
import org.hotline12345.ticketing.duty.Shift;

/** The duty roster, and what duty must acknowledge. */
final class DutyRoutes {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(14);

    private final DutyDesk desk;
    private final Office office;

    DutyRoutes(Ticketing ticketing, Office office) {
        this.desk = ticketing.desks().duty();
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/duty").handler(this::now);
        router.get("/api/duty/shifts").handler(this::shifts);
        router.post("/api/duty/shifts").handler(this::plan);
        router.delete("/api/duty/shifts/:id").handler(this::cancel);
        router.post("/api/duty/shifts/:id/hand-over").handler(this::handOver);
        router.post("/api/duty/leaves").handler(this::leave);
        router.get("/api/duty/staff").handler(this::staff);
        router.get("/api/duty/calls").handler(this::calls);
        router.post("/api/duty/calls/:id/acknowledge").handler(this::acknowledge);
    }

    private void now(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var list = new JsonArray();
        for (var one : desk.now(asked.who(), hotline)) {
            list.add(unit(hotline, one.unit())
                    .put("shift", one.shift().id().toString())
                    .put("a", one.a().map(office::nameOf).orElse(null))
                    .put("b", one.b().map(office::nameOf).orElse(null))
                    .put("until", one.shift().until().toString()));
        }
        rc.json(new JsonObject().put("onDuty", list));
    }

    private void shifts(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        asked.who().require(hotline, DutyDesk.SEE);
        var from =
                instant("from", asked.parameter("from").orElseThrow(() -> Refused.invalid("\"from\" must be given")));
        var until =
                asked.parameter("until").map(text -> instant("until", text)).orElseGet(() -> from.plus(DEFAULT_SPAN));
        var list = new JsonArray();
        desk.shifts(asked.who(), hotline, from, until).forEach(shift -> list.add(shift(hotline, shift)));
        rc.json(new JsonObject().put("shifts", list));
    }

    private void plan(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        asked.who().require(hotline, DutyDesk.EDIT);
        var body = asked.body();
        var shift = desk.plan(
                asked.who(),
                hotline,
                body.unit("unit"),
                instant("from", body.text("from")),
                instant("until", body.text("until")),
                person("a", body.text("a")),
                body.optional("b").map(text -> person("b", text)));
        rc.response().setStatusCode(201);
        rc.json(shift(hotline, shift));
    }

    private void cancel(RoutingContext rc) {
        var asked = new Asked(rc);
        desk.cancel(asked.who(), asked.hotline(), asked.id());
        rc.response().setStatusCode(204).end();
    }

    private void handOver(RoutingContext rc) {
        var asked = new Asked(rc);
        desk.requireHandingOver(asked.who(), asked.hotline(), asked.id());
        var body = asked.body();
        rc.json(shift(
                asked.hotline(),
                desk.handOver(
                        asked.who(),
                        asked.hotline(),
                        asked.id(),
                        person("to", body.text("to")),
                        body.optional("note").orElse(""))));
    }

    private void leave(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), DutyDesk.SEE);
        var body = asked.body();
        desk.leave(
                asked.who(),
                asked.hotline(),
                person("person", body.text("person")),
                instant("from", body.text("from")),
                instant("until", body.text("until")));
        rc.response().setStatusCode(204).end();
    }

    private void staff(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var list = new JsonArray();
        desk.staff(asked.who(), hotline)
                .forEach(one -> list.add(unit(hotline, one.unit())
                        .put("person", one.person().toString())
                        .put("name", one.name())));
        rc.json(new JsonObject().put("staff", list));
    }

    private void calls(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var list = new JsonArray();
        desk.open(asked.who(), hotline).forEach(call -> list.add(call(hotline, call)));
        rc.json(new JsonObject().put("calls", list));
    }

    private void acknowledge(RoutingContext rc) {
        var asked = new Asked(rc);
        rc.json(call(asked.hotline(), desk.acknowledge(asked.who(), asked.hotline(), asked.id())));
    }

    private JsonObject shift(HotlineCode hotline, Shift shift) {
        var handovers = new JsonArray();
        shift.handovers()
                .forEach(one -> handovers.add(new JsonObject()
                        .put("at", one.at().toString())
                        .put("from", office.nameOf(one.from()))
                        .put("to", office.nameOf(one.to()))
                        .put("note", one.note())));
        return unit(hotline, shift.unit())
                .put("id", shift.id().toString())
                .put("from", shift.from().toString())
                .put("until", shift.until().toString())
                .put("a", office.nameOf(shift.first()))
                .put("b", shift.b().map(office::nameOf).orElse(null))
                .put("handovers", handovers);
    }

    private JsonObject call(HotlineCode hotline, DutyCall call) {
        var told = new JsonArray();
        call.told()
                .forEach(one -> told.add(new JsonObject()
                        .put("step", one.step().name())
                        .put("at", one.at().toString())
                        .put(
                                "people",
                                new JsonArray(one.people().stream()
                                        .map(office::nameOf)
                                        .toList()))));
        return unit(hotline, call.unit())
                .put("id", call.id().toString())
                .put("cause", call.cause().name())
                .put("ticket", call.ticket().value())
                .put("step", call.step().name())
                .put("madeAt", call.madeAt().toString())
                .put("told", told)
                .put("acknowledgedBy", call.acknowledgedBy().map(office::nameOf).orElse(null));
    }

    private JsonObject unit(HotlineCode hotline, Optional<UnitCode> unit) {
        return new JsonObject()
                .put("unit", unit.map(UnitCode::value).orElse(null))
                .put(
                        "unitName",
                        unit.map(code -> office.unit(hotline, code)
                                        .map(Unit::name)
                                        .orElse(code.value()))
                                .orElse("热线办"));
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("\"" + name + "\" must be a moment, such as 2026-11-25T00:00:00Z");
        }
    }

    private static PersonId person(String name, String text) {
        try {
            return new PersonId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("\"" + name + "\" must be a person's id");
        }
    }
}
