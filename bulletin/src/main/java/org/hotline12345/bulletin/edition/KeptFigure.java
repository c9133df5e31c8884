package org.hotline12345.bulletin.edition;

import java.math.BigDecimal;
import java.util.Optional;

/** A figure as it was kept with its edition. */
public record KeptFigure(
        String id,
        String name,
        String printed,
        String arithmetic,
        Optional<Part> numerator,
        Optional<Part> denominator,
        Optional<String> rounding) {
    /** A count, and in words what was counted. */
    public record Part(String words, BigDecimal value) {}
}
