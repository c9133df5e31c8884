package org.hotline12345.office.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
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

    private static final int MAX_CLIENT_LENGTH = 300;

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
        new SignInRoutes(office, secureCookie).mount(router);
        new OpenSessionRoutes(office.openSessions()).mount(router);
        router.get("/api/units").handler(this::units);
        router.get("/api/domains").handler(this::domains);
    }

    private void signIn(RoutingContext rc) {
        var body = rc.body().asJsonObject();
        var session = office.signIn(text(body, "login"), text(body, "password"), client(rc));
        rc.response().addCookie(cookie(session, secureCookie));
        rc.json(visitorJson(session.visitor(), session.mustChangePassword()));
    }

    private void visitor(RoutingContext rc) {
        var visitor = signedIn(rc);
        rc.json(visitorJson(visitor, office.mustChangePassword(token(rc).orElseThrow())));
    }

    /** Answers where the browser ends the provider's session, too, if it must. */
    private void signOut(RoutingContext rc) {
        var token = token(rc);
        var next = token.flatMap(one -> office.providerSignIn().flatMap(provider -> provider.signOutAddress(one)));
        token.ifPresent(office::signOut);
        rc.response().removeCookie(COOKIE);
        next.ifPresentOrElse(
                address -> rc.json(new JsonObject().put("next", address)),
                () -> rc.response().setStatusCode(204).end());
    }

    /** What the browser calls itself, as far as it is worth a look. */
    static String client(RoutingContext rc) {
        var said = Optional.ofNullable(rc.request().getHeader("user-agent"))
                .orElse("")
                .replaceAll("[^ -~]", "?");
        return said.substring(0, Math.min(said.length(), MAX_CLIENT_LENGTH));
    }

    static Optional<String> token(RoutingContext rc) {
        return Optional.ofNullable(rc.request().getCookie(COOKIE)).map(Cookie::getValue);
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
        var today = office.today(hotline);
        var units = new JsonArray();
        for (var unit : office.units(hotline)) {
            units.add(new JsonObject()
                    .put("code", unit.code().value())
                    .put("name", unit.name())
                    .put("group", unit.group())
                    .put("atWork", unit.life().holds(today))
                    .put(
                            "endsOn",
                            unit.life().end().map(end -> end.on().toString()).orElse(null)));
        }
        rc.json(units);
    }

    static Cookie cookie(Session session, boolean secureCookie) {
        return Cookie.cookie(COOKIE, session.token())
                .setHttpOnly(true)
                .setSecure(secureCookie)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/");
    }

    private JsonObject visitorJson(SignedIn visitor, boolean mustChangePassword) {
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
                .put("grants", grants)
                .put("hasPassword", office.hasPassword(visitor))
                .put("mustChangePassword", mustChangePassword);
    }

    static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }

    static String text(JsonObject body, String key) {
        if (body == null || !(body.getValue(key) instanceof String text)) {
            throw Refused.invalid("\"" + key + "\" must be given as text");
        }
        return PlainText.of(key, text);
    }
}
