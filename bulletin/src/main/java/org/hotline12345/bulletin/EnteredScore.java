package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * A figure that an office enters because no row gives it.
 *
 * @param unit whose it is; empty for the hotline's own, such as the base of last year
 * @param item what it is called in the profile and in formulas
 * @param points the very decimal that was entered; empty takes back what stood there
 * @param reason why it is that much, for who doubts it
 * @param source where it comes from, such as a document or a unit's report
 */
public record EnteredScore(
        Period period,
        Optional<UnitCode> unit,
        String item,
        Optional<BigDecimal> points,
        String reason,
        String source) {
    public static final int MAX_ITEM = 60;
    public static final int MAX_WORDS = 500;
    /** More digits after the point than any office scores by. */
    public static final int MAX_SCALE = 6;

    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    public EnteredScore {
        named("item", item, MAX_ITEM);
        named("reason", reason, MAX_WORDS);
        named("source", source, MAX_WORDS);
        points.ifPresent(EnteredScore::checked);
    }

    /**
     * Reads a decimal exactly as it is written.
     *
     * @throws IllegalArgumentException when it is none, or longer than an office's figures are
     */
    public static BigDecimal decimal(String text) {
        if (text.length() > 30 || !text.matches("[+-]?[0-9]+([.][0-9]+)?")) {
            throw new IllegalArgumentException("is no decimal such as 18.5");
        }
        return checked(new BigDecimal(text));
    }

    private static BigDecimal checked(BigDecimal number) {
        if (number.scale() > MAX_SCALE || number.abs().compareTo(MOST) > 0) {
            throw new IllegalArgumentException("has more than " + MAX_SCALE + " decimals or is beyond " + MOST);
        }
        return number;
    }

    static void named(String what, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(what + " has 1 to " + most + " characters");
        }
    }
}
