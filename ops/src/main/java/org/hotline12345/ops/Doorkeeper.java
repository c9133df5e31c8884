package org.hotline12345.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets in as many requests as can be worked on soon and sends the others away at once, so that those inside are answered
 * in good time however many come. New tickets are sent away first: what was begun is finished before more is begun.
 */
final class Doorkeeper {
    private static final String RETRY_SECONDS = "1";
    private static final String NEW_TICKETS = "/api/tickets";

    private final int most;
    private final AtomicInteger atWork = new AtomicInteger();

    Doorkeeper(int most) {
        this.most = most;
    }

    void admit(RoutingContext rc) {
        var limit = isNewTicket(rc) ? most / 2 : most;
        if (atWork.incrementAndGet() > limit) {
            atWork.decrementAndGet();
            rc.response()
                    .setStatusCode(503)
                    .putHeader("retry-after", RETRY_SECONDS)
                    .putHeader("content-type", "application/problem+json")
                    .end(new JsonObject()
                            .put("type", Web.PROBLEMS + "busy")
                            .put("title", "busy")
                            .put("status", 503)
                            .put("detail", "too many requests at once; nothing was done, try again in a second")
                            .encode());
            return;
        }
        // An answer may end and its connection, too: each who came in goes out once.
        var inside = new AtomicBoolean(true);
        rc.addEndHandler(_ -> {
            if (inside.getAndSet(false)) {
                atWork.decrementAndGet();
            }
        });
        rc.next();
    }

    private static boolean isNewTicket(RoutingContext rc) {
        return rc.request().method().equals(HttpMethod.POST)
                && rc.request().path().equals(NEW_TICKETS);
    }
}
