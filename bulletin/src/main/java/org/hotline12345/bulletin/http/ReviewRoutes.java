package org.hotline12345.bulletin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.bulletin.PastFigure;
import org.hotline12345.bulletin.edition.EditionDesk;
import org.hotline12345.bulletin.edition.EditionState;
import org.hotline12345.bulletin.edition.Objection;
import org.hotline12345.office.Refused;

/** What a unit sees of an edition before it is frozen: its own figures and the tickets behind them, and no other unit's. */
final class ReviewRoutes {
    private static final int MOST_WORDS = 500;
    private static final int MOST_TICKET = 40;

    private final EditionDesk desk;
    private final EditionJson json;

    ReviewRoutes(EditionDesk desk, EditionJson json) {
        this.desk = desk;
        this.json = json;
    }

    void mount(Router router) {
        router.get("/api/bulletin/reviews").handler(this::list);
        router.get("/api/bulletin/reviews/:id").handler(this::read);
        router.get("/api/bulletin/reviews/:id/trace").handler(this::trace);
        router.post("/api/bulletin/reviews/:id/objections").handler(this::object);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        var list = new JsonArray();
        for (var edition : desk.open(asked.who(), asked.hotline())) {
            if (edition.state() instanceof EditionState.Shown(var until)) {
                list.add(new JsonObject()
                        .put("id", edition.id().toString())
                        .put("period", edition.period().toString())
                        .put("version", edition.version())
                        .put("until", until.toString()));
            }
        }
        rc.json(new JsonObject().put("reviews", list));
    }

    private void read(RoutingContext rc) {
        var asked = new Asked(rc);
        var figures = new JsonArray();
        desk.own(asked.who(), asked.hotline(), asked.id()).forEach(figure -> figures.add(EditionJson.figure(figure)));
        var objections = new JsonArray();
        desk.ownObjections(asked.who(), asked.hotline(), asked.id())
                .forEach(one -> objections.add(json.objection(asked.hotline(), one)));
        rc.json(new JsonObject().put("figures", figures).put("objections", objections));
    }

    private void trace(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.OBJECT);
        rc.json(EditionJson.trace(desk.ownTrace(
                asked.who(),
                asked.hotline(),
                asked.id(),
                EditionRoutes.figure(asked),
                EditionRoutes.part(asked),
                EditionRoutes.after(asked),
                EditionRoutes.numbers())));
    }

    private void object(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.OBJECT);
        var ticket = asked.optional("ticket", MOST_TICKET);
        var figure = asked.optional("figure", PastFigure.MAX_NAME);
        if (ticket.isPresent() == figure.isPresent()) {
            throw Refused.invalid("either \"figure\" must be given, or \"ticket\" to ask for its exclusion");
        }
        var matter = ticket.<Objection.Matter>map(Objection.Matter.Exclusion::new)
                .orElseGet(() -> new Objection.Matter.OfFigure(figure.orElseThrow()));
        var objected = desk.object(asked.who(), asked.hotline(), asked.id(), matter, asked.text("words", MOST_WORDS));
        rc.response().setStatusCode(201);
        rc.json(json.objection(asked.hotline(), objected));
    }
}
