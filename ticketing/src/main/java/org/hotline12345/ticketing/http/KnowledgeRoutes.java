package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.knowledge.Draft;
import org.hotline12345.ticketing.knowledge.Knowledge;
import org.hotline12345.ticketing.knowledge.KnowledgeDesk;
import org.hotline12345.ticketing.knowledge.Review;

/** The knowledge base over HTTP. */
final class KnowledgeRoutes {
    private final Ticketing ticketing;
    private final KnowledgeDesk desk;
    private final Office office;

    KnowledgeRoutes(Ticketing ticketing, Office office) {
        this.ticketing = ticketing;
        this.desk = ticketing.desks().knowledge();
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/knowledge").handler(this::find);
        router.post("/api/knowledge").handler(this::write);
        router.get("/api/knowledge/uploads").handler(this::uploads);
        router.get("/api/knowledge/:id").handler(this::read);
        router.post("/api/knowledge/:id/versions").handler(this::revise);
        router.post("/api/knowledge/:id/review").handler(this::review);
        router.post("/api/knowledge/:id/retire").handler(this::retire);
        router.post("/api/knowledge/:id/answered").handler(this::answered);
    }

    private void find(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var query = asked.parameter("q");
        var waiting = asked.parameter("waiting").map(Boolean::parseBoolean).orElse(false);
        var found = query.isPresent()
                ? desk.search(asked.who(), hotline, query.get())
                : desk.list(asked.who(), hotline, waiting);
        var list = new JsonArray();
        found.forEach(one -> list.add(json(hotline, one, false)));
        rc.json(new JsonObject().put("knowledge", list));
    }

    private void read(RoutingContext rc) {
        var asked = new Asked(rc);
        answer(rc, asked.hotline(), desk.read(asked.who(), asked.hotline(), asked.id()));
    }

    private void write(RoutingContext rc) {
        var asked = new Asked(rc);
        var who = asked.who();
        var hotline = asked.hotline();
        who.require(hotline, KnowledgeDesk.WRITE);
        var body = asked.body();
        var unit = body.unit("unit")
                .or(() -> who.unitAt(hotline))
                .orElseThrow(() -> Refused.forbidden("units write knowledge; this person belongs to none"));
        var kind = body.optionalOneOf("kind", Knowledge.Kind.values()).orElse(Knowledge.Kind.ENTRY);
        var written = desk.write(who, hotline, unit, kind, draft(body));
        rc.response().setStatusCode(201);
        answer(rc, hotline, written);
    }

    private void revise(RoutingContext rc) {
        var asked = new Asked(rc);
        desk.requireWriterOf(asked.who(), asked.hotline(), asked.id());
        answer(rc, asked.hotline(), desk.revise(asked.who(), asked.hotline(), asked.id(), draft(asked.body())));
    }

    private void review(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), KnowledgeDesk.REVIEW);
        var body = asked.body();
        var refused = body.flag("approved") ? Optional.<String>empty() : Optional.of(body.text("why"));
        answer(
                rc,
                asked.hotline(),
                desk.review(asked.who(), asked.hotline(), asked.id(), body.number("version"), refused));
    }

    private void retire(RoutingContext rc) {
        var asked = new Asked(rc);
        answer(rc, asked.hotline(), desk.retire(asked.who(), asked.hotline(), asked.id()));
    }

    private void answered(RoutingContext rc) {
        var asked = new Asked(rc);
        KnowledgeDesk.requireReader(asked.who(), asked.hotline());
        TicketNumber number;
        try {
            number = new TicketNumber(asked.body().text("ticket"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
        var ticket = ticketing.see(asked.who(), asked.hotline(), number);
        answer(rc, asked.hotline(), desk.answeredWith(asked.who(), ticket, asked.id()));
    }

    private void uploads(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        KnowledgeDesk.requireReader(asked.who(), hotline);
        var month = asked.parameter("month")
                .map(KnowledgeRoutes::month)
                .orElseGet(() -> YearMonth.from(desk.today(hotline)));
        var least = desk.leastUploads(hotline);
        var units = new JsonArray();
        for (var unit : desk.uploads(asked.who(), hotline, month)) {
            units.add(new JsonObject()
                    .put("unit", unit.unit().value())
                    .put("unitName", name(hotline, unit.unit()))
                    .put("uploaded", unit.uploaded())
                    .put("approved", unit.approved())
                    .put("short", Math.max(0, least - unit.approved())));
        }
        rc.json(new JsonObject()
                .put("month", month.toString())
                .put("least", least)
                .put("units", units));
    }

    private void answer(RoutingContext rc, HotlineCode hotline, Knowledge knowledge) {
        rc.json(json(hotline, knowledge, true));
    }

    private JsonObject json(HotlineCode hotline, Knowledge one, boolean withVersions) {
        var today = desk.today(hotline);
        var inForce = one.inForce(today);
        var json = new JsonObject()
                .put("id", one.id().toString())
                .put("unit", one.unit().value())
                .put("unitName", name(hotline, one.unit()))
                .put("kind", one.kind().name())
                .put("state", state(one, today))
                .put("answeredWith", one.answeredWith())
                .put("shown", version(inForce.or(one::approved).orElseGet(one::newest)))
                .put(
                        "waiting",
                        one.newest().review() instanceof Review.Proposed
                                ? one.newest().version()
                                : null);
        if (withVersions) {
            var versions = new JsonArray();
            one.versions().forEach(version -> versions.add(version(version)));
            json.put("versions", versions);
        }
        return json;
    }

    /** In one word, as the list shows it. */
    private static String state(Knowledge one, LocalDate today) {
        if (one.retired()) {
            return "RETIRED";
        }
        if (one.inForce(today).isPresent()) {
            return "IN_FORCE";
        }
        return one.approved().isPresent()
                ? "EXPIRED"
                : one.newest().review().state().name();
    }

    private JsonObject version(Knowledge.Version version) {
        var json = new JsonObject()
                .put("version", version.version())
                .put("title", version.draft().title())
                .put("content", version.draft().content())
                .put(
                        "validUntil",
                        version.draft().validUntil().map(LocalDate::toString).orElse(null))
                .put("writtenAt", version.writtenAt().toString())
                .put("writtenBy", office.nameOf(version.writtenBy()))
                .put("review", version.review().state().name());
        return switch (version.review()) {
            case Review.Proposed _ -> json;
            case Review.Approved(var at, var by) ->
                json.put("reviewedAt", at.toString()).put("reviewedBy", office.nameOf(by));
            case Review.Refused(var at, var by, var why) ->
                json.put("reviewedAt", at.toString())
                        .put("reviewedBy", office.nameOf(by))
                        .put("why", why);
        };
    }

    private static Draft draft(Fields body) {
        return new Draft(
                body.text("title"),
                body.text("content"),
                body.optional("validUntil").map(text -> Asked.day("validUntil", text)));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("\"month\" must be a month, such as 2026-11");
        }
    }

    private String name(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit).map(Unit::name).orElse(unit.value());
    }
}
