package org.hotline12345.bulletin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.entered.EnteredDesk;
import org.hotline12345.bulletin.entered.Entry;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;

/** Scores and bases that people enter. Decimals come and go as text: a JSON number would be a floating one. */
public final class ScoreRoutes {
    private static final int LONGEST_CODE = 32;

    private final EnteredDesk desk;
    private final Office office;

    public ScoreRoutes(Bulletins bulletins, Office office) {
        this.desk = bulletins.entered();
        this.office = office;
    }

    public void mount(Router router) {
        router.get("/api/bulletin/scores").handler(this::list);
        router.post("/api/bulletin/scores").handler(this::enter);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EnteredDesk.ENTER);
        answer(rc, asked.hotline(), asked);
    }

    private void enter(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        asked.who().require(hotline, EnteredDesk.ENTER);
        var points = asked.<BigDecimal>optional("points", 60, EnteredScore::decimal);
        if (points.isEmpty() && !asked.flag("takeBack").orElse(false)) {
            throw Refused.invalid("\"points\" must be given as text, such as \"18.5\", or \"takeBack\": true");
        }
        var score = new EnteredScore(
                asked.periodOfBody(),
                asked.optional("unit", LONGEST_CODE, UnitCode::new),
                asked.text("item", EnteredScore.MAX_ITEM),
                points,
                asked.text("reason", EnteredScore.MAX_WORDS),
                asked.text("source", EnteredScore.MAX_WORDS));
        desk.enter(asked.who(), hotline, score);
        rc.response().setStatusCode(201);
        rc.json(new JsonObject().put("period", score.period().toString()).put("item", score.item()));
    }

    private void answer(RoutingContext rc, HotlineCode hotline, Asked asked) {
        var period = asked.period();
        var rows = desk.history(asked.who(), hotline, period);
        var corrected = rows.stream().flatMap(row -> row.corrects().stream()).collect(Collectors.toSet());
        var list = new JsonArray();
        rows.forEach(row -> list.add(json(hotline, row).put("stands", !corrected.contains(row.id()))));
        rc.json(new JsonObject().put("period", period.toString()).put("scores", list));
    }

    private JsonObject json(HotlineCode hotline, Entry row) {
        var score = row.score();
        return new JsonObject()
                .put("id", row.id())
                .put("unit", score.unit().map(UnitCode::value).orElse(null))
                .put(
                        "unitName",
                        score.unit()
                                .map(code -> office.unit(hotline, code)
                                        .map(Unit::name)
                                        .orElse(code.value()))
                                .orElse(null))
                .put("item", score.item())
                .put("points", score.points().map(BigDecimal::toPlainString).orElse(null))
                .put("reason", score.reason())
                .put("source", score.source())
                .put("by", office.nameOf(row.by()))
                .put("at", row.at().toString())
                .put("corrects", row.corrects().orElse(null));
    }
}
