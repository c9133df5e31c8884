package org.hotline12345.bulletin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.hotline12345.bulletin.edition.Edition;
import org.hotline12345.bulletin.edition.EditionDesk;
import org.hotline12345.bulletin.edition.EditionFact;
import org.hotline12345.bulletin.edition.EditionState;
import org.hotline12345.bulletin.edition.KeptFigure;
import org.hotline12345.bulletin.edition.Objection;
import org.hotline12345.bulletin.edition.Trace;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;

/** Editions as JSON. */
final class EditionJson {
    private final EditionDesk desk;
    private final Office office;

    EditionJson(EditionDesk desk, Office office) {
        this.desk = desk;
        this.office = office;
    }

    JsonObject brief(Edition edition) {
        return new JsonObject()
                .put("id", edition.id().toString())
                .put("period", edition.period().toString())
                .put("version", edition.version())
                .put("state", edition.state().stage().name())
                .put("documentNumber", edition.documentNumber().orElse(null))
                .put("cutOff", edition.cutOff().map(Instant::toString).orElse(null))
                .put(
                        "unanswered",
                        edition.objections().stream()
                                .filter(one -> one.answer().isEmpty())
                                .count());
    }

    JsonObject whole(SignedIn who, Edition edition) {
        var objections = new JsonArray();
        edition.objections().forEach(one -> objections.add(objection(edition.hotline(), one)));
        var findings = new JsonArray();
        edition.findings()
                .forEach(noted -> findings.add(new JsonObject()
                        .put("kind", noted.finding().kind().name())
                        .put("words", noted.finding().words())
                        .put("reason", noted.reason().orElse(null))));
        var changes = new JsonArray();
        desk.changes(edition)
                .forEach(change -> changes.add(new JsonObject()
                        .put("figure", change.figure())
                        .put("name", change.name())
                        .put("before", change.before().orElse(null))
                        .put("now", change.now().orElse(null))));
        var log = new JsonArray();
        edition.log().forEach(fact -> log.add(fact(fact)));
        return brief(edition)
                .put("until", edition.state() instanceof EditionState.Shown(var until) ? until.toString() : null)
                .put("objections", objections)
                .put("findings", findings)
                .put("changes", changes)
                .put("log", log)
                .put("commands", new JsonArray(desk.commands(who, edition)));
    }

    JsonObject objection(HotlineCode hotline, Objection one) {
        var json = new JsonObject()
                .put("number", one.number())
                .put("unit", one.unit().value())
                .put(
                        "unitName",
                        office.unit(hotline, one.unit())
                                .map(Unit::name)
                                .orElse(one.unit().value()))
                .put("words", one.words())
                .put("by", office.nameOf(one.by()))
                .put("at", one.at().toString())
                .put("late", one.late());
        switch (one.matter()) {
            case Objection.Matter.OfFigure(var figure) -> json.put("figure", figure);
            case Objection.Matter.Exclusion(var ticket) -> json.put("ticket", ticket);
        }
        one.answer()
                .ifPresent(answer -> json.put(
                        "answer",
                        new JsonObject()
                                .put("accepted", answer.accepted())
                                .put("words", answer.words())
                                .put("by", office.nameOf(answer.by()))
                                .put("at", answer.at().toString())));
        return json;
    }

    private JsonObject fact(EditionFact fact) {
        var json = new JsonObject()
                .put("type", fact.getClass().getSimpleName())
                .put("at", fact.at().toString())
                .put("by", office.nameOf(fact.by()));
        return switch (fact) {
            case EditionFact.Opened(var _, var _, var why) -> json.put("words", why.orElse(null));
            case EditionFact.Shown(var _, var _, var _, var until) -> json.put("until", until.toString());
            case EditionFact.Objected(var _, var _, var number, var _, var _, var words, var _) ->
                json.put("objection", number).put("words", words);
            case EditionFact.Answered(var _, var _, var number, var _, var words) ->
                json.put("objection", number).put("words", words);
            case EditionFact.Frozen(var _, var _, var _, var why, var _) -> json.put("words", why.orElse(null));
            case EditionFact.Explained(var _, var _, var _, var words) -> json.put("words", words);
            case EditionFact.Checked _ -> json;
            case EditionFact.SignedOff(var _, var _, var leader) -> json.put("words", leader);
            case EditionFact.SentBack(var _, var _, var why) -> json.put("words", why);
            case EditionFact.Numbered(var _, var _, var number) -> json.put("words", number);
            case EditionFact.Published _ -> json;
        };
    }

    static JsonObject figure(KeptFigure figure) {
        var json = new JsonObject()
                .put("id", figure.id())
                .put("name", figure.name())
                .put("printed", figure.printed())
                .put("arithmetic", figure.arithmetic())
                .put("rounding", figure.rounding().orElse(null));
        figure.numerator().ifPresent(part -> json.put("numerator", part(part)));
        figure.denominator().ifPresent(part -> json.put("denominator", part(part)));
        return json;
    }

    private static JsonObject part(KeptFigure.Part part) {
        return new JsonObject()
                .put("words", part.words())
                .put("value", part.value().toPlainString());
    }

    static JsonObject trace(Trace trace) {
        return new JsonObject()
                .put("figure", figure(trace.figure()))
                .put("part", trace.part().name())
                .put("things", trace.things().name())
                .put("numbers", new JsonArray(trace.numbers()))
                .put("more", trace.more());
    }
}
