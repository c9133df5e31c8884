package org.hotline12345.telephony.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.AgentDesk;
import org.hotline12345.telephony.Telephony;

/** Who waits for an agent, for who leads them. */
public final class WaitingRoutes {
    private final WaitingJson json;

    public WaitingRoutes(Telephony telephony, Clock clock) {
        this.json = new WaitingJson(telephony, clock);
    }

    public void mount(Router router) {
        router.get("/api/waiting").handler(this::waiting);
    }

    private void waiting(RoutingContext rc) {
        SignedIn who = rc.get(SignedIn.REQUEST_KEY);
        if (who == null) {
            throw Refused.signIn("sign in first");
        }
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? who.hotline() : new HotlineCode(asked);
        who.require(hotline, AgentDesk.LEAD);
        rc.json(json.of(hotline));
    }
}
