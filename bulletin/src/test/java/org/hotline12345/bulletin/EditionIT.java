package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hotline12345.bulletin.edition.Edition;
import org.hotline12345.bulletin.edition.EditionCommand;
import org.hotline12345.bulletin.edition.EditionDesk;
import org.hotline12345.bulletin.edition.EditionState;
import org.hotline12345.bulletin.edition.KeptFigure;
import org.hotline12345.bulletin.edition.Objection;
import org.hotline12345.bulletin.edition.Trace.Part;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The month's end of an office: units object, facts are frozen, somebody checks, a leader signs, readers get it. */
class EditionIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Period NOVEMBER = Period.of("2026-11");
    private static final Instant BEGIN = Instant.parse("2026-12-03T01:30:00Z");
    private static final List<String> UNITS = List.of("water", "roads", "police", "town-1", "town-2");
    private static final int PAGE = 100;

    private static final SignedIn EDITOR = person("某编辑", Optional.empty(), Bulletins.MAKE, EditionDesk.SEE);
    private static final SignedIn CHECKER = person("某审核", Optional.empty(), EditionDesk.CHECK, EditionDesk.SEE);
    private static final SignedIn LEADER = person("王主任", Optional.empty(), EditionDesk.SIGN, EditionDesk.SEE);
    private static final SignedIn WATER = person("供水经办", Optional.of("water"), EditionDesk.OBJECT);
    private static final SignedIn ROADS = person("公路经办", Optional.of("roads"), EditionDesk.OBJECT);

    private final Watch clock = new Watch();
    private TestDatabase database;
    private MonthRows rows;
    private Office office;
    private Bulletins bulletins;
    private EditionDesk desk;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.open();
        rows = new MonthRows(database);
        office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addProfile(NORTH, "bulletin: {groups: [县直单位, 乡镇]}", Instant.EPOCH, PersonId.SYSTEM);
        for (var unit : UNITS) {
            office.addUnit(new Unit(NORTH, new UnitCode(unit), unit + "单位", unit.startsWith("town") ? "乡镇" : "县直单位"));
        }
        rows.calls("north", 600);
        rows.tickets("north", UNITS, 600);
        // As autovacuum does: without it the plans are those for a few rows.
        update("analyze ticketing.ticket, callback.survey, telephony.call");
        bulletins =
                Bulletins.launch(database.pool("bulletin"), clock, office, new BulletinConfig(Duration.ofSeconds(20)));
        desk = bulletins.editions();
    }

    @AfterEach
    void close() throws SQLException {
        office.close();
        rows.close();
        database.close();
    }

    @Test
    void whatIsPublishedStaysByteForByteAndSoDoTheTicketsBehindItAlthoughFiftyTicketsChange() throws SQLException {
        var edition = published("北热办〔2026〕11号");
        var page = desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.HTML);
        var document = desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.DOCX);
        assertThat(new String(page, StandardCharsets.UTF_8))
                .contains("北热办〔2026〕11号")
                .doesNotContain("发布前请核对");
        var closed = numbers(edition, "tickets.closed", Part.NUMERATOR);
        var water = numbers(edition, "unit/water/tickets", Part.NUMERATOR);
        var before = bulletins.make(NORTH, NOVEMBER);

        var changed = update("""
            update ticketing.ticket set unit = 'police', handled_at = null, closed_at = null, mode = null,
                   state = 'DISPATCHED'
             where number in (select number from ticketing.ticket where unit = 'water' and state = 'CLOSED'
                               order by number limit 50)""");
        assertThat(changed).isEqualTo(50);
        update("delete from callback.survey where ticket in (select number from ticketing.ticket order by number"
                + " limit 50)");
        // It would be another bulletin now.
        assertThat(printed(bulletins.make(NORTH, NOVEMBER), "tickets.closed"))
                .isNotEqualTo(printed(before, "tickets.closed"));

        assertThat(desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.HTML)).isEqualTo(page);
        assertThat(desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.DOCX)).isEqualTo(document);
        assertThat(numbers(edition, "tickets.closed", Part.NUMERATOR)).isEqualTo(closed);
        assertThat(numbers(edition, "unit/water/tickets", Part.NUMERATOR)).isEqualTo(water);
        assertThat(closed).hasSize(Integer.parseInt(printed(before, "tickets.closed")));
    }

    @Test
    void whatIsPublishedIsPrintedAgainFromItsModelToTheSameBytes() throws SQLException {
        var edition = published("北热办〔2026〕11号");
        var kept = desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.DOCX);
        update("alter table bulletin.edition_file disable trigger user");
        update("delete from bulletin.edition_file");
        assertThat(desk.print(EDITOR, NORTH, edition.id(), BulletinFormat.DOCX)).isEqualTo(kept);
    }

    @Test
    void anEditionIsPrintedFromWhatWasKeptAsItWasCounted() {
        var edition = frozen();
        for (var format : BulletinFormat.values()) {
            assertThat(desk.print(EDITOR, NORTH, edition.id(), format))
                    .isEqualTo(BulletinFiles.print(bulletins.make(NORTH, NOVEMBER), format));
        }
    }

    @Test
    void behindEachFigureStandAsManyFactsAsItCounts() throws SQLException {
        var edition = frozen();
        var compared = 0;
        for (var figure : desk.figures(EDITOR, NORTH, edition.id())) {
            for (var part : Part.values()) {
                var counted = part == Part.NUMERATOR ? figure.numerator() : figure.denominator();
                if (counted.isPresent() && counted.get().words().matches(".*（[件通]）")) {
                    var numbers = numbers(edition, figure.id(), part);
                    assertThat(numbers).as(figure.id() + " " + part).doesNotHaveDuplicates();
                    assertThat((long) numbers.size())
                            .as(figure.id() + " " + part)
                            .isEqualTo(counted.get().value().longValueExact());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
        assertThat(numbers(edition, "unit/water/tickets", Part.NUMERATOR))
                .containsExactlyElementsOf(column("select number from ticketing.ticket where unit = 'water'"
                        + " and registered_at >= '2026-11-01 00:00+08' and registered_at < '2026-12-01 00:00+08'"
                        + " order by number"));
        assertThat(numbers(edition, "calls.within-limit", Part.NUMERATOR))
                .containsExactlyElementsOf(column("select id from telephony.call where queue is not null"
                        + " and arrived_at >= '2026-11-01 00:00+08' and arrived_at < '2026-12-01 00:00+08'"
                        + " and answered_at - queued_at <= '15 s' order by id"));
    }

    @Test
    void nobodyCanChangeWhatIsPublishedNotEvenTheOwnerOfTheRows() throws SQLException {
        var edition = published("北热办〔2026〕11号");
        for (var table : List.of(
                "frozen_ticket",
                "frozen_call",
                "frozen_survey",
                "frozen_unit",
                "edition_figure",
                "edition_file",
                "edition_event")) {
            assertThatThrownBy(
                            () -> update("delete from bulletin." + table + " where edition = '" + edition.id() + "'"))
                    .as(table)
                    .hasMessageContaining("a published edition is not changed");
        }
        assertThatThrownBy(() -> update("update bulletin.frozen_ticket set unit = 'police'"))
                .hasMessageContaining("a published edition is not changed");
        assertThatThrownBy(() -> update("update bulletin.edition set state = 'DRAFT'"))
                .hasMessageContaining("a published edition is not changed");
        assertThatThrownBy(() ->
                        update("insert into bulletin.frozen_unit select '" + edition.id() + "', 'new', '新单位', '乡镇'"))
                .hasMessageContaining("a published edition is not changed");
    }

    @Test
    void aCorrectionIsANewVersionThatListsWhatItSaysAnew() throws SQLException {
        var first = published("北热办〔2026〕11号");
        var printed = desk.print(EDITOR, NORTH, first.id(), BulletinFormat.HTML);
        var old = figure(first, "unit/water/tickets").printed();
        update("update ticketing.ticket set unit = 'roads' where number in (select number from ticketing.ticket"
                + " where unit = 'water' and registered_at >= '2026-11-01 00:00+08'"
                + " and registered_at < '2026-12-01 00:00+08' order by number limit 5)");
        assertThatThrownBy(() -> desk.open(EDITOR, NORTH, NOVEMBER, Optional.empty()))
                .hasMessageContaining("correctsWhy");
        var opened = desk.open(EDITOR, NORTH, NOVEMBER, Optional.of("5件工单归错单位"));
        assertThat(opened.version()).isEqualTo(2);
        var second = publish(frozen(opened), "北热办〔2026〕12号");
        var changes = desk.changes(second);
        assertThat(changes).anySatisfy(change -> {
            assertThat(change.figure()).isEqualTo("unit/water/tickets");
            assertThat(change.before()).contains(old);
            assertThat(change.now()).contains(Long.toString(Long.parseLong(old) - 5));
        });
        assertThat(changes).noneMatch(change -> change.figure().equals("tickets.all"));
        assertThat(desk.print(EDITOR, NORTH, first.id(), BulletinFormat.HTML)).isEqualTo(printed);
        var past = Bulletins.pastFigures(database.pool("bulletin")).find(NORTH, NOVEMBER, "tickets", "water");
        assertThat(past.orElseThrow().source()).isEqualTo(new PastFigures.Source.Published("北热办〔2026〕12号", 2));
        assertThat(past.orElseThrow().value()).isEqualByComparingTo(Long.toString(Long.parseLong(old) - 5));
    }

    @Test
    void aUnitSeesItsOwnFiguresAndTicketsAndNobodyElses() {
        var edition = shown();
        assertThat(desk.open(WATER, NORTH)).extracting(Edition::id).containsExactly(edition.id());
        assertThat(desk.own(WATER, NORTH, edition.id()))
                .isNotEmpty()
                .allMatch(figure -> figure.id().startsWith("unit/water/"));
        var own = desk.ownTrace(WATER, NORTH, edition.id(), "unit/water/tickets", Part.NUMERATOR, "", PAGE);
        assertThat(own.numbers()).isNotEmpty();
        assertThatThrownBy(
                        () -> desk.ownTrace(WATER, NORTH, edition.id(), "unit/roads/tickets", Part.NUMERATOR, "", PAGE))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> desk.object(
                        ROADS,
                        NORTH,
                        edition.id(),
                        new Objection.Matter.Exclusion(own.numbers().getFirst()),
                        "不属本单位"))
                .hasMessageContaining("no ticket of this unit");
        assertThatThrownBy(() -> desk.object(
                        ROADS, NORTH, edition.id(), new Objection.Matter.OfFigure("unit/water/tickets"), "有误"))
                .hasMessageContaining("no figure of this unit");
        assertThatThrownBy(() -> desk.own(EDITOR, NORTH, edition.id())).hasMessageContaining("bulletin.object");
        assertThatThrownBy(() -> desk.figures(WATER, NORTH, edition.id())).hasMessageContaining("bulletin.see");
    }

    @Test
    void eachObjectionIsAnsweredBeforeAnythingIsFrozenAndALateOneIsMarked() {
        var edition = shown();
        var ticket = desk.ownTrace(WATER, NORTH, edition.id(), "unit/water/tickets", Part.NUMERATOR, "", 1)
                .numbers()
                .getFirst();
        desk.object(WATER, NORTH, edition.id(), new Objection.Matter.Exclusion(ticket), "台风停电，请予剔除");
        assertThatThrownBy(() -> freeze(edition.id())).hasMessageContaining("还有1条异议未答复");
        desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Answer(1, false, "停电不影响办理"));
        assertThatThrownBy(() -> freeze(edition.id())).hasMessageContaining("单位核对未到期");
        clock.now = BEGIN.plus(Duration.ofDays(4));
        var late = desk.object(ROADS, NORTH, edition.id(), new Objection.Matter.OfFigure("unit/roads/closed"), "少计1件");
        assertThat(late.late()).isTrue();
        assertThat(desk.ownObjections(ROADS, NORTH, edition.id())).hasSize(1);
        desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Answer(2, true, "已核实"));
        assertThat(freeze(edition.id()).state()).isInstanceOf(EditionState.Frozen.class);
        assertThat(desk.open(WATER, NORTH)).isEmpty();
    }

    @Test
    void publishingOverAFindingNeedsAReasonWhichWhoSignsSees() {
        // Most natures are forgotten: they do not add up to the whole.
        office.addProfile(NORTH, "bulletin: {natures: [COMPLAINT]}", Instant.EPOCH, PersonId.SYSTEM);
        var edition = frozen();
        var unexplained = edition.findings().stream()
                .filter(noted -> noted.finding().kind() == Finding.Kind.CONTRADICTION)
                .toList();
        assertThat(unexplained).hasSize(1);
        assertThatThrownBy(() -> desk.command(CHECKER, NORTH, edition.id(), new EditionCommand.Check()))
                .hasMessageContaining("未说明理由");
        explained(edition);
        var checked = desk.command(CHECKER, NORTH, edition.id(), new EditionCommand.Check());
        assertThat(desk.find(LEADER, NORTH, checked.id()).findings())
                .anySatisfy(noted -> assertThat(noted.reason()).contains("本月只公布投诉"));
    }

    @Test
    void whoFrozeDoesNotCheckAndOnlyALeaderSigns() {
        var edition = explained(frozen());
        var both = person("编审", Optional.empty(), Bulletins.MAKE, EditionDesk.CHECK, EditionDesk.SEE);
        assertThatThrownBy(() -> desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Check()))
                .hasMessageContaining("bulletin.check");
        desk.command(CHECKER, NORTH, edition.id(), new EditionCommand.Check());
        assertThatThrownBy(() -> desk.command(both, NORTH, edition.id(), new EditionCommand.SignOff("编审")))
                .hasMessageContaining("bulletin.sign");
        assertThatThrownBy(() -> desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Publish()))
                .hasMessageContaining("不能这样办理");
        var signed = desk.command(LEADER, NORTH, edition.id(), new EditionCommand.SignOff("王主任"));
        assertThat(signed.state()).isEqualTo(new EditionState.SignedOff("王主任"));
        // Back to the beginning, and the one who freezes now cannot check.
        desk.command(LEADER, NORTH, edition.id(), new EditionCommand.SendBack("标题有误"));
        desk.command(both, NORTH, edition.id(), new EditionCommand.Freeze(Optional.of("已核对过"), List.of()));
        explained(desk.find(EDITOR, NORTH, edition.id()));
        assertThatThrownBy(() -> desk.command(both, NORTH, edition.id(), new EditionCommand.Check()))
                .hasMessageContaining("不能审核自己");
    }

    @Test
    void aNumberIsGivenOnceAndOneEditionIsMadeAtATime() {
        var edition = explained(frozen());
        assertThatThrownBy(() -> desk.open(EDITOR, NORTH, NOVEMBER, Optional.empty()))
                .hasMessageContaining("being made already");
        publish(edition, "北热办〔2026〕11号");
        var october = desk.open(EDITOR, NORTH, Period.of("2026-10"), Optional.empty());
        var frozen = explained(
                desk.command(EDITOR, NORTH, october.id(), new EditionCommand.Freeze(Optional.of("补发"), List.of())));
        desk.command(CHECKER, NORTH, frozen.id(), new EditionCommand.Check());
        desk.command(LEADER, NORTH, frozen.id(), new EditionCommand.SignOff("王主任"));
        assertThatThrownBy(
                        () -> desk.command(EDITOR, NORTH, frozen.id(), new EditionCommand.AssignNumber("北热办〔2026〕11号")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("documentNumber");
    }

    @Test
    void theWorkbookHoldsEachFigureWithItsArithmeticAndEachFactOnce() throws Exception {
        var edition = frozen();
        var bytes = new ByteArrayOutputStream();
        desk.workbook(EDITOR, NORTH, edition.id(), bytes);
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(workbook.getSheet("数字").getLastRowNum())
                    .isEqualTo(desk.figures(EDITOR, NORTH, edition.id()).size());
            assertThat((long) workbook.getSheet("工单").getLastRowNum())
                    .isEqualTo(Long.parseLong(figure(edition, "tickets.all").printed()));
            assertThat((long) workbook.getSheet("来电").getLastRowNum())
                    .isEqualTo(Long.parseLong(figure(edition, "calls.arrived").printed()));
            assertThat(workbook.getSheet("工单").getRow(1).getCell(0).getStringCellValue())
                    .isEqualTo(numbers(edition, "tickets.all", Part.NUMERATOR).getFirst());
        }
    }

    @Test
    void whatIsDoneWithAnEditionIsInTheAuditTrail() throws SQLException {
        published("北热办〔2026〕11号");
        assertThat(column("select object from office.audit where action = 'bulletin.edition' order by at, object"))
                .contains(
                        "2026-11 v1 open",
                        "2026-11 v1 freeze",
                        "2026-11 v1 check",
                        "2026-11 v1 signoff",
                        "2026-11 v1 assignnumber",
                        "2026-11 v1 publish");
    }

    // An office at work

    private Edition shown() {
        var edition = desk.open(EDITOR, NORTH, NOVEMBER, Optional.empty());
        return desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Show(3, Optional.empty()));
    }

    private Edition frozen() {
        return frozen(desk.open(EDITOR, NORTH, NOVEMBER, Optional.empty()));
    }

    private Edition frozen(Edition edition) {
        return desk.command(
                EDITOR, NORTH, edition.id(), new EditionCommand.Freeze(Optional.of("更正版，单位已核对"), List.of()));
    }

    private Edition freeze(UUID id) {
        return desk.command(EDITOR, NORTH, id, new EditionCommand.Freeze(Optional.empty(), List.of()));
    }

    private Edition explained(Edition edition) {
        var explained = edition;
        for (int i = 0; i < edition.findings().size(); i++) {
            explained = desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Explain(i, "本月只公布投诉"));
        }
        return explained;
    }

    private Edition published(String number) {
        return publish(frozen(), number);
    }

    private Edition publish(Edition edition, String number) {
        explained(edition);
        assertThat(edition.findings())
                .noneMatch(noted -> noted.finding().words().contains("所存明细"));
        desk.command(CHECKER, NORTH, edition.id(), new EditionCommand.Check());
        desk.command(LEADER, NORTH, edition.id(), new EditionCommand.SignOff("王主任"));
        desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.AssignNumber(number));
        return desk.command(EDITOR, NORTH, edition.id(), new EditionCommand.Publish());
    }

    private List<String> numbers(Edition edition, String figure, Part part) {
        var numbers = new ArrayList<String>();
        var after = "";
        for (var more = true; more; ) {
            var trace = desk.trace(EDITOR, NORTH, edition.id(), figure, part, after, PAGE);
            numbers.addAll(trace.numbers());
            more = trace.more();
            after = numbers.isEmpty() ? "" : numbers.getLast();
        }
        return numbers;
    }

    private KeptFigure figure(Edition edition, String id) {
        return desk.figures(EDITOR, NORTH, edition.id()).stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String printed(Bulletin bulletin, String figure) {
        return bulletin.figure(figure).orElseThrow().printed();
    }

    private int update(String sql) throws SQLException {
        try (var statement = rows.connection().createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = rows.connection().createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static SignedIn person(String name, Optional<String> unit, Right... rights) {
        return new SignedIn(
                new PersonId(UUID.randomUUID()),
                "someone",
                name,
                List.of(new Grant(NORTH, "some-role", unit.map(UnitCode::new), Set.of(rights))));
    }

    /** A clock that a test sets. */
    private static final class Watch extends Clock {
        private Instant now = BEGIN;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
