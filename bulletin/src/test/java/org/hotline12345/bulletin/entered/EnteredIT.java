package org.hotline12345.bulletin.entered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.PastFigure;
import org.hotline12345.bulletin.PastFigures;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Kept;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnteredIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final UnitCode WATER = new UnitCode("water");
    private static final UnitCode ROADS = new UnitCode("roads");
    private static final Instant NOW = Instant.parse("2026-12-02T01:30:00Z");
    private static final SignedIn EDITOR = person(Set.of(EnteredDesk.ENTER));

    private TestDatabase database;
    private Office office;
    private PgEntered entered;
    private PgPast past;
    private EnteredDesk desk;

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addUnit(new Unit(NORTH, WATER, "供水公司", "县直单位"));
        office.addUnit(new Unit(NORTH, ROADS, "公路局", "县直单位"));
        var pool = database.pool("bulletin");
        entered = new PgEntered(pool);
        past = new PgPast(pool);
        desk = new EnteredDesk(entered, past, office, clock);
    }

    @AfterAll
    void close() {
        office.close();
        database.close();
    }

    @Test
    void aScoreIsKeptAsTheVeryDecimalThatWasEntered() {
        var period = Period.of("2026-01");
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "0.1000"));
        desk.enter(EDITOR, NORTH, score(period, Optional.of(ROADS), "19.999999"));
        desk.enter(EDITOR, NORTH, score(period, Optional.empty(), "7582"));
        assertThat(entered.points(NORTH, period, "及时查收"))
                .containsExactly(
                        Map.entry(ROADS, new BigDecimal("19.999999")), Map.entry(WATER, new BigDecimal("0.1000")));
        assertThat(entered.own(NORTH, period, "及时查收")).contains(new BigDecimal("7582"));
        assertThat(entered.points(NORTH, period, "及时办结")).isEmpty();
        assertThat(entered.points(NORTH, Period.of("2026-02"), "及时查收")).isEmpty();
    }

    @Test
    void aCorrectionIsANewRowThatNamesTheOldOne() {
        var period = Period.of("2026-03");
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "18"));
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "17.5"));
        var history = entered.history(NORTH, period);
        assertThat(history).hasSize(2);
        assertThat(history.getFirst().corrects()).contains(history.getLast().id());
        assertThat(history.getLast().score().points()).contains(new BigDecimal("18"));
        assertThat(history.getFirst().by()).isEqualTo(EDITOR.person());
        assertThat(entered.points(NORTH, period, "及时查收")).containsEntry(WATER, new BigDecimal("17.5"));
        assertThatThrownBy(() -> database.pool("bulletin")
                        .query("update bulletin.entered set points = 20")
                        .execute()
                        .await())
                .isInstanceOf(PgException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void whatIsTakenBackIsNoLongerCountedAndStaysInTheHistory() {
        var period = Period.of("2026-04");
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "18"));
        desk.enter(
                EDITOR, NORTH, new EnteredScore(period, Optional.of(WATER), "及时查收", Optional.empty(), "录错单位", "考核台账"));
        assertThat(entered.points(NORTH, period, "及时查收")).isEmpty();
        assertThat(entered.history(NORTH, period)).hasSize(2);
    }

    @Test
    void enteringTheSameAgainIsRefusedAndAnUnknownUnitToo() {
        var period = Period.of("2026-05");
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "18"));
        assertThatThrownBy(() -> desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "18.0")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("stands there already");
        assertThatThrownBy(() -> desk.enter(EDITOR, NORTH, score(period, Optional.of(new UnitCode("nobody")), "18")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no unit nobody");
        assertThatThrownBy(() -> desk.enter(person(Set.of()), NORTH, score(period, Optional.of(ROADS), "18")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("bulletin.enter");
        assertThat(entered.history(NORTH, period)).hasSize(1);
    }

    @Test
    void ofManyWhoCorrectAtOnceEachCorrectsWhatAnotherLeftOrIsRefused() throws Exception {
        var period = Period.of("2026-06");
        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), "10"));
        var refused = 0;
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 20; i++) {
                var points = "11." + i;
                tries.add(() -> {
                    try {
                        desk.enter(EDITOR, NORTH, score(period, Optional.of(WATER), points));
                        return true;
                    } catch (Refused e) {
                        return false;
                    }
                });
            }
            for (var done : people.invokeAll(tries)) {
                refused += done.get() ? 0 : 1;
            }
        }
        var history = entered.history(NORTH, period);
        assertThat(history).hasSize(1 + 20 - refused);
        // One chain: no two rows correct the same one.
        assertThat(history.stream().flatMap(row -> row.corrects().stream()))
                .doesNotHaveDuplicates()
                .hasSize(20 - refused);
        assertThat(entered.points(NORTH, period, "及时查收")).hasSize(1);
    }

    @Test
    void whatThePredecessorPrintedIsAnsweredWithItsSourceAndBringingItAgainChangesNothing() {
        var july = Period.of("2022-07");
        var figures = List.of(
                new PastFigure(july, "tickets.all", "", new BigDecimal("2117"), "7月份办理情况通报"),
                new PastFigure(july, "排名", "water", new BigDecimal("3"), "7月份办理情况通报"),
                new PastFigure(july, "排名", "roads", new BigDecimal("22"), "7月份办理情况通报"));
        assertThat(desk.past(NORTH, figures, PersonId.SYSTEM)).isEqualTo(new Kept(3, 0, 0));
        assertThat(desk.past(NORTH, figures, PersonId.SYSTEM)).isEqualTo(new Kept(0, 0, 3));
        var corrected = new PastFigure(july, "tickets.all", "", new BigDecimal("2118"), "更正通报");
        assertThat(desk.past(NORTH, List.of(corrected), PersonId.SYSTEM)).isEqualTo(new Kept(0, 1, 0));
        assertThat(past.find(NORTH, july, "tickets.all", ""))
                .contains(new PastFigures.Past(new BigDecimal("2118"), new PastFigures.Source.Predecessor("更正通报")));
        assertThat(past.ofAll(NORTH, july, "排名")).hasSize(2).containsKeys("water", "roads");
        assertThat(past.find(NORTH, july, "排名", "police")).isEmpty();
        assertThat(past.find(NORTH, Period.of("2021-07"), "tickets.all", "")).isEmpty();
    }

    @Test
    void whatIsNoDecimalIsNoScore() {
        for (var text : List.of("", "1e3", "12,5", "1.1234567", "99999999999999", "NaN", "十八", "1.")) {
            assertThatThrownBy(() -> EnteredScore.decimal(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(EnteredScore.decimal("-2.50")).isEqualTo(new BigDecimal("-2.50"));
    }

    private static EnteredScore score(Period period, Optional<UnitCode> unit, String points) {
        return new EnteredScore(period, unit, "及时查收", Optional.of(new BigDecimal(points)), "逾期查收", "考核台账");
    }

    private static SignedIn person(Set<org.hotline12345.office.Right> rights) {
        return new SignedIn(
                new PersonId(UUID.randomUUID()),
                "editor",
                "某编辑",
                List.of(new Grant(NORTH, "editor", Optional.empty(), rights)));
    }
}
