package org.hotline12345.ticketing.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Filings;

/** What programs file for citizens, each by its token, and how far that is. */
public final class IntakeRoutes {
    private final Filings filings;
    private final Senders senders;

    public IntakeRoutes(Filings filings, Senders senders) {
        this.filings = filings;
        this.senders = senders;
    }

    public void mount(Router router) {
        router.post("/api/intake/:channel").handler(this::file);
        router.get("/api/intake/tickets/:number").handler(this::progress);
    }

    private void file(RoutingContext rc) {
        var client = senders.client(rc);
        var channel = channel(rc.pathParam("channel"));
        var filed = filings.file(client, FilingJson.read(rc, client.hotline(), channel), FilingJson.key(rc));
        rc.response().setStatusCode(201);
        rc.json(FilingJson.filed(filed));
    }

    private void progress(RoutingContext rc) {
        var client = senders.client(rc);
        var ticket = filings.own(client, rc.pathParam("number"))
                .orElseThrow(() -> Refused.unknown("this client has filed no request of that number"));
        rc.json(FilingJson.progress(Filings.progress(ticket)));
    }

    private static Channel channel(String word) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel != Channel.PHONE)
                .filter(channel -> channel.name().toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no channel " + word + ": wechat, app, sms, mailbox, web"));
    }
}
