package org.hotline12345.ticketing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;

/**
 * The code that proves whose request a number is. It is computed from the number with the index key, so nothing is stored and
 * the same request, sent again, is answered with the same code.
 */
final class ProofCodes {
    /** Without 0 O 1 I L U: read aloud and written down without mistakes. */
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;

    private final Seal seal;

    ProofCodes(Seal seal) {
        this.seal = seal;
    }

    String of(HotlineCode hotline, TicketNumber number) {
        var bytes = seal.proof(hotline, "proof of " + number.value());
        var code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            // Two bytes a letter: the remainder's lean is far below one in a thousand.
            var two = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
            code.append(LETTERS.charAt(two % LETTERS.length()));
        }
        return code.toString();
    }

    boolean fits(HotlineCode hotline, TicketNumber number, String given) {
        var plain = given.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        return MessageDigest.isEqual(
                of(hotline, number).getBytes(StandardCharsets.UTF_8), plain.getBytes(StandardCharsets.UTF_8));
    }
}
