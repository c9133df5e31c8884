package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.office.Office;
import org.hotline12345.office.Unit;
import org.hotline12345.ticketing.Successions;
import org.hotline12345.ticketing.Ticketing;

/** What units go on with for those that are no more (承继): so their people know why they have tickets that nobody sent them. */
final class SuccessionRoutes {
    private final Successions successions;
    private final Office office;

    SuccessionRoutes(Ticketing ticketing, Office office) {
        this.successions = ticketing.successions();
        this.office = office;
    }

    void mount(Router router) {
        router.get("/api/successions").handler(this::list);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        var hotline = asked.hotline();
        var list = new JsonArray();
        for (var one : successions.inheritances(asked.who(), hotline)) {
            list.add(new JsonObject()
                    .put("unit", one.unit().code().value())
                    .put("unitName", one.unit().name())
                    .put("successor", one.successor().value())
                    .put(
                            "successorName",
                            office.unit(hotline, one.successor())
                                    .map(Unit::name)
                                    .orElse(one.successor().value()))
                    .put("on", one.end().on().toString())
                    .put("why", one.end().why())
                    .put("open", one.open()));
        }
        rc.json(new JsonObject().put("successions", list));
    }
}
