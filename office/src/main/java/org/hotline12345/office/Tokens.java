package org.hotline12345.office;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** What the database holds of a sign-in's token: whoever reads the rows cannot be somebody by them. */
final class Tokens {
    private Tokens() {}

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
