package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.hotline12345.bulletin.http.BulletinRoutes;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.hotline12345.office.UnitLife;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulletinIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final Period NOVEMBER = Period.of("2026-11");
    // Some replies and ratings of November come later than this.
    private static final Instant CUT_OFF = Instant.parse("2026-12-03T01:30:00Z");
    private static final List<String> COUNTY = List.of(
            "公安局",
            "住房和城乡建设局",
            "市场监督管理局",
            "人力资源和社会保障局",
            "卫生健康委员会",
            "教育体育局",
            "交通运输局",
            "城市管理局",
            "自然资源局",
            "农业农村局",
            "医疗保障局",
            "民政局",
            "水利局",
            "生态环境局",
            "税务局",
            "供电公司",
            "自来水公司",
            "燃气公司",
            "文化广电旅游局",
            "退役军人事务局",
            "应急管理局",
            "财政局",
            "司法局",
            "发展和改革委员会",
            "商务局",
            "消防救援大队",
            "邮政公司",
            "残疾人联合会",
            "机关事务中心",
            "公路事业发展中心",
            "移动公司",
            "联通公司",
            "电信公司",
            "气象局");
    private static final List<String> TOWNS =
            List.of("城关镇", "柳河镇", "石桥镇", "逻岗镇", "黄岗镇", "张弓镇", "城郊乡", "华堡镇", "刘楼乡", "赵村乡", "程楼乡", "孔集乡");

    private TestDatabase database;
    private MonthRows rows;
    private Office office;
    private Bulletins bulletins;
    private SignedIn editor;

    @BeforeAll
    void open() throws SQLException {
        database = TestDatabase.open();
        rows = new MonthRows(database);
        office = Office.launch(database.pool("office"), clock(CUT_OFF), TestKeys.officeConfig());
        for (var code : List.of(NORTH, SOUTH)) {
            office.addHotline(new Hotline(code, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
            office.addProfile(
                    code, "bulletin: {shares: {scale: 1}, groups: [县直单位, 乡镇]}", Instant.EPOCH, PersonId.SYSTEM);
            units(code);
        }
        rows.calls("north", 3_000);
        rows.tickets("north", codes(), 2_000);
        rows.calls("south", 50);
        rows.tickets("south", codes(), 50);
        bulletins = bulletinsAt(CUT_OFF);
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, "editor", "某编辑");
        office.grant(person, NORTH, "editor", Optional.empty());
        office.changePassword(office.signIn("editor", password).visitor(), password, "a longer password");
        editor = office.signIn("editor", "a longer password").visitor();
    }

    @AfterAll
    void close() throws SQLException {
        rows.close();
        database.close();
    }

    @Test
    void everyCountEqualsAnIndependentOne() throws SQLException {
        var bulletin = bulletins.make(NORTH, NOVEMBER);
        var month = " from telephony.call where hotline = 'north' and arrived_at >= '2026-11-01 00:00+08'"
                + " and arrived_at < '2026-12-01 00:00+08' and queue is not null";
        same(bulletin, "calls.offered", "select count(*)" + month);
        same(bulletin, "calls.answered", "select count(*)" + month + " and outcome = 'ANSWERED'");
        same(bulletin, "calls.abandoned", "select count(*)" + month + " and outcome like 'ABANDONED%'");
        same(bulletin, "calls.within-limit", "select count(*)" + month + " and answered_at - queued_at <= '15 s'");
        same(
                bulletin,
                "calls.average-wait",
                "select round(avg(extract(epoch from answered_at - queued_at)), 1) || '秒'" + month
                        + " and answered_at is not null");
        same(bulletin, "calls.answer-rate", "select round(100.0 * count(answered_at) / count(*), 2) || '%'" + month);

        var tickets = " from ticketing.ticket t where hotline = 'north'"
                + " and registered_at >= '2026-11-01 00:00+08' and registered_at < '2026-12-01 00:00+08'"
                + " and not (state = 'VOIDED' and ended_at <= ?1)";
        same(bulletin, "tickets.all", "select count(*)" + tickets);
        same(bulletin, "tickets.direct", "select count(*)" + tickets + " and mode = 'DIRECT'");
        same(bulletin, "tickets.merged", "select count(*)" + tickets + " and state = 'MERGED'");
        var ended = " and state in ('REJECTED', 'WITHDRAWN') and ended_at <= ?1";
        same(bulletin, "tickets.ended", "select count(*)" + tickets + ended);
        same(
                bulletin,
                "tickets.unclosed",
                "select (select count(*)" + tickets + ") - (select count(*)" + tickets + ended + ") - (select count(*)"
                        + tickets + " and handled_at <= ?1)");
        same(bulletin, "tickets.dispatched", "select count(*)" + tickets + " and unit is not null");
        same(bulletin, "tickets.closed", "select count(*)" + tickets + " and handled_at <= ?1");
        same(
                bulletin,
                "tickets.on-time-rate",
                "select round(100.0 * count(*) filter (where replied_at <= due_at) / count(*), 2) || '%'" + tickets
                        + " and handled_at <= ?1 and mode = 'UNIT'");
        same(bulletin, "nature/COMPLAINT", "select count(*)" + tickets + " and nature = 'COMPLAINT'");
        same(
                bulletin,
                "nature/COMPLAINT/share",
                "select round(100.0 * count(*) filter (where nature = 'COMPLAINT') / count(*), 1) || '%'" + tickets);

        var last = "select (select s.rating from callback.survey s where s.hotline = t.hotline and s.ticket = t.number"
                + " and s.asked_at <= ?1 and s.answered_at <= ?1 and not exists (select 1 from callback.survey later"
                + " where later.hotline = t.hotline and later.ticket = t.number and later.asked_at <= ?1"
                + " and later.closing > s.closing)) as rating" + tickets
                + " and exists (select 1 from callback.survey s where s.hotline = t.hotline and s.ticket = t.number"
                + " and s.asked_at <= ?1)";
        var ratings = "with last as (" + last + ") ";
        same(bulletin, "surveys.asked", ratings + "select count(*) from last");
        same(bulletin, "surveys.unrated", ratings + "select count(*) from last where rating is null");
        same(bulletin, "surveys.dissatisfied", ratings + "select count(*) from last where rating = 'DISSATISFIED'");
        same(
                bulletin,
                "surveys.satisfaction-rate",
                ratings + "select round(100.0 * count(*) filter (where rating <> 'DISSATISFIED') / count(rating), 2)"
                        + " || '%' from last");
        assertThat(bulletin.findings()).noneMatch(finding -> finding.kind() == Finding.Kind.CONTRADICTION);
    }

    @Test
    void everyUnitsTicketsEqualAnIndependentCount() throws SQLException {
        var bulletin = bulletins.make(NORTH, NOVEMBER);
        for (var code : codes()) {
            var expected = one("select count(*) from ticketing.ticket where hotline = 'north' and unit = '" + code
                    + "' and registered_at >= '2026-11-01 00:00+08' and registered_at < '2026-12-01 00:00+08'");
            assertThat(bulletin.figure("unit/" + code + "/tickets")
                            .map(Figure::printed)
                            .orElse("0"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void unitsAreCalledAsTheyWereAtThePeriodsEnd() throws SQLException {
        var hotline = new HotlineCode("east");
        office.addHotline(new Hotline(hotline, "东县12345热线", "12347", "0371", ZoneId.of("Asia/Shanghai")));
        office.addProfile(hotline, "bulletin: {}", Instant.EPOCH, PersonId.SYSTEM);
        var streets = new UnitCode("streets");
        var housing = new UnitCode("housing");
        var founded = new UnitCode("founded");
        var idle = new UnitCode("idle");
        for (var unit : List.of(
                new Unit(hotline, streets, "城市管理局", "县直单位"),
                new Unit(hotline, housing, "建设局", "县直单位"),
                new Unit(hotline, idle, "闲置局", "县直单位"),
                new Unit(
                        hotline,
                        founded,
                        "新设局",
                        "县直单位",
                        Optional.empty(),
                        new UnitLife(Optional.of(LocalDate.of(2026, 12, 1)), Optional.empty())))) {
            office.addUnit(unit);
        }
        rows.tickets("east", List.of("streets", "housing"), 60);
        var ofStreets = one("select count(*) from ticketing.ticket where hotline = 'east' and unit = 'streets'"
                + " and registered_at >= '2026-11-01 00:00+08' and registered_at < '2026-12-01 00:00+08'");
        // In December the one is renamed and regrouped, and the other becomes part of it.
        var first = LocalDate.of(2026, 12, 1);
        office.unitChanges().rename(hotline, housing, "住建局", first);
        office.unitChanges().regroup(hotline, housing, "重点单位", first);
        office.unitChanges()
                .end(new UnitEnding(hotline, List.of(streets), List.of(housing), first, "机构改革", Optional.empty()));
        moveOpenTickets("east", "streets", "housing");
        var november = bulletins.make(hotline, NOVEMBER);
        assertThat(november.figure("unit/streets/tickets").orElseThrow().printed())
                .isEqualTo(ofStreets);
        assertThat(captions(november)).containsExactly("县直单位");
        assertThat(words(november))
                .contains("城市管理局", "建设局")
                .doesNotContain("住建局", "新设局")
                .contains("本期没有工单的单位：闲置局。");
        assertThat(words(bulletins.make(hotline, Period.of("2026-12"))))
                .contains("住建局")
                .contains("新设局");
    }

    /** As ticketing does it: the successor has it, and the row knows who had it until then. */
    private void moveOpenTickets(String hotline, String from, String to) throws SQLException {
        try (var statement = rows.connection().createStatement()) {
            statement.executeUpdate("""
                    insert into ticketing.assignment
                    select hotline, number, 1, '%3$s', 'LEAD', dispatched_at, acknowledge_by, acknowledged_at,
                           '{"workingDays": 5}', 0, 0, due_at, false, 0, 'SENT', null, null, null, null, '[]', '{}', '{}', '{}',
                           '[{"unit": "%2$s", "until_at": "2026-12-01T01:00:00Z"}]'
                      from ticketing.ticket where hotline = '%1$s' and unit = '%2$s' and closed_at is null""".formatted(hotline, from, to));
            assertThat(statement.executeUpdate(
                            "update ticketing.ticket set unit = '%3$s' where hotline = '%1$s' and unit = '%2$s' and closed_at is null"
                                    .formatted(hotline, from, to)))
                    .as("some are open")
                    .isPositive();
        }
    }

    private static List<String> captions(Bulletin bulletin) {
        return bulletin.attachment().blocks().stream()
                .filter(Block.Table.class::isInstance)
                .map(block -> ((Block.Table) block).caption())
                .toList();
    }

    /** All that the attachment says. */
    private static String words(Bulletin bulletin) {
        return bulletin.attachment().blocks().stream()
                .map(block -> switch (block) {
                    case Block.Paragraph paragraph -> paragraph.text();
                    case Block.Table table ->
                        table.rows().stream()
                                .flatMap(List::stream)
                                .map(Piece::text)
                                .collect(Collectors.joining("|"));
                    default -> "";
                })
                .collect(Collectors.joining("\n"));
    }

    @Test
    void basisAndMonthAreTheProfiles() throws SQLException {
        office.addProfile(
                SOUTH, "bulletin: {first-day: 26, basis: CLOSED_AT, closed-at: CLOSED_AT}", CUT_OFF, PersonId.SYSTEM);
        // In force from December on: November keeps the old rules.
        assertThat(bulletins.make(SOUTH, NOVEMBER).profileVersion()).isEqualTo(1);
        var december = bulletinsAt(CUT_OFF.plus(Duration.ofDays(60))).make(SOUTH, Period.of("2026-12"));
        assertThat(december.profileVersion()).isEqualTo(2);
        same(
                december,
                "tickets.all",
                "select count(*) from ticketing.ticket where hotline = 'south'"
                        + " and closed_at >= '2026-11-26 00:00+08' and closed_at < '2026-12-26 00:00+08'");
    }

    @Test
    void aMonthThatHasNotBegunIsRefused() {
        assertThatThrownBy(() -> bulletins.make(NORTH, Period.of("2027-01")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has not begun");
    }

    @Test
    void theDocumentHoldsTheSameFiguresAsThePage() throws Exception {
        // Kept after the test, for eyes.
        var folder = Path.of("target", "bulletin");
        var bulletin = bulletins.make(NORTH, NOVEMBER);
        var files = BulletinFiles.write(bulletin, folder, EnumSet.allOf(BulletinFormat.class));
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .containsExactly("12345通报-north-2026-11.docx", "12345通报-north-2026-11.html");
        try (var listed = Files.list(folder)) {
            assertThat(listed).hasSize(2);
        }
        var page = Files.readString(files.getLast());
        try (var document = new XWPFDocument(new ByteArrayInputStream(Files.readAllBytes(files.getFirst())))) {
            var text = document.getParagraphs().stream()
                    .map(XWPFParagraph::getText)
                    .collect(Collectors.joining("\n"));
            for (var id : List.of("calls.answer-rate", "tickets.closure-rate", "surveys.satisfaction-rate")) {
                var printed = bulletin.figure(id).orElseThrow().printed();
                assertThat(text).contains(printed);
                assertThat(page).contains("data-figure=\"" + id + "\"").contains(">" + printed + "</summary>");
            }
            assertThat(document.getTables()).hasSize(2);
            assertThat(document.getTables()).allSatisfy(table -> {
                assertThat(table.getRow(0).isRepeatHeader()).isTrue();
                assertThat(table.getRow(1).isRepeatHeader()).isTrue();
                assertThat(table.getRow(2).isRepeatHeader()).isFalse();
            });
            assertThat(document.getTables().getFirst().getRow(2).getCell(1).getText())
                    .isNotEmpty();
            assertThat(document.getCharts()).hasSize(1);
        }
    }

    @Test
    void anEditorGetsTheBulletinOverTheWebAndItIsWrittenDown() throws Exception {
        var port = serve(editor);
        var page = get(port, "/api/bulletin?hotline=north&period=2026-11&format=html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("关于北县12345热线2026年11月运行情况的通报");
        var document = get(port, "/api/bulletin?hotline=north&period=2026-11&format=docx");
        assertThat(document.headers().firstValue("content-disposition").orElseThrow())
                .startsWith("attachment; filename*=UTF-8''12345%E9%80%9A%E6%8A%A5-north-2026-11.docx");
        assertThat(document.body()).startsWith('P', 'K');
        assertThat(
                        one(
                                "select string_agg(object, ',' order by object) from office.audit where action = 'bulletin.make'"))
                .isEqualTo("2026-11 docx,2026-11 html");
        // 500 here only because nothing maps a refusal to its status in this test.
        assertThat(get(port, "/api/bulletin?hotline=south&period=2026-11").statusCode())
                .isEqualTo(500);
    }

    private int serve(SignedIn visitor) {
        var verticle = new AbstractVerticle() {
            private int port;

            @Override
            public void start() {
                var router = Router.router(vertx);
                router.route().handler(rc -> {
                    rc.put(SignedIn.REQUEST_KEY, visitor);
                    rc.next();
                });
                new BulletinRoutes(bulletins, office).mount(router);
                port = vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .await()
                        .actualPort();
            }
        };
        database.vertx()
                .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        return verticle.port;
    }

    private static HttpResponse<byte[]> get(int port, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private void same(Bulletin bulletin, String figure, String sql) throws SQLException {
        assertThat(bulletin.figure(figure).orElseThrow().printed()).as(figure).isEqualTo(one(sql));
    }

    /** @param sql ?1 in it is the cut-off */
    private String one(String sql) throws SQLException {
        try (var statement = rows.connection().createStatement();
                var found = statement.executeQuery(sql.replace("?1", "timestamptz '" + CUT_OFF + "'"))) {
            found.next();
            return found.getString(1);
        }
    }

    private Bulletins bulletinsAt(Instant now) {
        return Bulletins.launch(
                database.pool("bulletin"), clock(now), office, new BulletinConfig(Duration.ofSeconds(20)));
    }

    private void units(HotlineCode hotline) {
        for (int i = 0; i < COUNTY.size(); i++) {
            office.addUnit(new Unit(hotline, new UnitCode("county-" + i), COUNTY.get(i), "县直单位"));
        }
        for (int i = 0; i < TOWNS.size(); i++) {
            office.addUnit(new Unit(hotline, new UnitCode("town-" + i), TOWNS.get(i), "乡镇"));
        }
    }

    /** All units but the last of each group, which get no ticket. */
    private static List<String> codes() {
        var codes = new java.util.ArrayList<String>();
        for (int i = 0; i < COUNTY.size() - 1; i++) {
            codes.add("county-" + i);
            if (i < TOWNS.size() - 1) {
                codes.add("town-" + i);
            }
        }
        return codes;
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
