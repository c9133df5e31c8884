package org.hotline12345.office.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hotline12345.office.oidc.IdTokens.Checked;
import org.hotline12345.office.oidc.IdTokens.Expected;
import org.junit.jupiter.api.Test;

class IdTokensTest {
    private static final String ISSUER = "https://login.example";
    private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");
    private static final Expected EXPECTED =
            new Expected(ISSUER, "hotline", "the nonce", NOW.minusSeconds(30), Duration.ofMinutes(1));
    private static final RSAKey RSA = rsa("rsa-1");
    private static final ECKey EC = ec("ec-1", Curve.P_256);
    private static final JWKSet KEYS = new JWKSet(List.of(RSA.toPublicJWK(), EC.toPublicJWK()));

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> twist) {
        return twist.apply(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("hotline")
                        .subject("p-17")
                        .claim("nonce", "the nonce")
                        .issueTime(at(0))
                        .expirationTime(at(300)))
                .build();
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String byRsa(JWTClaimsSet claims) throws JOSEException {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(), new RSASSASigner(RSA), claims);
    }

    private static Checked check(String token) {
        return IdTokens.check(token, KEYS, EXPECTED, NOW);
    }

    private static void refused(String why, UnaryOperator<JWTClaimsSet.Builder> twist) throws JOSEException {
        assertThat(check(byRsa(claims(twist))))
                .as(why)
                .isInstanceOfSatisfying(
                        Checked.Bad.class, bad -> assertThat(bad.why()).isNotBlank());
    }

    @Test
    void whatTheProviderSignedForUsIsBelieved() throws Exception {
        assertThat(check(byRsa(claims(as -> as))))
                .isInstanceOfSatisfying(
                        Checked.Good.class,
                        good -> assertThat(good.claims().getSubject()).isEqualTo("p-17"));
        var byEc = signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(), new ECDSASigner(EC), claims(as -> as));
        assertThat(check(byEc)).isInstanceOf(Checked.Good.class);
        var withoutKeyId = signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(RSA), claims(as -> as));
        assertThat(check(withoutKeyId)).isInstanceOf(Checked.Good.class);
    }

    @Test
    void aTokenWithoutASignatureIsNone() {
        assertThat(check(new PlainJWT(claims(as -> as)).serialize())).isInstanceOf(Checked.Bad.class);
        var header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        var payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims(as -> as).toString().getBytes(StandardCharsets.UTF_8));
        assertThat(check(header + "." + payload + ".")).isInstanceOf(Checked.Bad.class);
        assertThat(check(null)).isInstanceOf(Checked.Bad.class);
        assertThat(check("")).isInstanceOf(Checked.Bad.class);
        assertThat(check("a.b.c")).isInstanceOf(Checked.Bad.class);
        assertThat(check("x".repeat(20_000))).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void theProvidersPublicKeyIsNoSecretToSignWith() throws Exception {
        var secret = RSA.toRSAPublicKey().getEncoded();
        var token = signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
                new MACSigner(secret),
                claims(as -> as));
        assertThat(check(token)).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void anotherAlgorithmThanOursIsRefusedThoughTheKeyIsRight() throws Exception {
        var token = signed(
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build(),
                new RSASSASigner(RSA),
                claims(as -> as));
        assertThat(check(token)).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void aKeyThatTheProviderDoesNotHaveIsNotBelieved() throws Exception {
        var other = rsa("rsa-2");
        var named = signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-2").build(),
                new RSASSASigner(other),
                claims(as -> as));
        assertThat(check(named)).isInstanceOf(Checked.UnknownKey.class);
        var underAnothersName = signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(),
                new RSASSASigner(other),
                claims(as -> as));
        assertThat(check(underAnothersName)).isInstanceOf(Checked.UnknownKey.class);
        var broughtAlong = signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwk(other.toPublicJWK())
                        .build(),
                new RSASSASigner(other),
                claims(as -> as));
        assertThat(check(broughtAlong)).isNotInstanceOf(Checked.Good.class);
    }

    @Test
    void aKeyForAnotherUseSignsNothing() throws Exception {
        var forSecrets = new JWKSet(
                new RSAKey.Builder(RSA.toPublicJWK()).keyUse(KeyUse.ENCRYPTION).build());
        assertThat(IdTokens.check(byRsa(claims(as -> as)), forSecrets, EXPECTED, NOW))
                .isInstanceOf(Checked.UnknownKey.class);
    }

    @Test
    void aTokenOfAnotherKindIsNone() throws Exception {
        var accessToken = signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                new RSASSASigner(RSA),
                claims(as -> as));
        assertThat(check(accessToken)).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void aChangedByteIsSeen() throws Exception {
        var token = byRsa(claims(as -> as));
        var dot = token.indexOf('.') + 10;
        var changed = token.substring(0, dot) + (token.charAt(dot) == 'A' ? 'B' : 'A') + token.substring(dot + 1);
        assertThat(check(changed)).isNotInstanceOf(Checked.Good.class);
    }

    @Test
    void whatIsNotMadeOutToUsIsRefused() throws Exception {
        refused("another issuer", as -> as.issuer("https://login.example/"));
        refused("no issuer", as -> as.issuer(null));
        refused("another audience", as -> as.audience("shop"));
        refused("no audience", as -> as.audience((String) null));
        refused("another nonce", as -> as.claim("nonce", "The nonce"));
        refused("no nonce", as -> as.claim("nonce", null));
        refused("a nonce that is no text", as -> as.claim("nonce", List.of("the nonce")));
        refused("another party", as -> as.claim("azp", "shop"));
        refused("two audiences and no party", as -> as.audience(List.of("hotline", "shop")));
        refused("no subject", as -> as.subject(null));
        refused("an empty subject", as -> as.subject(""));
        refused("a subject without end", as -> as.subject("x".repeat(256)));
        var forBoth = claims(as -> as.audience(List.of("shop", "hotline")).claim("azp", "hotline"));
        assertThat(check(byRsa(forBoth))).isInstanceOf(Checked.Good.class);
    }

    @Test
    void timesAreKeptWithinTheClockSkew() throws Exception {
        refused("run out", as -> as.expirationTime(at(-61)));
        refused("no end", as -> as.expirationTime(null));
        refused("not yet", as -> as.notBeforeTime(at(62)));
        refused("of the future", as -> as.issueTime(at(62)).expirationTime(at(400)));
        refused("older than our question", as -> as.issueTime(at(-95)));
        refused("no beginning", as -> as.issueTime(null));
        for (var seconds : List.of(-80L, -30L, 0L, 59L)) {
            var skewed = claims(as -> as.issueTime(at(seconds)).expirationTime(at(seconds + 60)));
            assertThat(check(byRsa(skewed))).as("issued at %s s", seconds).isInstanceOf(Checked.Good.class);
        }
    }

    @Test
    void whatATokenSaysCannotWriteLinesIntoTheLog() throws Exception {
        assertThat(check(byRsa(claims(as -> as.issuer("x\n2026-11-25 ERROR all is lost")))))
                .isInstanceOfSatisfying(
                        Checked.Bad.class, bad -> assertThat(bad.why()).doesNotContain("\n"));
    }
}
