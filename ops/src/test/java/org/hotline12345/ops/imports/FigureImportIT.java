package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEntry;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureImportIT {
    private static final HotlineCode CODE = new HotlineCode("ningling");
    private static final String SCORES = """
        月份,单位,项目,得分,说明,来源
        2026-11,住管局,及时查收,18.50,逾期查收2件,11月考核台账
        2026年11月,县住建管理局,及时办结,20,无逾期,11月考核台账
        2026/11,,去年同期工单量,5089,上年通报所载,2025年11月通报
        """;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.open();
    private final Clock clock = Clock.fixed(Instant.parse("2026-12-02T06:00:00Z"), ZoneOffset.UTC);
    private final Office office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
    private Target target;

    @BeforeEach
    void open() {
        office.addHotline(new Hotline(CODE, "宁陵县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.lists()
                .keepUnits(
                        CODE,
                        List.of(new UnitEntry(
                                new Unit(CODE, new UnitCode("zhujian"), "县住建管理局", "县直单位"),
                                Optional.empty(),
                                List.of("住管局"))));
        target = new Target(office, office.hotline(CODE), clock, database::pool, () -> {
            throw new IllegalStateException("no passwords are written here");
        });
    }

    @AfterEach
    void close() {
        office.close();
        database.close();
    }

    @Test
    void scoresComeByUnitAndItemAndTheSameFileTwiceChangesNothing() throws IOException {
        assertThat(load("scores", SCORES)).isEqualTo(new Stored(3, 0, 0));
        assertThat(load("scores", SCORES)).isEqualTo(new Stored(0, 0, 3));
        assertThat(load("scores", SCORES.replace("18.50", "17"))).isEqualTo(new Stored(0, 1, 2));
        assertThat(column("select unit || ' ' || item || ' ' || points from bulletin.v_entered order by id"))
                .containsExactly("zhujian 及时办结 20", " 去年同期工单量 5089", "zhujian 及时查收 17");
        assertThat(column("select points || ' ' || coalesce(corrects::text, '-') from bulletin.entered order by id"))
                .containsExactly("18.50 -", "20 -", "5089 -", "17 1");
    }

    @Test
    void aBadRowIsNamedByLineAndColumnAndNothingIsStored() throws IOException {
        var bad = read("scores", """
            月份,单位,项目,得分,说明,来源
            2026-13,住管局,及时查收,18,无,台账
            2026-11,某局,及时查收,18,无,台账
            2026-11,住管局,及时查收,十八,无,台账
            2026-11,住管局,及时查收,18,,台账
            2026-11,住管局,及时回退,18,无,台账
            2026-11,住建管理局,及时回退,18,无,台账
            2026-11,zhujian,及时回退,19,无,台账
            """);
        assertThat(bad.loaded()).isFalse();
        assertThat(bad.problems().stream().map(Problem::toString))
                .containsExactly(
                        "line 2, column 月份: \"2026-13\" is no month such as 2026-11 or 2026年11月",
                        "line 3, column 单位: \"某局\" is no unit: import units first, with this name as an alias",
                        "line 4, column 得分: is no decimal such as 18.5",
                        "line 5, column 说明: is empty",
                        "line 7, column 单位: \"住建管理局\" is no unit: import units first, with this name as an alias",
                        "line 8, column 月份: is the same as in line 6");
        assertThat(column("select count(*)::text from bulletin.entered")).containsExactly("0");
    }

    @Test
    void whatThePredecessorPrintedComesWithItsPercentSign() throws IOException {
        var figures = """
            月份,指标,对象,数值,来源
            2022-07,tickets.all,,2117,7月份办理情况通报
            2022-07,tickets.closure-rate,,99.66%,7月份办理情况通报
            2022-07,排名,住管局,22,7月份办理情况通报
            2022-07,占比,疫情防控,18.04 %,7月份办理情况通报
            """;
        assertThat(load("figures", figures)).isEqualTo(new Stored(4, 0, 0));
        assertThat(load("figures", figures)).isEqualTo(new Stored(0, 0, 4));
        assertThat(column("select figure || ' ' || subject || ' ' || value from bulletin.v_past order by figure"))
                .containsExactlyInAnyOrder(
                        "tickets.all  2117", "tickets.closure-rate  99.66", "排名 zhujian 22", "占比 疫情防控 18.04");
    }

    @Test
    void theTemplatesSayWhatMayStandThere() {
        assertThat(FileKind.of("scores").template()).contains("月份", "得分", "十进制数");
        assertThat(FileKind.of("figures").template()).contains("指标", "来源", "当时印出的数");
    }

    private Stored load(String kind, String text) throws IOException {
        var outcome = read(kind, text);
        assertThat(outcome.problems()).isEmpty();
        return outcome.stored();
    }

    private Outcome read(String kind, String text) throws IOException {
        var path = Files.writeString(Files.createTempFile(folder, kind, ".csv"), text);
        return run(FileKind.of(kind).open().apply(target), path);
    }

    private static <R> Outcome run(Kind<R> kind, Path path) {
        return new Import<>(kind, TableFile.at(path)).run(false);
    }

    private List<String> column(String sql) {
        return StreamSupport.stream(
                        database.pool("bulletin").query(sql).execute().await().spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }
}
