package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportIT {
    private static final HotlineCode CODE = new HotlineCode("ningling");
    private static final String UNITS = """
            单位编码,单位名称,分组,别名
            zhujian,县住建管理局,县直单位,住管局、县住管局
            luogang,逻岗镇,乡镇街道,
            """;
    private static final String TICKETS = """
            工单编号,登记时间,渠道,诉求性质,标题,内容,地点,诉求人,联系电话,承办单位,派单时间,办理期限,签收时间,答复时间,答复内容,已联系诉求人,办结时间,结案时间
            A1,2026-07-01 08:00,电话,求助,路灯不亮,解放路路灯坏了。,解放路,张三,154 0000 0001,住管局,2026-07-01 09:00,2026-07-08 18:00:00,2026-07-01 10:00,2026-07-02 15:00,已修好。,是,2026-07-02 16:00,2026-07-03 09:00
            A2,2026-07-01 08:10,微信,咨询,社保办理,在哪里办？,,,,,,,,,人社局二楼。,,,2026-07-01 08:20
            A3,2026/7/1 8:20,市转县,投诉,噪声,夜间施工。,东关,,03709000001,逻岗镇,2026-07-01 09:00,,,,,,,
            A4,2026-07-02 8:20,信箱,建议,路牌,建议加装路牌。,,,,,,,,,,,,
            """;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.open();
    private final Pool ticketing = database.pool("ticketing");
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-25T06:00:00Z"), ZoneOffset.UTC);
    private final OfficeConfig keys = TestKeys.officeConfig();
    private final Office office = Office.launch(database.pool("office"), clock, keys);
    private Target target;

    @BeforeEach
    void open() {
        office.addHotline(new Hotline(CODE, "宁陵县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        target = new Target(
                office,
                office.hotline(CODE),
                clock,
                database::pool,
                () -> new PasswordFile(folder.resolve("passwords")));
    }

    @AfterEach
    void close() {
        office.close();
        database.close();
    }

    @Test
    void unitsComeWithTheirOtherNamesAndTheSameFileTwiceChangesNothing() throws IOException {
        assertThat(load("units", UNITS)).isEqualTo(new Stored(2, 0, 0));
        assertThat(load("units", UNITS)).isEqualTo(new Stored(0, 0, 2));
        assertThat(load("units", UNITS.replace("逻岗镇,乡镇街道,", "逻岗镇,乡镇街道,逻岗"))).isEqualTo(new Stored(0, 1, 1));
        assertThat(office.units(CODE)).hasSize(2);
        assertThat(office.lists().unitsByName(CODE))
                .extractingByKeys("zhujian", "县住建管理局", "住管局", "县住管局")
                .extracting(Object::toString)
                .containsOnly("zhujian");
        assertThat(office.lists().unitsByName(CODE)).hasSize(7);
        var other = read("units", "编码,名称,分组,别名\nnew,新单位,县直单位,住管局\n", false);
        assertThat(other.loaded()).isFalse();
        assertThat(other.problems().toString()).contains("means unit zhujian already");
    }

    @Test
    void aUnitThatHasAnotherNameIsRenamedFromItsDayOnAndAnOlderFileDoesNotUndoIt() throws IOException {
        load("units", UNITS);
        assertThat(load("units", "编码,名称,分组,启用日期\nzhujian,县住房和城乡建设局,重点单位,2026-11-01\n"))
                .isEqualTo(new Stored(0, 1, 0));
        assertThat(load("units", UNITS)).isEqualTo(new Stored(0, 0, 2));
        var housing = new UnitCode("zhujian");
        assertThat(office.unit(CODE, housing).orElseThrow().name()).isEqualTo("县住房和城乡建设局");
        assertThat(office.units(CODE, LocalDate.of(2026, 10, 31)))
                .filteredOn(unit -> unit.code().equals(housing))
                .extracting(unit -> unit.name() + unit.group())
                .containsExactly("县住建管理局县直单位");
        // Tickets of the old name are still the unit's.
        assertThat(load("tickets", TICKETS.replace(",住管局,", ",县住建管理局,"))).isEqualTo(new Stored(4, 0, 0));
        assertThat(column("select unit from ticketing.ticket where title = '路灯不亮'"))
                .containsExactly("zhujian");
    }

    @Test
    void usersComeWithOneTimePasswordsInAFileOfTheirOwner() throws IOException {
        load("units", UNITS);
        var users = "登录名,姓名,角色,单位\nli.si,李四,agent,\nwang,王五,unit-clerk,住管局\n";
        assertThat(load("users", users)).isEqualTo(new Stored(2, 0, 0));
        var passwords = folder.resolve("passwords");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                .isEqualTo("rw-------");
        var lines = Files.readAllLines(passwords).stream()
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        assertThat(office.signIn("wang", lines.get("wang")).mustChangePassword())
                .isTrue();
        assertThatThrownBy(() -> load("users", users)).hasMessageContaining("is there already");
        Files.delete(passwords);
        assertThat(load("users", users)).isEqualTo(new Stored(0, 0, 2));
        assertThat(passwords).doesNotExist();
        var bad = read("users", "登录名,姓名,角色,单位\nli.si,李某,agent,\nzhao,赵六,unit-clerk,\nqian,钱七,king,\n", false);
        assertThat(bad.problems().stream().map(Problem::toString))
                .element(0)
                .asString()
                .contains("line 2, column 登录名");
        assertThat(bad.problems().toString())
                .contains("role unit-clerk needs a unit")
                .contains("\"king\" is none of");
        assertThat(bad.problems().toString()).doesNotContain("李四");
    }

    @Test
    void anAreaStandsAfterTheOneItLiesIn() throws IOException {
        assertThat(load("areas", "区域编码,区域名称,上级区域\n411423,宁陵县,\n411423101,逻岗镇,411423\n"))
                .isEqualTo(new Stored(2, 0, 0));
        assertThat(read("areas", "区域编码,区域名称,上级区域\n1,某村,9\n", false).problems().toString())
                .contains("is no area that stands before");
    }

    @Test
    void aYearCountsFromTheImportOnAndHalfAYearIsRefused() throws IOException {
        var saturday = LocalDate.of(2027, 2, 20);
        assertThat(office.calendar(CODE).knows(saturday)).isFalse();
        assertThatThrownBy(() -> load("calendar", "日期,安排,节日\n2027-01-01,放假,元旦\n"))
                .hasMessageContaining("the year 2027 is not whole")
                .hasMessageContaining("2027-10-01")
                .hasMessageContaining("春节");
        var year = new StringBuilder("日期,安排,节日\n2027-02-20,上班,春节\n");
        for (var day : List.of("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")) {
            year.append("2027-").append(day).append(",放假,节\n");
        }
        for (int day = 5; day <= 11; day++) {
            year.append("2027年2月").append(day).append("日,放假,春节\n");
        }
        assertThat(load("calendar", year.toString())).isEqualTo(new Stored(14, 0, 0));
        assertThat(load("calendar", year.toString())).isEqualTo(new Stored(0, 0, 14));
        // A program that runs beside reads it within its half minute; a new one at once.
        var later = Office.launch(database.pool("office"), clock, keys);
        assertThat(later.calendar(CODE).knows(saturday)).isTrue();
        assertThat(later.calendar(CODE).isWorked(saturday)).isTrue();
        assertThat(later.calendar(CODE).isWorked(LocalDate.of(2027, 2, 8))).isFalse();
    }

    @Test
    void ticketsComeWithTheTimesThatTheyHadFromGb18030Too() throws IOException {
        load("units", UNITS);
        assertThat(write("tickets", TICKETS.getBytes(Charset.forName("GB18030")), false)
                        .stored())
                .isEqualTo(new Stored(4, 0, 0));
        assertThat(load("tickets", TICKETS)).isEqualTo(new Stored(0, 0, 4));
        assertThat(column("select state from ticketing.ticket order by registered_at"))
                .containsExactly("CLOSED", "CLOSED", "DISPATCHED", "REGISTERED");
        assertThat(column("""
                select number || ' ' || coalesce(unit, '-') || ' ' || to_char(registered_at at time zone 'Asia/Shanghai', 'HH24:MI')
                       || ' ' || coalesce(mode, '-') || ' ' || (imported_at is not null)
                  from ticketing.ticket order by registered_at"""))
                .containsExactly(
                        "20260701-000001 zhujian 08:00 UNIT true",
                        "20260701-000002 - 08:10 DIRECT true",
                        "20260701-000003 luogang 08:20 - true",
                        "20260702-000001 - 08:20 - true");
        assertThat(column("select to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') from ticketing.ticket"
                        + " where unit is not null order by number"))
                // Complaints have ten working days in Henan: counted, as the file gives none.
                .containsExactly("07-08 18:00", "07-15 23:59");
        // No number stands in the open anywhere.
        assertThat(column("select count(*)::text from ticketing.ticket where requester_phone is not null"))
                .containsExactly("2");
        assertThat(
                        column(
                                "select t::text || e::text from ticketing.ticket t join ticketing.ticket_event e using (number)"))
                .noneMatch(row -> row.contains("15400000001") || row.contains("张三"));
    }

    @Test
    void nobodyIsAskedAboutWhatHappenedElsewhere() throws IOException {
        load("units", UNITS);
        load("tickets", TICKETS);
        assertThat(column("select count(*)::text from ticketing.v_ticket_event where handles and asks"))
                .containsExactly("0");
        assertThat(column("select count(*)::text from ticketing.v_ticket_event where handles"))
                .containsExactly("2");
    }

    @Test
    void ratingsComeOnTheNumberOfTheOtherSystemOrOursOncePerClosing() throws IOException {
        load("units", UNITS);
        load("tickets", TICKETS);
        var ratings = "工单编号,评价,评价时间\nA1,基本满意,2026-07-04 10:00\n20260701-000002,未评价,2026-07-04 10:00\n";
        assertThat(load("ratings", ratings)).isEqualTo(new Stored(2, 0, 0));
        assertThat(load("ratings", ratings)).isEqualTo(new Stored(0, 0, 2));
        var rated = new ArrayList<String>();
        database.pool("bulletin")
                .query("select ticket, state, rating from callback.v_rating order by ticket")
                .execute()
                .await()
                .forEach(row -> rated.add(row.deepToString()));
        assertThat(rated)
                .containsExactly("[20260701-000001,ANSWERED,BASICALLY_SATISFIED]", "[20260701-000002,UNRATED,null]");
        assertThat(read(
                                "ratings",
                                "工单编号,评价,评价时间\nA3,满意,2026-07-04 10:00\nA9,满意,2026-07-04 10:00\nA1,好,2026-07-04 10:00\n",
                                false)
                        .problems()
                        .stream()
                        .map(Problem::reason))
                .containsExactly(
                        "is a ticket that is not handled yet",
                        "is no ticket: import tickets first",
                        "\"好\" is none of 不满意、基本满意、满意");
    }

    @Test
    void whatCannotHaveHappenedIsNamedByLineAndColumn() throws IOException {
        load("units", UNITS);
        var bad = read(
                "tickets",
                TICKETS.replace("A1,2026-07-01 08:00", "A1,2026-07-04 08:00")
                        .replace("逻岗镇,", "某镇,")
                        .replace("人社局二楼。", "")
                        .replace("A4,2026-07-02 8:20", "A4,2026-12-02 8:20")
                        .replace("03709000001", "无"),
                false);
        assertThat(bad.loaded()).isFalse();
        assertThat(bad.problems().stream().map(Problem::toString))
                .containsExactly(
                        "line 2, column 派单时间: is earlier than the step before it",
                        "line 3, column 答复内容: is empty, yet it was answered",
                        "line 4, column 联系电话: is no telephone number",
                        "line 5, column 登记时间: lies in the future");
        assertThat(column("select count(*)::text from ticketing.ticket")).containsExactly("0");
        assertThat(read("tickets", TICKETS.replace("逻岗镇,", "某镇,"), true).stored())
                .isEqualTo(new Stored(3, 0, 0));
    }

    private Stored load(String kind, String text) throws IOException {
        var outcome = read(kind, text, false);
        assertThat(outcome.problems()).isEmpty();
        return outcome.stored();
    }

    private Outcome read(String kind, String text, boolean skipBad) throws IOException {
        return write(kind, text.getBytes(StandardCharsets.UTF_8), skipBad);
    }

    private Outcome write(String kind, byte[] bytes, boolean skipBad) throws IOException {
        var path = Files.write(Files.createTempFile(folder, kind, ".csv"), bytes);
        return run(FileKind.of(kind).open().apply(target), path, skipBad);
    }

    private static <R> Outcome run(Kind<R> kind, Path path, boolean skipBad) {
        return new Import<>(kind, TableFile.at(path)).run(skipBad);
    }

    private List<String> column(String sql) {
        return StreamSupport.stream(ticketing.query(sql).execute().await().spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }
}
