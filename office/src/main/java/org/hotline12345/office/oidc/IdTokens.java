package org.hotline12345.office.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether an ID token may be believed (OpenID Connect Core 1.0, 3.1.3.7). Knows no clock and asks nobody. */
final class IdTokens {
    /** Signatures that only the provider can make. What is left out: none at all, and those with a secret that we know, too. */
    static final List<String> ALGORITHMS = List.of("RS256", "ES256");

    private static final Set<JWSAlgorithm> ALLOWED = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int MAX_TOKEN_LENGTH = 16_384;
    private static final int MAX_SUBJECT_LENGTH = 255;
    private static final int MAX_WORDS_LENGTH = 200;

    /**
     * What a token must say.
     *
     * @param nonce that we sent with the person to the provider
     * @param begunAt when that was; no token for it is older
     */
    record Expected(String issuer, String clientId, String nonce, Instant begunAt, Duration clockSkew) {}

    sealed interface Checked {
        record Good(JWTClaimsSet claims) implements Checked {}

        /** Not signed with any of the keys: there may be newer ones. */
        record UnknownKey(String why) implements Checked {}

        /** @param why for the log, in printable ASCII */
        record Bad(String why) implements Checked {}
    }

    private IdTokens() {}

    static Checked check(@Nullable String token, JWKSet keys, Expected expected, Instant now) {
        if (token == null || token.length() > MAX_TOKEN_LENGTH) {
            return new Checked.Bad("there is none, or it has more than " + MAX_TOKEN_LENGTH + " characters");
        }
        try {
            var signed = SignedJWT.parse(token);
            if (!ALLOWED.contains(signed.getHeader().getAlgorithm())) {
                return new Checked.Bad("it is signed with none of " + String.join(", ", ALGORITHMS));
            }
            if (keys.filter(JWKMatcher.forJWSHeader(signed.getHeader())).isEmpty()) {
                return new Checked.UnknownKey("the provider has no such key");
            }
            return claims(processor(keys, expected, now).process(signed, null), expected, now);
        } catch (BadJWSException _) {
            return new Checked.UnknownKey("its signature is not the provider's");
        } catch (BadJOSEException e) {
            return new Checked.Bad(printable(String.valueOf(e.getMessage())));
        } catch (ParseException _) {
            return new Checked.Bad("it is no signed token");
        } catch (JOSEException _) {
            return new Checked.Bad("its signature cannot be tried with the provider's key");
        }
    }

    private static Checked claims(JWTClaimsSet claims, Expected expected, Instant now) throws BadJOSEException {
        if (!(claims.getClaim("nonce") instanceof String nonce) || !isSame(nonce, expected.nonce())) {
            return new Checked.Bad("its nonce is not the one that we sent");
        }
        var party = claims.getClaim("azp");
        if (party == null ? claims.getAudience().size() > 1 : !party.equals(expected.clientId())) {
            return new Checked.Bad("it was made out for another party (azp)");
        }
        var issuedAt = claims.getIssueTime().toInstant();
        if (issuedAt.isAfter(now.plus(expected.clockSkew()))
                || issuedAt.isBefore(
                        expected.begunAt().minus(expected.clockSkew()).minusSeconds(1))) {
            return new Checked.Bad("it was not issued since we asked for it; are both clocks right?");
        }
        var subject = claims.getSubject();
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
            return new Checked.Bad("its subject is empty or has more than " + MAX_SUBJECT_LENGTH + " characters");
        }
        return new Checked.Good(claims);
    }

    private static DefaultJWTProcessor<SecurityContext> processor(JWKSet keys, Expected expected, Instant now) {
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        Set.of(expected.clientId()),
                        new JWTClaimsSet.Builder().issuer(expected.issuer()).build(),
                        Set.of("sub", "iat", "exp"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(now);
                    }
                };
        verifier.setMaxClockSkew((int) expected.clockSkew().toSeconds());
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALLOWED, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(verifier);
        return processor;
    }

    /** The library's words may hold the token's. */
    private static String printable(String words) {
        var ascii = words.replaceAll("[^ -~]", "?");
        return ascii.substring(0, Math.min(ascii.length(), MAX_WORDS_LENGTH));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
