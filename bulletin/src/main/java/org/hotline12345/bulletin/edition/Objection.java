package org.hotline12345.bulletin.edition;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/**
 * What a unit says against its figures.
 *
 * @param number counts up from 1 in its edition
 * @param late it came after the time that units had
 */
public record Objection(
        int number,
        UnitCode unit,
        Matter matter,
        String words,
        PersonId by,
        Instant at,
        boolean late,
        Optional<Answer> answer) {
    /** What it is about. */
    public sealed interface Matter {
        /** A figure of the unit's own is wrong. */
        record OfFigure(String figure) implements Matter {}

        /** A ticket of the unit's own is to be left out of the assessment (剔除). */
        record Exclusion(String ticket) implements Matter {}
    }

    /** What the office said to it. */
    public record Answer(boolean accepted, String words, PersonId by, Instant at) {}

    Objection answered(Answer given) {
        return new Objection(number, unit, matter, words, by, at, late, Optional.of(given));
    }
}
