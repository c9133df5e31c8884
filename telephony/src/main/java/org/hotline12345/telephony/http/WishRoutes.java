package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.CallbackWish;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.WishDesk;

/** Who wishes to be called back, and calling them. */
public final class WishRoutes {
    private final WishDesk wishes;
    private final Office office;

    public WishRoutes(WishDesk wishes, Office office) {
        this.wishes = wishes;
        this.office = office;
    }

    public void mount(Router router) {
        router.get("/api/callback-wishes").handler(this::open);
        router.post("/api/callback-wishes/:call/call").handler(rc -> {
            var who = signedIn(rc);
            wishes.callBack(who, hotline(rc, who), call(rc));
            rc.response().setStatusCode(204).end();
        });
        router.post("/api/callback-wishes/:call/done").handler(rc -> {
            var who = signedIn(rc);
            wishes.done(who, hotline(rc, who), call(rc));
            rc.response().setStatusCode(204).end();
        });
    }

    private void open(RoutingContext rc) {
        var who = signedIn(rc);
        var list = new JsonArray();
        wishes.open(who, hotline(rc, who)).forEach(wish -> list.add(json(wish)));
        rc.json(list);
    }

    private JsonObject json(CallbackWish wish) {
        return new JsonObject()
                .put("call", wish.call().value())
                .put("caller", wish.caller().map(Caller::masked).orElse(null))
                .put("wishedAt", wish.wishedAt().toString())
                .put("hasMessage", wish.hasMessage())
                .put("tries", wish.tries())
                .put("triedAt", wish.lastTry().map(last -> last.at().toString()).orElse(null))
                .put(
                        "triedBy",
                        wish.lastTry().map(last -> office.nameOf(last.by())).orElse(null))
                .put("answeredSince", wish.answeredSince());
    }

    private static CallId call(RoutingContext rc) {
        try {
            return new CallId(rc.pathParam("call"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no such wish to be called back");
        }
    }

    private static HotlineCode hotline(RoutingContext rc, SignedIn who) {
        return Optional.ofNullable(rc.request().getParam("hotline"))
                .map(HotlineCode::new)
                .orElseGet(who::hotline);
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
