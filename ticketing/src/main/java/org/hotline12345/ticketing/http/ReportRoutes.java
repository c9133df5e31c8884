package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Filings;
import org.hotline12345.ticketing.FormRules;
import org.hotline12345.ticketing.IntakeConfig;

/** The citizen's own page: what the form asks, filing by it, and how far a request is. Nobody is signed in. */
public final class ReportRoutes {
    private final Filings filings;
    private final Office office;
    private final Senders senders;
    private final IntakeConfig config;

    public ReportRoutes(Filings filings, Office office, Senders senders, IntakeConfig config) {
        this.filings = filings;
        this.office = office;
        this.senders = senders;
        this.config = config;
    }

    public void mount(Router router) {
        router.get("/api/public/form").handler(this::form);
        router.post("/api/public/reports").handler(this::file);
        router.post("/api/public/progress").handler(this::progress);
    }

    private void form(RoutingContext rc) {
        senders.passQuestion(rc);
        var hotline = hotline(rc);
        var rules = filings.rules(hotline.code());
        var hotlines = new JsonArray();
        office.hotlines()
                .forEach(one -> hotlines.add(
                        new JsonObject().put("code", one.code().value()).put("name", one.name())));
        rc.json(new JsonObject()
                .put("hotline", hotline.code().value())
                .put("name", hotline.name())
                .put("number", hotline.number())
                .put("hotlines", hotlines)
                .put("open", rules.open())
                .put("nameRequired", rules.name() == FormRules.Ask.REQUIRED)
                .put("phoneRequired", rules.phone() == FormRules.Ask.REQUIRED)
                .put("anonymous", rules.anonymous())
                .put("attachments", config.attachmentsPerTicket())
                .put("attachmentBytes", config.attachmentBytes()));
    }

    private void file(RoutingContext rc) {
        senders.passReport(rc);
        var filing = FilingJson.read(rc, hotline(rc).code(), Channel.WEB);
        var filed = filings.file(filing, FilingJson.key(rc));
        rc.response().setStatusCode(201);
        rc.json(FilingJson.filed(filed));
    }

    /** By POST, so that neither number nor proof stands in a log of addresses. */
    private void progress(RoutingContext rc) {
        senders.passQuestion(rc);
        var fields = new Fields(Asked.object(rc));
        var found = filings.progress(hotline(rc).code(), fields.text("number"), fields.text("proof"));
        rc.json(FilingJson.progress(found.orElseThrow(ReportRoutes::noSuchRequest)));
    }

    /** The same whether there is none or the proof is wrong. */
    static Refused noSuchRequest() {
        return Refused.unknown("没有找到：工单号与查询码（或预留电话后四位）不相符");
    }

    private Hotline hotline(RoutingContext rc) {
        var asked = Optional.ofNullable(rc.request().getParam("hotline")).filter(code -> !code.isBlank());
        if (asked.isPresent()) {
            return office.hotline(new HotlineCode(asked.get()));
        }
        return office.hotlines().stream().findFirst().orElseThrow(() -> Refused.unknown("there is no hotline yet"));
    }
}
