package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.UpstreamReply;

/** What the hotline above (市转县) waits for. */
public final class UpstreamRoutes {
    private final Ticketing ticketing;

    public UpstreamRoutes(Ticketing ticketing) {
        this.ticketing = ticketing;
    }

    public void mount(Router router) {
        router.get("/api/upstream/unsent").handler(this::unsent);
    }

    private void unsent(RoutingContext rc) {
        SignedIn who = rc.get(SignedIn.REQUEST_KEY);
        if (who == null) {
            throw Refused.signIn("sign in first");
        }
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? who.hotline() : new HotlineCode(asked);
        var unsent = new JsonArray();
        ticketing.unsentUpstream(who, hotline).forEach(reply -> unsent.add(json(reply)));
        rc.json(new JsonObject().put("unsent", unsent));
    }

    private static JsonObject json(UpstreamReply reply) {
        return new JsonObject()
                .put("upstream", reply.upstream())
                .put("number", reply.number().value())
                .put("title", reply.title())
                .put("unit", reply.unit().map(UnitCode::value).orElse(null))
                .put("due", reply.due().map(Instant::toString).orElse(null))
                .put("ready", reply.reply().isPresent());
    }
}
