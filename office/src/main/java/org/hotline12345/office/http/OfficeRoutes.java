package org.hotline12345.office.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.Session;
import org.hotline12345.office.SignedIn;

/** Sign-in, sign-out and what a signed-in person may see of the office. */
public final class OfficeRoutes {
    /** Name of the cookie that holds the sign-in's token. */
    public static final String COOKIE = "hotline-session";

    private final Office office;
    private final boolean secureCookie;

    public OfficeRoutes(Office office, boolean secureCookie) {
        this.office = office;
        this.secureCookie = secureCookie;
    }

    public void mount(Router router) {
        router.post("/api/session").handler(this::signIn);
        router.get("/api/session").handler(this::visitor);
        router.delete("/api/session").handler(this::signOut);
        router.put("/api/session/password").handler(this::changePassword);
        router.get("/api/units").handler(this::units);
        router.get("/api/domains").handler(this::domains);
    }

    private void signIn(RoutingContext rc) {
        var body = rc.body().asJsonObject();
        var session = office.signIn(text(body, "login"), text(body, "password"));
        rc.response().addCookie(cookie(session));
        rc.json(visitorJson(session.visitor()).put("mustChangePassword", session.mustChangePassword()));
    }

    private void visitor(RoutingContext rc) {
        var visitor = signedIn(rc);
        rc.json(visitorJson(visitor).put("mustChangePassword", office.mustChangePassword(visitor)));
    }

    private void signOut(RoutingContext rc) {
        var cookie = rc.request().getCookie(COOKIE);
        if (cookie != null) {
            office.signOut(cookie.getValue());
        }
        rc.response().removeCookie(COOKIE);
        rc.response().setStatusCode(204).end();
    }

    private void changePassword(RoutingContext rc) {
        var visitor = signedIn(rc);
        var body = rc.body().asJsonObject();
        office.changePassword(visitor, text(body, "old"), text(body, "new"));
        rc.response().setStatusCode(204).end();
    }

    private void domains(RoutingContext rc) {
        var domains = new JsonArray();
        for (var domain : office.lists().domains(hotline(rc))) {
            domains.add(new JsonObject()
                    .put("code", domain.code())
                    .put("name", domain.name())
                    .put("parent", domain.parent().orElse(null)));
        }
        rc.json(domains);
    }

    private static HotlineCode hotline(RoutingContext rc) {
        var who = signedIn(rc);
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? who.hotline() : new HotlineCode(asked);
        if (who.grants().stream().noneMatch(grant -> grant.hotline().equals(hotline))) {
            throw Refused.unknown("there is no hotline " + hotline);
        }
        return hotline;
    }

    private void units(RoutingContext rc) {
        var hotline = hotline(rc);
        var units = new JsonArray();
        for (var unit : office.units(hotline)) {
            units.add(new JsonObject()
                    .put("code", unit.code().value())
                    .put("name", unit.name())
                    .put("group", unit.group()));
        }
        rc.json(units);
    }

    private Cookie cookie(Session session) {
        return Cookie.cookie(COOKIE, session.token())
                .setHttpOnly(true)
                .setSecure(secureCookie)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/");
    }

    private static JsonObject visitorJson(SignedIn visitor) {
        var grants = new JsonArray();
        for (var grant : visitor.grants()) {
            var rights = new JsonArray();
            grant.rights().stream().map(Right::name).sorted().forEach(rights::add);
            grants.add(new JsonObject()
                    .put("hotline", grant.hotline().value())
                    .put("role", grant.role())
                    .put("unit", grant.unit().map(Object::toString).orElse(null))
                    .put("rights", rights));
        }
        return new JsonObject()
                .put("person", visitor.person().toString())
                .put("login", visitor.login())
                .put("name", visitor.name())
                .put("grants", grants);
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }

    private static String text(JsonObject body, String key) {
        if (body == null || !(body.getValue(key) instanceof String text)) {
            throw Refused.invalid("\"" + key + "\" must be given as text");
        }
        return PlainText.of(key, text);
    }
}
