package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units live: what they are called on a day, and what is left of them when they end. */
class UnitLivesIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final UnitCode HOUSING = new UnitCode("housing");
    private static final UnitCode STREETS = new UnitCode("streets");
    private static final UnitCode PARKS = new UnitCode("parks");
    /** 3 December in China. */
    private static final Instant NOW = Instant.parse("2026-12-02T17:00:00Z");

    private static final LocalDate TODAY = LocalDate.of(2026, 12, 3);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 30);

    private final TestDatabase database = TestDatabase.open();
    private Office office;

    @BeforeEach
    void open() {
        office = Office.launch(database.pool("office"), Clock.fixed(NOW, ZoneOffset.UTC), TestKeys.officeConfig());
        for (var code : List.of(NORTH, SOUTH)) {
            office.addHotline(new Hotline(code, "某县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        }
        office.addUnit(new Unit(NORTH, HOUSING, "建设局", "县直单位"));
        office.addUnit(new Unit(NORTH, STREETS, "城市管理局", "县直单位"));
        office.addUnit(new Unit(NORTH, PARKS, "园林局", "县直单位"));
    }

    @AfterEach
    void close() {
        office.close();
        database.close();
    }

    @Test
    void aNameHoldsFromItsDayOnAndWhatWasBeforeStays() {
        office.unitChanges().rename(NORTH, HOUSING, "住房和城乡建设局", DECEMBER);
        office.unitChanges().regroup(NORTH, HOUSING, "重点单位", LocalDate.of(2027, 1, 1));
        assertThat(on(NOVEMBER)).isEqualTo("建设局 县直单位");
        assertThat(on(DECEMBER)).isEqualTo("住房和城乡建设局 县直单位");
        assertThat(on(LocalDate.of(2027, 1, 1))).isEqualTo("住房和城乡建设局 重点单位");
        assertThat(office.unit(NORTH, HOUSING).orElseThrow().name()).isEqualTo("住房和城乡建设局");
        assertThat(office.unitChanges().names(NORTH, HOUSING))
                .containsExactly(
                        new UnitChanges.Named(Optional.empty(), "建设局"),
                        new UnitChanges.Named(Optional.of(DECEMBER), "住房和城乡建设局"));
        // Files go on saying the old name.
        assertThat(office.lists().unitsByName(NORTH))
                .containsEntry("建设局", HOUSING)
                .containsEntry("住房和城乡建设局", HOUSING);
    }

    @Test
    void aNameToComeIsNotYetTheUnitsButFilesMaySayIt() {
        office.unitChanges().rename(NORTH, HOUSING, "住建委", LocalDate.of(2027, 1, 1));
        assertThat(office.unit(NORTH, HOUSING).orElseThrow().name()).isEqualTo("建设局");
        assertThat(office.lists().unitsByName(NORTH)).containsEntry("住建委", HOUSING);
    }

    @Test
    void aMistakeInANameIsCorrectedForEver() {
        office.unitChanges().correctName(NORTH, HOUSING, "住建局");
        office.unitChanges().correctGroup(NORTH, HOUSING, "乡镇");
        assertThat(on(NOVEMBER)).isEqualTo("住建局 乡镇");
        assertThat(office.lists().unitsByName(NORTH)).doesNotContainKey("建设局");
    }

    @Test
    void aNameThatAnotherUnitHasIsRefusedAndOneThatItHadIsFree() {
        refused(
                Refused.Kind.CONFLICT,
                "unit streets is called 城市管理局 already",
                () -> office.unitChanges().rename(NORTH, HOUSING, "城市管理局", TODAY));
        office.unitChanges().rename(NORTH, STREETS, "综合执法局", TODAY);
        office.unitChanges().rename(NORTH, HOUSING, "城市管理局", TODAY);
        assertThat(office.lists().unitsByName(NORTH))
                .as("who is called so now is meant")
                .containsEntry("城市管理局", HOUSING);
    }

    @Test
    void aListThatHasAnOlderWordThanWeChangesNothing() {
        var older = List.of(new UnitEntry(new Unit(NORTH, HOUSING, "建设局", "县直单位"), Optional.empty(), List.of()));
        office.unitChanges().rename(NORTH, HOUSING, "住建局", DECEMBER);
        office.unitChanges().regroup(NORTH, HOUSING, "重点单位", DECEMBER);
        assertThat(office.lists().keepUnits(NORTH, older)).isEqualTo(new Kept(0, 0, 1));
        var newer = List.of(new UnitEntry(
                new Unit(NORTH, HOUSING, "住建委", "县直单位"), Optional.of(LocalDate.of(2026, 12, 2)), List.of()));
        assertThat(office.lists().keepUnits(NORTH, newer)).isEqualTo(new Kept(0, 1, 0));
        assertThat(on(DECEMBER)).isEqualTo("住建局 重点单位");
        assertThat(on(TODAY)).isEqualTo("住建委 重点单位");
        end(List.of(STREETS), List.of(HOUSING), DECEMBER, Optional.empty());
        var unaware = List.of(new UnitEntry(new Unit(NORTH, STREETS, "城管局", "县直单位"), Optional.empty(), List.of()));
        assertThat(office.lists().keepUnits(NORTH, unaware)).isEqualTo(new Kept(0, 0, 1));
    }

    @Test
    void aUnitThatEndsIsToldWithItsSuccessorAndWasThereBefore() {
        end(List.of(STREETS, PARKS), List.of(HOUSING), DECEMBER, Optional.empty());
        assertThat(office.units(NORTH, NOVEMBER)).extracting(Unit::code).containsExactly(HOUSING, PARKS, STREETS);
        assertThat(office.units(NORTH, DECEMBER)).extracting(Unit::code).containsExactly(HOUSING);
        assertThat(office.unit(NORTH, STREETS).orElseThrow().life().end())
                .contains(new UnitLife.End(DECEMBER, List.of(HOUSING), "机构改革"));
        refused(
                Refused.Kind.CONFLICT,
                "unit 城市管理局 (streets) ended on 2026-12-01: its successor is 建设局 (housing)",
                () -> office.unitAtWork(NORTH, STREETS));
        refused(Refused.Kind.CONFLICT, "ended on", () -> office.unitChanges().rename(NORTH, STREETS, "新", TODAY));
        assertThat(office.lists().unitsByName(NORTH)).containsEntry("城市管理局", STREETS);
    }

    @Test
    void anEndToComeIsNoEndYet() {
        end(List.of(STREETS), List.of(HOUSING), LocalDate.of(2027, 1, 1), Optional.empty());
        assertThat(office.unitAtWork(NORTH, STREETS).life().end()).isPresent();
        refused(
                Refused.Kind.CONFLICT,
                "ends on 2027-01-01",
                () -> end(List.of(STREETS), List.of(PARKS), TODAY, Optional.empty()));
    }

    @Test
    void whatCannotEndSoIsRefusedWhole() {
        end(List.of(STREETS), List.of(HOUSING), DECEMBER, Optional.empty());
        refused(
                Refused.Kind.CONFLICT,
                "is not there on",
                () -> end(List.of(PARKS), List.of(STREETS), TODAY, Optional.empty()));
        refused(
                Refused.Kind.INVALID,
                "has no unit nowhere",
                () -> end(List.of(PARKS, new UnitCode("nowhere")), List.of(HOUSING), TODAY, Optional.empty()));
        office.addUnit(new Unit(NORTH, new UnitCode("south-county"), "南县", "县区", Optional.of(SOUTH)));
        refused(
                Refused.Kind.CONFLICT,
                "do not run the same hotline",
                () -> end(List.of(new UnitCode("south-county")), List.of(HOUSING), TODAY, Optional.empty()));
        var late = new UnitCode("late");
        office.addUnit(new Unit(
                NORTH,
                late,
                "新设局",
                "县直单位",
                Optional.empty(),
                new UnitLife(Optional.of(LocalDate.of(2027, 1, 1)), Optional.empty())));
        refused(
                Refused.Kind.CONFLICT,
                "is not there on",
                () -> end(List.of(PARKS), List.of(late), TODAY, Optional.empty()));
        refused(Refused.Kind.CONFLICT, "begins on 2027-01-01", () -> office.unitAtWork(NORTH, late));
        assertThat(office.unitAtWork(NORTH, PARKS).life().end()).isEmpty();
        assertThatThrownBy(() -> new UnitEnding(NORTH, List.of(PARKS), List.of(PARKS), TODAY, "?", Optional.empty()))
                .hasMessageContaining("its own successor");
    }

    @Test
    void clerksGetTheSuccessorOnlyWhenItIsSaid() {
        var clerk = person("clerk", STREETS);
        var gardener = person("gardener", PARKS);
        end(List.of(STREETS), List.of(HOUSING), DECEMBER, Optional.of(HOUSING));
        end(List.of(PARKS), List.of(HOUSING), DECEMBER, Optional.empty());
        assertThat(office.grants(clerk))
                .extracting(grant -> grant.unit().orElseThrow())
                .containsExactly(HOUSING, STREETS);
        assertThat(office.grants(gardener))
                .extracting(grant -> grant.unit().orElseThrow())
                .containsExactly(PARKS);
        assertThat(office.unitChanges().people(NORTH, List.of(STREETS, PARKS))).isEqualTo(2);
    }

    @Test
    void ofTwoWhoEndEachOthersSuccessorTheSecondIsRefused() {
        var rows = new PgUnits(database.pool("office"));
        rows.end(new UnitEnding(NORTH, List.of(STREETS), List.of(PARKS), TODAY, "甲", Optional.empty()));
        // As somebody would who looked before that.
        refused(
                Refused.Kind.CONFLICT,
                "meanwhile",
                () -> rows.end(new UnitEnding(NORTH, List.of(PARKS), List.of(STREETS), TODAY, "乙", Optional.empty())));
        assertThat(office.unitAtWork(NORTH, PARKS).life().end()).isEmpty();
    }

    private void end(List<UnitCode> units, List<UnitCode> successors, LocalDate on, Optional<UnitCode> peopleTo) {
        office.unitChanges().end(new UnitEnding(NORTH, units, successors, on, "机构改革", peopleTo));
    }

    private PersonId person(String login, UnitCode unit) {
        var person = new PersonId(UUID.randomUUID());
        office.addPerson(person, login, "某人");
        office.grant(person, NORTH, "unit-clerk", Optional.of(unit));
        return person;
    }

    private String on(LocalDate day) {
        return office.units(NORTH, day).stream()
                .filter(unit -> unit.code().equals(HOUSING))
                .map(unit -> unit.name() + " " + unit.group())
                .findFirst()
                .orElseThrow();
    }

    private static void refused(Refused.Kind kind, String words, Runnable deed) {
        assertThatThrownBy(deed::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }
}
