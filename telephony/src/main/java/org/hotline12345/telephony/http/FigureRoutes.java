package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.CallStage;
import org.hotline12345.telephony.DayFigures;
import org.hotline12345.telephony.FigureDesk;
import org.hotline12345.telephony.Telephony;

/** A day's figures of calls, with the words of their definition and up to when they are complete. */
public final class FigureRoutes {
    private final FigureDesk figures;

    public FigureRoutes(FigureDesk figures) {
        this.figures = figures;
    }

    public void mount(Router router) {
        router.get("/api/call-figures").handler(this::day);
    }

    private void day(RoutingContext rc) {
        SignedIn who = rc.get(SignedIn.REQUEST_KEY);
        if (who == null) {
            throw Refused.signIn("sign in first");
        }
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? who.hotline() : new HotlineCode(asked);
        who.require(hotline, Telephony.SEE_CALLS);
        var day = rc.request().getParam("day");
        rc.json(json(figures.day(who, hotline, day == null ? figures.today(hotline) : parse(day))));
    }

    private static LocalDate parse(String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeException e) {
            throw Refused.invalid("day \"" + day + "\" is not allowed: a day such as 2026-11-25");
        }
    }

    private static JsonObject json(DayFigures of) {
        var figures = of.figures();
        var counting = of.counting();
        return new JsonObject()
                .put("day", of.day().toString())
                .put("completeUntil", of.completeUntil().map(Instant::toString).orElse(null))
                .put("arrived", figures.arrived())
                .put("offered", figures.offered())
                .put("answered", figures.answered())
                .put("answeredInLimit", figures.answeredInLimit())
                .put("answerLimitMillis", counting.answerLimit().toMillis())
                .put("answerLimitOver", figures.limitBase(counting))
                .put("waitMillis", figures.waitMillis())
                .put("abandoned", figures.allAbandoned())
                .put("abandonedByStage", stages(figures.abandoned()))
                .put("shortAbandoned", figures.shortAbandoned())
                .put("offeredOnly", stages(figures.offeredOnly()))
                .put("notOffered", stages(figures.notOffered()))
                .put("interrupted", figures.interrupted())
                .put("open", figures.open())
                .put("unsettled", figures.unsettled())
                .put("offeredIs", counting.offeredInWords())
                .put("abandonedIs", counting.abandonedInWords());
    }

    private static JsonObject stages(Map<CallStage, Long> byStage) {
        var json = new JsonObject();
        new TreeMap<>(byStage).forEach((stage, calls) -> json.put(stage.name(), calls));
        return json;
    }
}
