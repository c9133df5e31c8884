package org.hotline12345.bulletin;

import java.math.BigDecimal;

/**
 * A figure that the predecessor's bulletin printed: a count, a rate, a score or a rank.
 *
 * @param figure its id in our bulletins, such as {@code tickets.all}, or a name of the office's own
 * @param subject whose it is: a unit's code, or another name; empty for the whole
 * @param source the document in which it stood
 */
public record PastFigure(Period period, String figure, String subject, BigDecimal value, String source) {
    public static final int MAX_NAME = 100;

    public PastFigure {
        EnteredScore.named("figure", figure, MAX_NAME);
        EnteredScore.named("source", source, EnteredScore.MAX_WORDS);
        if (subject.length() > MAX_NAME) {
            throw new IllegalArgumentException("subject has at most " + MAX_NAME + " characters");
        }
    }
}
