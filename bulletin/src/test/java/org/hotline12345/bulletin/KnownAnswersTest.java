package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KnownAnswersTest {
    private static final List<Map<String, String>> ROWS = SeedTables.read("known_answers.csv");

    @TestFactory
    List<DynamicTest> everyRateThatAnOfficePrintedComesOutAsTheVeryText() {
        return ROWS.stream()
                .filter(row -> row.get("status").equals("OK"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("seed") + " " + row.get("figure"),
                        () -> assertThat(ratio(row).printed()).isEqualTo(signed(row.get("printed")))))
                .toList();
    }

    @Test
    void allHundredAndFiftyRowsAreChecked() {
        assertThat(ROWS.stream().filter(row -> row.get("status").equals("OK"))).hasSize(150);
    }

    @Test
    void whereTheSourceIsWrongTheRecomputedValueIsPrinted() {
        var wrong = ROWS.stream()
                .filter(row -> row.get("status").equals("SOURCE_ERROR"))
                .toList();
        assertThat(wrong)
                .hasSize(2)
                .allSatisfy(row -> assertThat(ratio(row).printed())
                        .isEqualTo(row.get("recomputed"))
                        .isNotEqualTo(row.get("printed")));
    }

    /** One row of 平舆县's table lacks the sign that all others have. */
    private static String signed(String printed) {
        return printed.endsWith("%") ? printed : printed + "%";
    }

    private static Figure.Ratio ratio(Map<String, String> row) {
        var format = RatioFormat.percent(
                Integer.parseInt(row.get("scale")),
                Rounding.valueOf(row.get("rounding")),
                row.get("format").equals("STRIP_ZEROS"),
                "—");
        return new Figure.Ratio(
                row.get("figure"),
                row.get("figure"),
                count(row.get("numerator")),
                count(row.get("denominator")),
                format);
    }

    private static Count count(String text) {
        return new Count("", Long.parseLong(text), "件");
    }
}
