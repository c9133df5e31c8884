package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.office.Office;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.attention.Alert;
import org.hotline12345.ticketing.attention.AlertDesk;

/** Alerts of words of danger and clusters, and their acknowledgement. */
final class AlertRoutes {
    private final Ticketing ticketing;
    private final Office office;

    AlertRoutes(Ticketing ticketing, Office office) {
        this.ticketing = ticketing;
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/alerts").handler(this::list);
        router.post("/api/alerts/:id/acknowledge").handler(this::acknowledge);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        var alerts = new JsonArray();
        var openOnly = asked.parameter("open").map(Boolean::parseBoolean).orElse(false);
        ticketing
                .desks()
                .alerts()
                .list(asked.who(), asked.hotline(), openOnly)
                .forEach(alert -> alerts.add(json(alert)));
        rc.json(new JsonObject().put("alerts", alerts));
    }

    private void acknowledge(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), AlertDesk.SEE);
        var note = asked.body().optional("note").orElse("");
        rc.json(json(ticketing.desks().alerts().acknowledge(asked.who(), asked.hotline(), asked.id(), note)));
    }

    private JsonObject json(Alert alert) {
        return new JsonObject()
                .put("id", alert.id().toString())
                .put("kind", alert.kind().name())
                .put("ticket", alert.ticket().value())
                .put("words", alert.words())
                .put(
                        "tickets",
                        new JsonArray(alert.tickets().stream()
                                .map(TicketNumber::value)
                                .toList()))
                .put("at", alert.at().toString())
                .put(
                        "acknowledgedAt",
                        alert.acknowledged().map(one -> one.at().toString()).orElse(null))
                .put(
                        "acknowledgedBy",
                        alert.acknowledged().map(one -> office.nameOf(one.by())).orElse(null))
                .put("note", alert.acknowledged().map(Alert.Acknowledged::note).orElse(null));
    }
}
