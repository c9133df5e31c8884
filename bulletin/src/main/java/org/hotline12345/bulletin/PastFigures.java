package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;

/**
 * What earlier bulletins said, for comparisons with the month or the year before (环比, 同比) and for months in a row (连续N月). An
 * edition that was published here goes before what the predecessor printed.
 */
public interface PastFigures {
    /** Where a past figure comes from, as it must be told. */
    sealed interface Source {
        /** Published by this program. */
        record Published(String documentNumber, int version) implements Source {}

        /** From the predecessor (来自原系统): brought in as it was printed there, never recounted. */
        record Predecessor(String document) implements Source {}
    }

    /** A figure of an earlier bulletin. */
    record Past(BigDecimal value, Source source) {}

    /**
     * One figure.
     *
     * @param subject a unit's code, or another name; empty for the whole
     */
    Optional<Past> find(HotlineCode hotline, Period period, String figure, String subject);

    /** A figure of all its subjects, such as the ranks of all units. */
    Map<String, Past> ofAll(HotlineCode hotline, Period period, String figure);
}
