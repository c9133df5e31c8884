package org.hotline12345.office.oidc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), as far as we need it.
 *
 * @param authorization where browsers are sent to sign in
 * @param token where a code is given for tokens
 * @param keys where the keys are that the provider signs with
 * @param userInfo where more is told about who signed in
 * @param endSession where browsers are sent to sign out
 * @param secretInBody whether our secret goes into the question's body; else into a header
 * @param namesItself whether the provider names itself to who comes back from it (RFC 9207)
 */
record Metadata(
        URI authorization,
        URI token,
        URI keys,
        Optional<URI> userInfo,
        Optional<URI> endSession,
        boolean secretInBody,
        boolean namesItself) {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    /** A description that we cannot work with, and why. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Unusable(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /**
     * @param issuer as our configuration names it; a provider of another name is another one
     * @throws Unusable when something is missing or not as it must be
     */
    static Metadata of(JsonObject said, String issuer) {
        if (!issuer.equals(said.getValue("issuer"))) {
            throw new Unusable(
                    "it calls itself otherwise than office.oidc.issuer does: both must be the same to the letter");
        }
        var algorithms = words(said, "id_token_signing_alg_values_supported");
        if (algorithms.stream().noneMatch(IdTokens.ALGORITHMS::contains)) {
            throw new Unusable("it signs with none of " + String.join(", ", IdTokens.ALGORITHMS));
        }
        var methods = words(said, "code_challenge_methods_supported");
        if (!methods.isEmpty() && !methods.contains("S256")) {
            throw new Unusable("it knows no PKCE with S256");
        }
        var ours = words(said, "token_endpoint_auth_methods_supported");
        var inHeader = ours.isEmpty() || ours.contains("client_secret_basic");
        if (!inHeader && !ours.contains("client_secret_post")) {
            throw new Unusable("it takes no client secret, neither client_secret_basic nor client_secret_post");
        }
        return new Metadata(
                needed(said, "authorization_endpoint", issuer),
                needed(said, "token_endpoint", issuer),
                needed(said, "jwks_uri", issuer),
                address(said, "userinfo_endpoint", issuer),
                address(said, "end_session_endpoint", issuer),
                !inHeader,
                Boolean.TRUE.equals(said.getValue("authorization_response_iss_parameter_supported")));
    }

    private static URI needed(JsonObject said, String key, String issuer) {
        return address(said, key, issuer).orElseThrow(() -> new Unusable("it names no " + key));
    }

    /** An address as safe as the issuer's own: https, or http on this machine when the issuer is that, too. */
    private static Optional<URI> address(JsonObject said, String key, String issuer) {
        var value = said.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            var uri = new URI(value instanceof String text ? text : "");
            if (uri.getRawFragment() == null && uri.getRawUserInfo() == null && isSafe(uri, issuer)) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new Unusable("its " + key + " is no https address");
    }

    private static boolean isSafe(URI uri, String issuer) {
        @Nullable String host = uri.getHost();
        if (host == null || uri.getScheme() == null) {
            return false;
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> issuer.startsWith("http:") && THIS_MACHINE.contains(host);
            default -> false;
        };
    }

    private static List<String> words(JsonObject said, String key) {
        return said.getValue(key) instanceof JsonArray array
                ? array.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
