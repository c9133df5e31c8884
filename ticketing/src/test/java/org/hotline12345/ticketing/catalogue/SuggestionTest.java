package org.hotline12345.ticketing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.likeness.Alike;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final UnitCode WATER = new UnitCode("water");
    private static final UnitCode TOWN = new UnitCode("town");
    private static final UnitCode HOUSING = new UnitCode("housing");
    private static final Catalogue CATALOGUE = new Catalogue(
            3,
            LocalDate.of(2026, 11, 1),
            "",
            PersonId.SYSTEM,
            Instant.EPOCH,
            List.of(
                    new CatalogueEntry("供水", Set.of("停水", "水压"), Optional.empty(), WATER, List.of()),
                    new CatalogueEntry("供水", Set.of("停水", "水压"), Optional.of("城关镇"), WATER, List.of(TOWN)),
                    new CatalogueEntry("物业", Set.of("物业"), Optional.empty(), HOUSING, List.of())));

    private static Matter matter(String title, String content, String area) {
        return new Matter(Nature.HELP, title, content, Optional.of(area));
    }

    private static List<Suggestion> suggest(Matter matter, List<Alike> alike, Set<UnitCode> notTo) {
        return Suggestion.of(matter, Optional.of(CATALOGUE), alike, 25, notTo);
    }

    @Test
    void theCatalogueNamesTheUnitsOfCategoryAndAreaAndSaysWhy() {
        var suggestions = suggest(matter("小区停水", "昨天起停水，水压也低。", "城关镇兴华小区"), List.of(), Set.of());
        assertThat(suggestions).singleElement().satisfies(one -> {
            assertThat(one.unit()).isEqualTo(WATER);
            assertThat(one.assisting()).containsExactly(TOWN);
            assertThat(one.reasons()).containsExactly("目录 v3：供水×城关镇（“停水”“水压”）");
            assertThat(one.catalogueVersion()).hasValue(3);
        });
    }

    @Test
    void whereNoLineNamesTheAreaTheCategorysGeneralLineCounts() {
        assertThat(suggest(matter("停水", "停水了", "西河镇"), List.of(), Set.of()))
                .singleElement()
                .satisfies(one -> assertThat(one.reasons()).containsExactly("目录 v3：供水（“停水”）"));
    }

    @Test
    void theCategoryWithMoreOfItsWordsInTheTextComesFirst() {
        assertThat(suggest(matter("停水", "水压低，物业不管", "西河镇"), List.of(), Set.of()))
                .extracting(Suggestion::unit)
                .containsExactly(WATER, HOUSING);
    }

    @Test
    void unitsWhoseWorkOnTheLikeWasAcceptedAreSuggestedWithThoseTickets() {
        var lamp = matter("解放路路灯不亮", "路灯坏了三天", "解放路");
        var alike = List.of(
                accepted("20261101-000001", "解放路路灯不亮", "路灯坏了", HOUSING),
                accepted("20261101-000002", "路灯不亮", "路灯坏了三天", HOUSING),
                accepted("20261101-000003", "兴华小区停水", "昨天起停水", WATER),
                new Alike(
                        new TicketNumber("20261101-000004"),
                        "解放路路灯不亮",
                        "路灯坏了",
                        "解放路",
                        TicketStage.IN_HAND,
                        Instant.EPOCH,
                        false,
                        Optional.empty()));
        assertThat(suggest(lamp, alike, Set.of())).singleElement().satisfies(one -> {
            assertThat(one.unit()).isEqualTo(HOUSING);
            assertThat(one.catalogueVersion()).isEmpty();
            assertThat(one.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("相似工单 20261101-000001（100%）、20261101-000002（")
                    .endsWith("由该单位办结");
        });
    }

    @Test
    void aUnitThatReturnedTheTicketIsNotSuggestedAgain() {
        assertThat(suggest(matter("停水", "停水了", "西河镇"), List.of(), Set.of(WATER)))
                .isEmpty();
    }

    @Test
    void aTextWithNoWordOfTheCatalogueHasNoCategory() {
        assertThat(CATALOGUE.categoryOf(matter("路灯不亮", "坏了", "城关镇"))).isEmpty();
        assertThat(CATALOGUE.categoryOf(matter("停水", "停水", "城关镇"))).contains("供水");
    }

    @Test
    void twoLinesForOneCategoryAndAreaAreNoCatalogue() {
        var twice = List.of(
                new CatalogueEntry("供水", Set.of("停水"), Optional.of("城关镇"), WATER, List.of()),
                new CatalogueEntry("供水", Set.of("水压"), Optional.of("城关镇"), TOWN, List.of()));
        assertThatThrownBy(() -> Catalogue.check(twice)).hasMessageContaining("供水 has two lines for area 城关镇");
        assertThatThrownBy(() -> Catalogue.check(List.of())).hasMessageContaining("1 to");
        assertThatThrownBy(() -> new CatalogueEntry("供水", Set.of(), Optional.empty(), WATER, List.of()))
                .hasMessageContaining("words");
        assertThatThrownBy(() -> new CatalogueEntry("供水", Set.of("停水"), Optional.empty(), WATER, List.of(WATER)))
                .hasMessageContaining("not the leading one");
    }

    private static Alike accepted(String number, String title, String content, UnitCode by) {
        return new Alike(
                new TicketNumber(number),
                title,
                content,
                "解放路",
                TicketStage.CLOSED,
                Instant.EPOCH,
                false,
                Optional.of(by));
    }
}
