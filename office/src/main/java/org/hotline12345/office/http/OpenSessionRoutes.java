package org.hotline12345.office.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.office.OpenSession;
import org.hotline12345.office.OpenSessions;

/** Where somebody is signed in, for that person alone. */
final class OpenSessionRoutes {
    private final OpenSessions sessions;

    OpenSessionRoutes(OpenSessions sessions) {
        this.sessions = sessions;
    }

    void mount(Router router) {
        router.get("/api/sessions").handler(this::list);
        router.delete("/api/sessions").handler(this::endOthers);
        router.delete("/api/sessions/:id").handler(this::end);
    }

    private void list(RoutingContext rc) {
        var visitor = OfficeRoutes.signedIn(rc);
        var found = new JsonArray();
        sessions.of(visitor, OfficeRoutes.token(rc).orElseThrow()).forEach(one -> found.add(json(one)));
        rc.json(found);
    }

    private void endOthers(RoutingContext rc) {
        sessions.endOthers(OfficeRoutes.signedIn(rc), OfficeRoutes.token(rc).orElseThrow());
        rc.response().setStatusCode(204).end();
    }

    private void end(RoutingContext rc) {
        sessions.end(OfficeRoutes.signedIn(rc), rc.pathParam("id"));
        rc.response().setStatusCode(204).end();
    }

    private static JsonObject json(OpenSession session) {
        return new JsonObject()
                .put("id", session.id())
                .put("begunAt", session.begunAt().toString())
                .put("usedAt", session.usedAt().toString())
                .put("endsAt", session.endsAt().toString())
                .put("client", session.client())
                .put("atProvider", session.atProvider())
                .put("own", session.own());
    }
}
