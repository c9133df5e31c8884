package org.hotline12345.office.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12345.office.OidcConfig;
import org.hotline12345.office.Refused;
import org.hotline12345.office.oidc.IdTokens.Checked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider of identities as we know it: its description and its keys, asked for when they are needed and good for a while. All
 * that waits does so on virtual threads; fields are written by whoever learned something newer.
 */
public final class Provider implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    /** Longer than this no key that was taken back is believed, and no address that has moved is asked. */
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    /** Who is away is left alone for a moment, however many people click. */
    private static final Duration AWAY_FOR = Duration.ofSeconds(2);
    /** A token with an unknown key makes us ask for newer ones, not more often. */
    private static final Duration KEYS_ASKED_EVERY = Duration.ofSeconds(1);

    /** What people do there, and no fault of ours (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6). */
    private static final Set<String> GIVEN_UP = Set.of(
            "access_denied",
            "login_required",
            "interaction_required",
            "consent_required",
            "account_selection_required");

    private static final String DESCRIPTION = "/.well-known/openid-configuration";
    private static final int MAX_VALUE_LENGTH = 255;

    private record Learned<T>(T what, Instant at) {}

    private final OidcConfig config;
    private final String secret;
    private final Clock clock;
    private final Supplier<String> random;
    private final ProviderWire wire;
    private volatile @Nullable Learned<Metadata> metadata;
    private volatile @Nullable Learned<JWKSet> keys;
    private volatile @Nullable Learned<Refused> away;

    /**
     * Asks nothing yet.
     *
     * @param random gives 43 unforeseeable characters of base64url, each time others
     * @throws org.hotline12345.office.BadSettings when the secret or the trust file cannot be used
     */
    public Provider(OidcConfig config, Clock clock, Supplier<String> random) {
        this.config = config;
        this.secret = config.secret();
        this.clock = clock;
        this.random = random;
        this.wire = new ProviderWire(config);
    }

    public OidcConfig config() {
        return config;
    }

    /** Sends somebody to the provider who wants that page of ours afterwards. */
    public Journey begin(String next) {
        return Journey.begin(random, next, clock.instant());
    }

    /**
     * Where that somebody's browser is sent.
     *
     * @throws Refused (away) when the provider does not answer
     */
    public String authorizationAddress(Journey journey) {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", config.returnAddress());
        query.put("scope", String.join(" ", config.scopes()));
        query.put("state", journey.state());
        query.put("nonce", journey.nonce());
        query.put("code_challenge", journey.challenge());
        query.put("code_challenge_method", "S256");
        return with(metadata().await().authorization(), query);
    }

    /**
     * Who has come back.
     *
     * @throws Refused (conflict) when the way was not begun here, was given up or took too long, (sign-in) when what the provider
     *     says cannot be believed, (away) when it does not answer
     */
    public Identity arrive(Journey journey, Return back) {
        if (!back.state().equals(Optional.of(journey.state()))) {
            throw Refused.conflict("this sign-in was not begun in this browser; begin again");
        }
        if (clock.instant().isAfter(journey.begunAt().plus(config.signInLimit()))) {
            throw Refused.conflict("this sign-in took longer than office.oidc.sign-in-limit; begin again");
        }
        var known = metadata().await();
        var namesAnother = !back.issuer().orElse(config.issuer()).equals(config.issuer());
        if (namesAnother || (known.namesItself() && back.issuer().isEmpty())) {
            throw untrusted("what came back is not from it (iss)");
        }
        if (back.error().isPresent()) {
            var error = word(back.error().get());
            throw GIVEN_UP.contains(error)
                    ? Refused.conflict("the provider did not sign this person in (" + error + ")")
                    : wire.away("it does not take our question (" + error + ")");
        }
        var code = back.code().orElseThrow(() -> untrusted("it sent no code"));
        var tokens = tokens(known, code, journey).await();
        var idToken = tokens.getValue("id_token") instanceof String text ? text : null;
        var claims = claims(known, idToken, journey);
        var value = value(claims.getClaims())
                .or(() -> value(told(known, claims.getSubject(), tokens.getValue("access_token"))))
                .orElseThrow(() -> untrusted("it does not say the claim " + config.claim()
                        + " (office.oidc.claim) of this person, or not verified"));
        return new Identity(value, Objects.requireNonNull(idToken));
    }

    /** Where a browser ends the provider's own session; empty when the provider does not offer that or is away. */
    public Optional<String> signOutAddress(String idToken) {
        try {
            var query = new LinkedHashMap<String, String>();
            query.put("id_token_hint", idToken);
            query.put("client_id", config.clientId());
            query.put("post_logout_redirect_uri", config.address() + "/sign-in");
            return metadata().await().endSession().map(address -> with(address, query));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** Learns the provider's description; whether it is there stands in the log and on the status page. */
    public void greet() {
        try {
            metadata().await();
        } catch (Refused e) {
            // Said in the log by who noted it.
        }
    }

    /** For the status page. */
    public String state() {
        var refused = away;
        return refused != null
                ? String.valueOf(refused.what().getMessage())
                : metadata == null ? "not asked yet" : "there";
    }

    @Override
    public void close() {
        wire.close();
    }

    // The description

    private Future<Metadata> metadata() {
        var known = metadata;
        if (known != null && isGood(known, GOOD_FOR)) {
            return Future.succeededFuture(known.what());
        }
        var refused = away;
        if (refused != null && isGood(refused, AWAY_FOR)) {
            return Future.failedFuture(refused.what());
        }
        return wire.ask(HttpRequest.newBuilder(URI.create(config.issuer().replaceAll("/$", "") + DESCRIPTION)))
                .map(answer -> {
                    try {
                        return Metadata.of(json(answer, "its description"), config.issuer());
                    } catch (Metadata.Unusable e) {
                        throw wire.away(e.why());
                    }
                })
                .onSuccess(this::noteThere)
                .onFailure(failed -> noteAway(failed));
    }

    private void noteThere(Metadata learned) {
        if (metadata == null || away != null) {
            LOG.info("the sign-in provider {} is there", config.issuer());
        }
        away = null;
        metadata = new Learned<>(learned, clock.instant());
    }

    private void noteAway(Throwable failed) {
        if (failed instanceof Refused refused && refused.kind() == Refused.Kind.AWAY) {
            if (away == null) {
                LOG.warn("{}; until that is mended nobody can sign in there", refused.getMessage());
            }
            away = new Learned<>(refused, clock.instant());
        }
    }

    // Tokens and keys

    private Future<JsonObject> tokens(Metadata known, String code, Journey journey) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", config.returnAddress());
        form.put("code_verifier", journey.verifier());
        var question =
                HttpRequest.newBuilder(known.token()).header("content-type", "application/x-www-form-urlencoded");
        if (known.secretInBody()) {
            form.put("client_id", config.clientId());
            form.put("client_secret", secret);
        } else {
            var pair = encoded(config.clientId()) + ":" + encoded(secret);
            var base64 = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            question = question.header("authorization", "Basic " + base64);
        }
        return wire.ask(question.POST(BodyPublishers.ofString(form(form)))).map(answer -> {
            if (answer.status() == 200) {
                return json(answer, "what it gives for a code");
            }
            var error = answer.status() == 400 || answer.status() == 401 ? error(answer) : "";
            throw switch (error) {
                case "invalid_grant" ->
                    Refused.conflict(
                            "the provider does not take this code: it was used before or is too old; begin again");
                case "invalid_client", "unauthorized_client" ->
                    wire.away("it refuses us (" + error
                            + "): check office.oidc.client-id and office.oidc.client-secret-file");
                default ->
                    wire.away("it answers " + answer.status() + " to a code" + (error.isEmpty() ? "" : ", " + error));
            };
        });
    }

    private JWTClaimsSet claims(Metadata known, @Nullable String idToken, Journey journey) {
        var expected = new IdTokens.Expected(
                config.issuer(), config.clientId(), journey.nonce(), journey.begunAt(), config.clockSkew());
        var learned = keys;
        var first = learned != null && isGood(learned, GOOD_FOR) ? learned : askKeys(known);
        var checked = IdTokens.check(idToken, first.what(), expected, clock.instant());
        if (checked instanceof Checked.UnknownKey && !isGood(first, KEYS_ASKED_EVERY)) {
            checked = IdTokens.check(idToken, askKeys(known).what(), expected, clock.instant());
        }
        return switch (checked) {
            case Checked.Good good -> good.claims();
            case Checked.UnknownKey unknown -> throw untrusted("its token cannot be believed: " + unknown.why());
            case Checked.Bad bad -> throw untrusted("its token cannot be believed: " + bad.why());
        };
    }

    private Learned<JWKSet> askKeys(Metadata known) {
        return wire.ask(HttpRequest.newBuilder(known.keys()))
                .map(answer -> {
                    try {
                        json(answer, "its keys");
                        var learned = new Learned<>(JWKSet.parse(answer.text()), clock.instant());
                        keys = learned;
                        return learned;
                    } catch (ParseException e) {
                        throw wire.away("its keys cannot be read");
                    }
                })
                .await();
    }

    // Who it is

    /** More about who signed in, as the provider tells whoever holds the access token. */
    private Map<String, Object> told(Metadata known, String subject, @Nullable Object accessToken) {
        if (known.userInfo().isEmpty() || !(accessToken instanceof String token) || !token.matches("[!-~]{1,8192}")) {
            return Map.of();
        }
        var said = wire.ask(HttpRequest.newBuilder(known.userInfo().get()).header("authorization", "Bearer " + token))
                .map(answer -> json(answer, "what it tells of people"))
                .await();
        if (!subject.equals(said.getValue("sub"))) {
            throw untrusted("it tells of somebody else than who signed in");
        }
        return said.getMap();
    }

    private Optional<String> value(Map<String, Object> claims) {
        // Whoever could name an address that is not his own would be its owner here.
        if (config.claim().equals("email") && !Boolean.TRUE.equals(claims.get("email_verified"))) {
            return Optional.empty();
        }
        return switch (claims.get(config.claim())) {
            case String text when !text.isBlank() && text.length() <= MAX_VALUE_LENGTH -> Optional.of(text);
            case Integer number -> Optional.of(number.toString());
            case Long number -> Optional.of(number.toString());
            case null, default -> Optional.empty();
        };
    }

    // Words

    private JsonObject json(ProviderWire.Answer answer, String what) {
        if (answer.status() != 200) {
            throw wire.away(what + " is answered with " + answer.status());
        }
        try {
            return answer.json();
        } catch (DecodeException e) {
            throw wire.away(what + " is no JSON");
        }
    }

    private static String error(ProviderWire.Answer answer) {
        try {
            return answer.json().getValue("error") instanceof String error ? word(error) : "";
        } catch (DecodeException e) {
            return "";
        }
    }

    /** An error's name, which may be anything. */
    private static String word(String error) {
        return error.matches("[a-z_]{1,60}") ? error : "without a proper reason";
    }

    private Refused untrusted(String why) {
        return Refused.signIn("the sign-in provider " + config.issuer() + ": " + why);
    }

    private boolean isGood(Learned<?> learned, Duration goodFor) {
        return clock.instant().isBefore(learned.at().plus(goodFor));
    }

    private static String with(URI address, Map<String, String> query) {
        return address + (address.getRawQuery() == null ? "?" : "&") + form(query);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
