package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.catalogue.Catalogue;
import org.hotline12345.ticketing.catalogue.CatalogueDesk;
import org.hotline12345.ticketing.catalogue.CatalogueEntry;
import org.hotline12345.ticketing.catalogue.Suggestion;
import org.hotline12345.ticketing.likeness.Repeat;

/** The dispatch catalogue, and what is suggested for a ticket: units to send it to, tickets to merge it into. */
final class CatalogueRoutes {
    private final Ticketing ticketing;
    private final Office office;

    CatalogueRoutes(Ticketing ticketing, Office office) {
        this.ticketing = ticketing;
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/catalogue").handler(this::versions);
        router.post("/api/catalogue").handler(this::publish);
        router.get("/api/catalogue/figures").handler(this::figures);
        router.get("/api/catalogue/:version").handler(this::version);
        router.get("/api/tickets/:number/suggestions").handler(this::suggestions);
    }

    private void versions(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var versions = new JsonArray();
        ticketing.desks().catalogue().versions(asked.who(), hotline).forEach(one -> versions.add(head(one)));
        rc.json(new JsonObject()
                .put("versions", versions)
                .put(
                        "inForce",
                        ticketing
                                .desks()
                                .catalogue()
                                .inForce(hotline)
                                .map(Catalogue::version)
                                .orElse(null)));
    }

    private void version(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        rc.json(whole(hotline, ticketing.desks().catalogue().version(asked.who(), hotline, number(rc))));
    }

    private void publish(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        asked.who().require(hotline, CatalogueDesk.EDIT);
        var body = asked.body();
        var entries = body.objects("entries", Catalogue.MOST_ENTRIES).stream()
                .map(CatalogueRoutes::entry)
                .toList();
        var published = ticketing
                .desks()
                .catalogue()
                .publish(
                        asked.who(),
                        hotline,
                        body.optional("from")
                                .map(text -> Asked.day("from", text))
                                .orElseGet(() -> ticketing.desks().catalogue().today(hotline)),
                        body.optional("note").orElse(""),
                        entries);
        rc.response().setStatusCode(201);
        rc.json(whole(hotline, published));
    }

    private void figures(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        CatalogueDesk.requireReader(asked.who(), hotline);
        var desk = ticketing.desks().catalogue();
        var last = asked.day("last").orElseGet(() -> desk.today(hotline));
        var first = asked.day("first").orElseGet(() -> last.withDayOfMonth(1));
        var figures = desk.figures(asked.who(), hotline, first, last);
        rc.json(new JsonObject()
                .put("first", first.toString())
                .put("last", last.toString())
                .put("dispatches", figures.dispatches())
                .put("suggested", figures.suggested())
                .put("firstTaken", figures.firstTaken())
                .put("taken", figures.taken()));
    }

    private void suggestions(RoutingContext rc) {
        var asked = new Asked(rc);
        var who = asked.who();
        var ticket = ticketing.see(who, asked.hotline(), asked.ticket());
        var units = new JsonArray();
        ticketing
                .desks()
                .catalogue()
                .suggestions(who, ticket)
                .forEach(one -> units.add(suggestion(ticket.hotline(), one)));
        var repeats = new JsonArray();
        ticketing.desks().repeats().repeats(who, ticket).forEach(one -> repeats.add(repeat(one)));
        rc.json(new JsonObject().put("units", units).put("repeats", repeats));
    }

    private JsonObject suggestion(HotlineCode hotline, Suggestion suggestion) {
        var version = suggestion.catalogueVersion();
        return new JsonObject()
                .put("unit", suggestion.unit().value())
                .put("unitName", name(hotline, suggestion.unit()))
                .put("assisting", units(hotline, suggestion.assisting()))
                .put("reasons", new JsonArray(suggestion.reasons()))
                .put("catalogueVersion", version.isPresent() ? version.getAsInt() : null);
    }

    private static JsonObject repeat(Repeat repeat) {
        return new JsonObject()
                .put("number", repeat.number().value())
                .put("title", repeat.title())
                .put("state", repeat.stage().name())
                .put("registeredAt", repeat.registeredAt().toString())
                .put("alikePercent", repeat.alikePercent())
                .put("reasons", new JsonArray(repeat.reasons()));
    }

    private JsonObject head(Catalogue catalogue) {
        return new JsonObject()
                .put("version", catalogue.version())
                .put("from", catalogue.from().toString())
                .put("note", catalogue.note())
                .put("publishedBy", office.nameOf(catalogue.publishedBy()))
                .put("publishedAt", catalogue.publishedAt().toString());
    }

    private JsonObject whole(HotlineCode hotline, Catalogue catalogue) {
        var entries = new JsonArray();
        for (var entry : catalogue.entries()) {
            entries.add(new JsonObject()
                    .put("category", entry.category())
                    .put("words", new JsonArray(entry.words().stream().sorted().toList()))
                    .put("area", entry.area().orElse(null))
                    .put("lead", entry.lead().value())
                    .put("leadName", name(hotline, entry.lead()))
                    .put("assisting", units(hotline, entry.assisting())));
        }
        return head(catalogue).put("entries", entries);
    }

    private static CatalogueEntry entry(Fields fields) {
        return new CatalogueEntry(
                fields.text("category"),
                new LinkedHashSet<>(fields.texts("words")),
                fields.optional("area"),
                fields.requiredUnit("lead"),
                fields.units("assisting").stream().distinct().toList());
    }

    private JsonArray units(HotlineCode hotline, List<UnitCode> units) {
        return new JsonArray(units.stream()
                .map(unit -> new JsonObject().put("code", unit.value()).put("name", name(hotline, unit)))
                .toList());
    }

    private String name(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit).map(Unit::name).orElse(unit.value());
    }

    private static int number(RoutingContext rc) {
        var text = rc.pathParam("version");
        var version = text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        return version.orElseThrow(() -> Refused.unknown("there is no such version of the catalogue"));
    }
}
