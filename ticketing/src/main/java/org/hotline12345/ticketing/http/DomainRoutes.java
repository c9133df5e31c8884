package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Ticketing;

/** What a request that is being written down is likely to be sorted by. */
final class DomainRoutes {
    private final Ticketing ticketing;

    DomainRoutes(Ticketing ticketing) {
        this.ticketing = ticketing;
    }

    void mount(Router router) {
        router.post("/api/domains/suggestion").handler(this::suggest);
    }

    private void suggest(RoutingContext rc) {
        var asked = new Asked(rc);
        var who = asked.who();
        var hotline = asked.hotline();
        who.require(hotline, Rights.REGISTER);
        var body = asked.body();
        var matter = new Matter(Nature.OTHER, body.text("title"), body.text("content"), body.optional("area"));
        rc.json(ticketing
                .desks()
                .catalogue()
                .domainOf(hotline, matter)
                .map(one -> new JsonObject()
                        .put("domain", one.domain().code())
                        .put("name", one.domain().name())
                        .put("words", new JsonArray(one.words())))
                .orElseGet(() -> new JsonObject().putNull("domain")));
    }
}
