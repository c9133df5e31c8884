package org.hotline12345.office.oidc;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody's way to the provider and back. It is kept by the browser that begins it, sealed: who comes back with another one's state
 * has no journey for it, and nothing has to be kept here for people who are not known yet.
 *
 * @param state comes back with the person
 * @param nonce comes back in the token
 * @param verifier what only we can show the provider together with the code (PKCE, RFC 7636)
 * @param next the address of ours that the person wanted
 */
public record Journey(String state, String nonce, String verifier, String next, Instant begunAt) {
    /** Tells it from everything else that is sealed with the same key. */
    private static final String MARK = "journey to the provider\n";

    /** @param random gives 43 unforeseeable characters of base64url, each time others */
    static Journey begin(Supplier<String> random, String next, Instant now) {
        return new Journey(random.get(), random.get(), random.get(), next, now);
    }

    /** What proves to the provider later that it is us who began. */
    String challenge() {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }

    public String text() {
        return MARK
                + new JsonObject()
                        .put("state", state)
                        .put("nonce", nonce)
                        .put("verifier", verifier)
                        .put("next", next)
                        .put("begunAt", begunAt.toEpochMilli())
                        .encode();
    }

    /** Empty for any text that is no journey. */
    public static Optional<Journey> of(String text) {
        if (!text.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            var said = new JsonObject(text.substring(MARK.length()));
            return Optional.of(new Journey(
                    said.getString("state"),
                    said.getString("nonce"),
                    said.getString("verifier"),
                    said.getString("next"),
                    Instant.ofEpochMilli(said.getLong("begunAt"))));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
