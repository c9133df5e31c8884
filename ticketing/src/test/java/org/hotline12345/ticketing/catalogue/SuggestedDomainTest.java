package org.hotline12345.ticketing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.Domain;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.junit.jupiter.api.Test;

class SuggestedDomainTest {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final UnitCode WATER = new UnitCode("water");
    private static final Catalogue CATALOGUE = new Catalogue(
            3,
            LocalDate.of(2026, 11, 1),
            "",
            PersonId.SYSTEM,
            Instant.EPOCH,
            List.of(
                    new CatalogueEntry("供水", Set.of("停水", "水压"), Optional.empty(), WATER, List.of()),
                    new CatalogueEntry("噪声", Set.of("噪声", "夜间施工"), Optional.empty(), WATER, List.of())));
    private static final List<Domain> DOMAINS =
            List.of(domain("03", "城乡建设"), domain("03.1", "供水"), domain("03.2", "路灯"), domain("03.3", "路灯照明"));

    @Test
    void theCategoryWhoseWordsTheTextHasIsTheDomainOfThatName() {
        assertThat(SuggestedDomain.of(matter("小区停水", "水压也低。"), Optional.of(CATALOGUE), DOMAINS))
                .contains(new SuggestedDomain(domain("03.1", "供水"), List.of("停水", "水压")));
    }

    @Test
    void elseTheLongestNameThatStandsInTheText() {
        assertThat(SuggestedDomain.of(matter("路灯照明差", "夜间施工也没有灯。"), Optional.of(CATALOGUE), DOMAINS))
                .contains(new SuggestedDomain(domain("03.3", "路灯照明"), List.of("路灯照明")));
        assertThat(SuggestedDomain.of(matter("路灯不亮", "解放路。"), Optional.empty(), DOMAINS))
                .contains(new SuggestedDomain(domain("03.2", "路灯"), List.of("路灯")));
    }

    @Test
    void aTextThatSaysNothingOfAnyIsOfNone() {
        assertThat(SuggestedDomain.of(matter("办理社保", "在哪里办？"), Optional.of(CATALOGUE), DOMAINS))
                .isEmpty();
        assertThat(SuggestedDomain.of(matter("小区停水", "水压也低。"), Optional.of(CATALOGUE), List.of()))
                .isEmpty();
    }

    private static Matter matter(String title, String content) {
        return new Matter(Nature.HELP, title, content, Optional.empty());
    }

    private static Domain domain(String code, String name) {
        return new Domain(NORTH, code, name, Optional.empty());
    }
}
