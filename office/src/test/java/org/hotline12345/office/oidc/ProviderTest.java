package org.hotline12345.office.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.OidcConfig;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire to a provider, over HTTP, with one that does what it should not. */
class ProviderTest {
    private static final String DESCRIPTION = "/.well-known/openid-configuration";

    /** Stands still until it is told to go on. */
    private static final class Watch extends Clock {
        private volatile Instant now = Instant.parse("2026-11-25T02:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir
    private Path folder;

    private final Watch clock = new Watch();
    private HostileProvider there;
    private Provider provider;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("secret"), HostileProvider.SECRET + "\n");
        there = new HostileProvider(clock);
        provider = provider(Map.of());
    }

    @AfterEach
    void close() {
        provider.close();
        there.close();
    }

    private OidcConfig config(Map<String, String> more) {
        var settings = new LinkedHashMap<>(Map.of(
                "oidc.issuer", there.issuer(),
                "oidc.client-id", HostileProvider.CLIENT,
                "oidc.client-secret-file", "secret",
                "oidc.address", "http://127.0.0.1:45700",
                "oidc.answer-limit", "3s"));
        settings.putAll(more);
        var parsed = Settings.parse("test", "", settings);
        var config = OfficeConfig.read(parsed).within(folder).oidc().orElseThrow();
        parsed.check();
        return config;
    }

    private Provider provider(Map<String, String> more) {
        return new Provider(
                config(more), clock, () -> (UUID.randomUUID().toString() + UUID.randomUUID()).substring(0, 43));
    }

    private static Return back(String query) {
        var fields = HostileProvider.form(query);
        return new Return(
                Optional.ofNullable(fields.get("state")),
                Optional.ofNullable(fields.get("code")),
                Optional.ofNullable(fields.get("iss")),
                Optional.ofNullable(fields.get("error")));
    }

    private Identity signIn(String subject) {
        var journey = provider.begin("/desk");
        return provider.arrive(journey, back(there.signIn(provider.authorizationAddress(journey), subject)));
    }

