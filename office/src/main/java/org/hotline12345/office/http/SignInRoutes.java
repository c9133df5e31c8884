package org.hotline12345.office.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.hotline12345.office.Office;
import org.hotline12345.office.OidcConfig;
import org.hotline12345.office.ProviderSignIn;
import org.hotline12345.office.Refused;
import org.hotline12345.office.oidc.Return;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The ways to sign in, and the way over the provider of identities. */
final class SignInRoutes {
    /** What the browser keeps while its person is at the provider. */
    static final String JOURNEY = "hotline-sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(SignInRoutes.class);
    private static final String JOURNEY_PATH = "/api/session/provider";

    private final Office office;
    private final boolean secureCookie;

    SignInRoutes(Office office, boolean secureCookie) {
        this.office = office;
        this.secureCookie = secureCookie;
    }

    void mount(Router router) {
        router.get("/api/session/ways").handler(this::ways);
        router.post(JOURNEY_PATH).handler(this::depart);
        router.get(OidcConfig.RETURN_PATH).handler(this::arrive);
    }

    private void ways(RoutingContext rc) {
        var ways = new JsonObject().put("passwords", office.localPasswords().name());
        office.providerSignIn()
                .ifPresent(provider -> ways.put("provider", new JsonObject().put("name", provider.name())));
        rc.json(ways);
    }

    private void depart(RoutingContext rc) {
        var provider = provider();
        var departure = provider.depart(OfficeRoutes.text(rc.body().asJsonObject(), "next"));
        rc.response().addCookie(journey(departure.journey(), provider.limit()));
        rc.json(new JsonObject().put("next", departure.address()));
    }

    /** The browser comes from another site: it is sent on to a page of ours in any case, which says what went wrong. */
    private void arrive(RoutingContext rc) {
        var provider = provider();
        var kept = Optional.ofNullable(rc.request().getCookie(JOURNEY)).map(Cookie::getValue);
        rc.response()
                .addCookie(journey("", Duration.ZERO))
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer");
        String next;
        try {
            var arrival = provider.arrive(kept, back(rc), OfficeRoutes.client(rc));
            rc.response().addCookie(OfficeRoutes.cookie(arrival.session(), secureCookie));
            next = arrival.next();
        } catch (Refused refused) {
            // Anybody can come back from nowhere, as often as he likes: that is not worth a line.
            LOG.atLevel(refused.kind() == Refused.Kind.CONFLICT ? Level.DEBUG : Level.WARN)
                    .log("a sign-in at the provider was refused: {}", refused.getMessage());
            next = "/sign-in?refused=" + refused.kind().type();
        }
        rc.response().setStatusCode(303).putHeader("location", next).end();
    }

    private static Return back(RoutingContext rc) {
        return new Return(once(rc, "state"), once(rc, "code"), once(rc, "iss"), once(rc, "error"));
    }

    /** A parameter that comes twice is not believed in either form. */
    private static Optional<String> once(RoutingContext rc, String name) {
        var values = rc.queryParam(name);
        if (values.size() > 1) {
            throw Refused.conflict("what came back from the provider names " + name + " twice; begin again");
        }
        return values.stream().findFirst();
    }

    private ProviderSignIn provider() {
        return office.providerSignIn()
                .orElseThrow(() ->
                        Refused.unknown("people sign in by passwords here (office.oidc.issuer names no provider)"));
    }

    /** Lax and not strict: the browser that brings it back comes from the provider's site. */
    private Cookie journey(String value, Duration keep) {
        return Cookie.cookie(JOURNEY, value)
                .setHttpOnly(true)
                .setSecure(secureCookie)
                .setSameSite(CookieSameSite.LAX)
                .setMaxAge(keep.toSeconds())
                .setPath(JOURNEY_PATH);
    }
}
