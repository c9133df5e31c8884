package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankMethodTest {
    @ParameterizedTest
    @CsvSource({
        "ningling_2022_07_county_unit_scores.csv, DENSE_BLANK_TIES, 44",
        "ningling_2022_07_town_scores.csv, DENSE_BLANK_TIES, 15",
        "pingdingshan_2023_08_county_scores.csv, COMPETITION, 6",
        "pingdingshan_2023_08_district_scores.csv, COMPETITION, 6",
        "pingdingshan_2023_08_city_unit_scores.csv, COMPETITION, 37",
        "pingdingshan_2023_08_subdistrict_scores.csv, COMPETITION, 39"
    })
    void publishedPlacesFollowFromThePublishedScores(String file, RankMethod method, int units) {
        var rows = SeedTables.read(file);
        assertThat(rows).hasSize(units);
        var places = method.places(rows.stream()
                .map(row -> Optional.of(new BigDecimal(row.get("total_score"))))
                .toList());
        assertThat(places.stream().map(place -> place.map(String::valueOf).orElse("")))
                .containsExactlyElementsOf(
                        rows.stream().map(row -> row.get("rank_printed")).toList());
    }

    @ParameterizedTest
    @CsvSource({"DENSE, 3 1 1 - 2", "DENSE_BLANK_TIES, 3 1 _ - 2", "COMPETITION, 4 1 1 - 3", "NONE, - - - - -"})
    void placesAreAFunctionOfTheScoresWhateverTheOrderOfRows(RankMethod method, String expected) {
        var scores = List.of(score("80"), score("100"), score("100.00"), Optional.<BigDecimal>empty(), score("90.5"));
        var shown = method.places(scores).stream()
                .map(place -> place.map(String::valueOf).orElse("-"))
                .toList();
        assertThat(shown).containsExactly(expected.replace('_', '-').split(" "));
    }

    private static Optional<BigDecimal> score(String text) {
        return Optional.of(new BigDecimal(text));
    }
}