    private static void refused(Refused.Kind kind, String why, ThrowingCallable tried) {
        assertThatThrownBy(tried).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.getMessage()).contains(why);
            assertThat(refused.kind()).isEqualTo(kind);
        });
    }

    @Test
    void whoSignsInThereIsKnownByTheClaim() {
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        assertThat(there.asked(DESCRIPTION)).isOne();
        assertThat(signIn("p-18").value()).isEqualTo("p-18");
        assertThat(there.asked(DESCRIPTION))
                .as("the description is good for a while")
                .isOne();
        assertThat(there.asked("/keys")).as("and so are the keys").isOne();
        clock.pass(Duration.ofHours(2));
        assertThat(signIn("p-18").value()).isEqualTo("p-18");
        assertThat(there.asked(DESCRIPTION)).isEqualTo(2);
        assertThat(there.asked("/keys")).isEqualTo(2);
    }

    @Test
    void theQuestionCarriesStateNonceAndChallenge() {
        var one = HostileProvider.form(
                provider.authorizationAddress(provider.begin("/")).replaceFirst(".*\\?", ""));
        var other = HostileProvider.form(
                provider.authorizationAddress(provider.begin("/")).replaceFirst(".*\\?", ""));
        assertThat(one)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "hotline")
                .containsEntry("redirect_uri", "http://127.0.0.1:45700/api/session/provider/return")
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKey("client_secret");
        for (var secret : new String[] {"state", "nonce", "code_challenge"}) {
            assertThat(one.get(secret)).hasSize(43).isNotEqualTo(other.get(secret));
        }
    }

    @Test
    void aJourneyIsSealedAsTextAndReadAgain() {
        var journey = provider.begin("/tickets?state=CLOSED");
        assertThat(Journey.of(journey.text())).contains(journey);
        assertThat(Journey.of("15400000001")).isEmpty();
        assertThat(Journey.of("journey to the provider\n{}")).isEmpty();
        assertThat(Journey.of("journey to the provider\n[1")).isEmpty();
    }

    @Test
    void theClaimMayStandInUserinfoAlone() {
        provider.close();
        provider = provider(Map.of("oidc.claim", "preferred_username"));
        there.tell(Map.of("preferred_username", "zhang.san"));
        assertThat(signIn("p-17").value()).isEqualTo("zhang.san");
        there.claim(as -> as.claim("preferred_username", "li.si"));
        assertThat(signIn("p-17").value()).as("the signed word counts more").isEqualTo("li.si");
        there.behave();
        refused(Refused.Kind.SIGN_IN, "does not say the claim preferred_username", () -> signIn("p-17"));
        there.tell(Map.of("preferred_username", "zhang.san", "sub", "p-18"));
        refused(Refused.Kind.SIGN_IN, "somebody else", () -> signIn("p-17"));
        there.tell(Map.of("preferred_username", 4711));
        assertThat(signIn("p-17").value()).isEqualTo("4711");
    }

    @Test
    void anAddressOfMailCountsWhenItIsVerified() {
        provider.close();
        provider = provider(Map.of("oidc.claim", "email"));
        there.claim(as -> as.claim("email", "zhang@example.org"));
        refused(Refused.Kind.SIGN_IN, "not verified", () -> signIn("p-17"));
        there.claim(as -> as.claim("email", "zhang@example.org").claim("email_verified", "true"));
        refused(Refused.Kind.SIGN_IN, "not verified", () -> signIn("p-17"));
        there.claim(as -> as.claim("email", "zhang@example.org").claim("email_verified", true));
        assertThat(signIn("p-17").value()).isEqualTo("zhang@example.org");
    }

    @Test
    void anothersStateAndAnOldJourneyAreRefused() {
        var journey = provider.begin("/");
        var mine = there.signIn(provider.authorizationAddress(journey), "p-17");
        var other = provider.begin("/");
        refused(Refused.Kind.CONFLICT, "not begun in this browser", () -> provider.arrive(other, back(mine)));
        refused(
                Refused.Kind.CONFLICT,
                "not begun in this browser",
                () -> provider.arrive(journey, back(mine.replaceFirst("state=[^&]*&", ""))));
        clock.pass(Duration.ofMinutes(11));
        refused(Refused.Kind.CONFLICT, "took longer", () -> provider.arrive(journey, back(mine)));
        assertThat(there.asked("/token")).as("nothing was asked for them").isZero();
    }

    @Test
    void aCodeIsTakenOnceAndOnlyWithItsVerifier() {
        var journey = provider.begin("/");
        var query = there.signIn(provider.authorizationAddress(journey), "p-17");
        assertThat(provider.arrive(journey, back(query)).value()).isEqualTo("p-17");
        refused(Refused.Kind.CONFLICT, "used before", () -> provider.arrive(journey, back(query)));
        // A stolen code, put into a journey of the thief's.
        var victims = provider.begin("/");
        var stolen = back(there.signIn(provider.authorizationAddress(victims), "p-17"));
        var thiefs = provider.begin("/");
        var injected = new Return(Optional.of(thiefs.state()), stolen.code(), Optional.empty(), Optional.empty());
        refused(Refused.Kind.CONFLICT, "does not take this code", () -> provider.arrive(thiefs, injected));
    }

    @Test
    void whoWasNotSignedInThereIsToldSoWithoutTheProvidersWords() {
        var journey = provider.begin("/");
        var denied = back("state=" + journey.state() + "&error=access_denied");
        refused(Refused.Kind.CONFLICT, "(access_denied)", () -> provider.arrive(journey, denied));
        var ours = back("state=" + journey.state() + "&error=invalid_scope");
        refused(Refused.Kind.AWAY, "does not take our question (invalid_scope)", () -> provider.arrive(journey, ours));
        var words = back("state=" + journey.state() + "&error=%0A2026+ERROR");
        refused(Refused.Kind.AWAY, "(without a proper reason)", () -> provider.arrive(journey, words));
    }

    @Test
    void whatAnotherProviderSendsIsRefused() {
        var journey = provider.begin("/");
        var query = there.signIn(provider.authorizationAddress(journey), "p-17");
        refused(
                Refused.Kind.SIGN_IN,
                "not from it",
                () -> provider.arrive(journey, back(query + "&iss=https%3A%2F%2Fevil.example")));
        assertThat(there.asked("/token")).isZero();
        assertThat(provider.arrive(journey, back(query + "&iss=" + there.issuer()))
                        .value())
                .isEqualTo("p-17");
    }

    @Test
    void aProviderThatNamesItselfMustDoSo() {
        there.describeItself(said -> said.put("authorization_response_iss_parameter_supported", true));
        refused(Refused.Kind.SIGN_IN, "not from it", () -> signIn("p-17"));
    }

    @Test
    void tokensThatAreNotForThisSignInAreRefused() {
        there.claim(as -> as.claim("nonce", "of another sign-in"));
        refused(Refused.Kind.SIGN_IN, "nonce", () -> signIn("p-17"));
        there.claim(as -> as.audience("shop"));
        refused(Refused.Kind.SIGN_IN, "cannot be believed", () -> signIn("p-17"));
        there.claim(as -> as.expirationTime(java.util.Date.from(clock.instant().minusSeconds(61))));
        refused(Refused.Kind.SIGN_IN, "cannot be believed", () -> signIn("p-17"));
        there.behave();
        there.sign(claims -> new com.nimbusds.jwt.PlainJWT(claims).serialize());
        refused(Refused.Kind.SIGN_IN, "no signed token", () -> signIn("p-17"));
        var stranger = HostileProvider.key("stranger");
        there.sign(claims -> HostileProvider.signed(stranger, claims));
        clock.pass(Duration.ofSeconds(5));
        refused(Refused.Kind.SIGN_IN, "no such key", () -> signIn("p-17"));
    }

    @Test
    void newKeysAreLearnedWhenATokenNeedsThem() {
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        there.rotate("second");
        clock.pass(Duration.ofSeconds(5));
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        assertThat(there.asked("/keys")).isEqualTo(2);
        // The same name with other bytes is another key, too.
        there.rotate("second");
        clock.pass(Duration.ofSeconds(5));
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        assertThat(there.asked("/keys")).isEqualTo(3);
    }

    @Test
    void strangeKeysDoNotMakeUsAskAgainAndAgain() {
        var stranger = HostileProvider.key("stranger");
        there.sign(claims -> HostileProvider.signed(stranger, claims));
        for (int i = 0; i < 5; i++) {
            refused(Refused.Kind.SIGN_IN, "no such key", () -> signIn("p-17"));
        }
        assertThat(there.asked("/keys")).isOne();
    }

    @Test
    void theSecretGoesIntoTheBodyWhereTheProviderWantsItThere() {
        there.describeItself(
                said -> said.put("token_endpoint_auth_methods_supported", new JsonArray().add("client_secret_post")));
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
    }

    @Test
    void aWrongSecretIsSaidToTheOffice() throws Exception {
        Files.writeString(folder.resolve("secret"), "wrong");
        provider.close();
        provider = provider(Map.of());
        refused(Refused.Kind.AWAY, "office.oidc.client-secret-file", () -> signIn("p-17"));
    }

    @Test
    void aDescriptionThatIsNotAsItMustBeIsNotUsed() {
        described(said -> said.put("issuer", "https://evil.example"), "calls itself otherwise");
        described(said -> said.put("token_endpoint", "http://10.0.0.1/token"), "token_endpoint is no https address");
        described(said -> said.put("jwks_uri", "file:///etc/passwd"), "jwks_uri is no https address");
        described(said -> said.put("jwks_uri", "https://user@x/"), "jwks_uri is no https address");
        described(said -> said.put("authorization_endpoint", 7), "authorization_endpoint is no https address");
        described(said -> said.putNull("token_endpoint"), "names no token_endpoint");
        described(
                said -> said.put("id_token_signing_alg_values_supported", new JsonArray().add("HS256")),
                "signs with none");
        described(said -> said.put("code_challenge_methods_supported", new JsonArray().add("plain")), "PKCE");
        described(
                said -> said.put("token_endpoint_auth_methods_supported", new JsonArray().add("tls_client_auth")),
                "takes no client secret");
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
    }

    private void described(UnaryOperator<JsonObject> otherwise, String why) {
        there.describeItself(otherwise);
        refused(Refused.Kind.AWAY, why, () -> signIn("p-17"));
        there.behave();
        clock.pass(Duration.ofSeconds(3));
    }

    @Test
    void anAnswerThatNeverEndsIsNotWaitedFor() {
        answered(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        for (int i = 0; i < 100; i++) {
                            exchange.getResponseBody().write(' ');
                            exchange.getResponseBody().flush();
                            Thread.sleep(100);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "did not answer within 3000 ms");
    }

    @Test
    void anAnswerWithoutMeasureIsNotRead() {
        answered(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    var much = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < 100; i++) {
                        exchange.getResponseBody().write(much);
                    }
                },
                "the connection broke");
    }

    @Test
    void noRedirectIsFollowed() {
        answered(
                exchange -> {
                    exchange.getResponseHeaders().set("location", there.issuer() + "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                },
                "is answered with 302");
        assertThat(there.asked("/elsewhere")).isZero();
    }

    @Test
    void whatIsNoJsonIsNotUnderstood() {
        for (var text : new String[] {"", "<html>", "[1,2]", "null", "7", "[".repeat(5_000)}) {
            answered(
                    exchange -> {
                        var bytes = text.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                        exchange.getResponseBody().write(bytes);
                    },
                    "is no JSON");
        }
    }

    private void answered(HostileProvider.Misdeed misdeed, String why) {
        there.answer(DESCRIPTION, misdeed);
        var begun = System.nanoTime();
        refused(Refused.Kind.AWAY, why, () -> signIn("p-17"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        there.behave();
        clock.pass(Duration.ofSeconds(3));
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        clock.pass(Duration.ofHours(2));
    }

    @Test
    void whileItIsAwayItIsSaidAtOnceAndWhenItIsBackPeopleSignIn() {
        var port = there.port();
        there.close();
        provider.greet();
        assertThat(provider.state()).contains("nobody listens there");
        refused(Refused.Kind.AWAY, "nobody listens there", () -> provider.authorizationAddress(provider.begin("/")));
        there = new HostileProvider(clock, port);
        refused(Refused.Kind.AWAY, "nobody listens there", () -> provider.authorizationAddress(provider.begin("/")));
        clock.pass(Duration.ofSeconds(3));
        assertThat(signIn("p-17").value()).isEqualTo("p-17");
        assertThat(provider.state()).isEqualTo("there");
    }

    @Test
    void signingOutLeadsToTheProviderWhereItOffersThat() {
        assertThat(provider.signOutAddress("the.id.token").orElseThrow())
                .startsWith(there.issuer() + "/end?from=here&id_token_hint=the.id.token&client_id=hotline")
                .endsWith("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A45700%2Fsign-in");
        there.describeItself(said -> said.putNull("end_session_endpoint"));
        clock.pass(Duration.ofHours(2));
        assertThat(provider.signOutAddress("the.id.token")).isEmpty();
    }
}
