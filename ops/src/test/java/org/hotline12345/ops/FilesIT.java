package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketFilter;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.TicketingConfig;
import org.hotline12345.ticketing.UpstreamRating;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that deal with files, as they are typed, on a real database. */
class FilesIT {
    private static final HotlineCode CODE = new HotlineCode("pingyu");
    private static final UnitCode UNICOM = new UnitCode("unicom");
    private static final SignedIn ANYBODY = new SignedIn(
            new PersonId(new UUID(1, 1)),
            "anybody",
            "某人",
            List.of(
                    new Grant(
                            CODE,
                            "office",
                            Optional.empty(),
                            Set.of(Rights.SEE, Rights.DISPATCH, Rights.REVIEW, Rights.CLOSE)),
                    new Grant(CODE, "clerk", Optional.of(UNICOM), Set.of(Rights.HANDLE))));

    /** As a platform may call its columns: not the words that we would choose. */
    private static final String PROFILE = """
            ticketing:
              upstream:
                columns:
                  number: 市工单号
                  title: 主题
                  content: 内容
                  nature: 类别
                  due: 要求回复时间
                  result-rating: 结果满意度
                  service-rating: 过程满意度
                  reply: 回复内容
                  reply-unit: 办理部门
                  replied-at: ""
                natures:
                  HELP: [求助, 求决]
            """;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.open();
    private final OfficeConfig keys = TestKeys.officeConfig();
    private final Office office = Office.launch(database.pool("office"), Clock.systemUTC(), keys);
    private Path password;
    private Telephony telephony;
    private Ticketing ticketing;

    @BeforeEach
    void open() throws IOException {
        password = Files.writeString(
                folder.resolve("password"), database.database().ownerPassword());
        office.addHotline(new Hotline(CODE, "平舆县12345热线", "12345", "0396", ZoneId.of("Asia/Shanghai")));
        office.addProfile(CODE, PROFILE, Instant.EPOCH, PersonId.SYSTEM);
        var settings = Settings.parse("telephony", "ami: {secret: not-used-here}", Map.of());
        telephony =
                Telephony.launch(database.pool("telephony"), Clock.systemUTC(), office, TelephonyConfig.read(settings));
        ticketing = Ticketing.launch(
                database.pool("ticketing"), Clock.systemUTC(), office, telephony, new TicketingConfig(5));
    }

    @AfterEach
    void close() {
        ticketing.close();
        telephony.close();
        office.close();
        database.close();
    }

    @Test
    void eachKindPrintsATemplateThatItReadsItself() throws IOException {
        for (var kind : List.of("units", "areas", "users", "tickets")) {
            var template = run(0, "import", kind, "--template");
            var lines = template.lines().toList();
            assertThat(lines.getFirst()).startsWith("# ");
            var file = Files.writeString(
                    folder.resolve(kind + ".csv"), template.replace("unit-clerk,县住建管理局", "unit-clerk,住管局"));
            assertThat(run(
                            0,
                            "import",
                            kind,
                            file.toString(),
                            "--hotline",
                            "pingyu",
                            "--passwords",
                            folder.resolve("passwords").toString()))
                    .contains(kind + ": 1 added, 0 changed, 0 as they were");
        }
        assertThat(folder.resolve("passwords")).content().startsWith("zhang.san\t");
    }

    @Test
    void aBadFileIsToldRowByRowAndEndsWithTheCodeOfWhatCanBeMended() throws IOException {
        var file = Files.writeString(folder.resolve("units.csv"), "编码,名称,分组\nA B,甲,县直单位\nb,乙,\nc,丙,县直单位\n");
        assertThat(run(2, "import", "units", file.toString(), "--hotline", "pingyu"))
                .contains("line 2, column 单位编码: unit code \"A B\" is not allowed")
                .contains("line 3, column 分组: is empty")
                .contains("2 of 3 rows are bad; nothing was stored");
        assertThat(office.units(CODE)).isEmpty();
        assertThat(run(0, "import", "units", file.toString(), "--hotline", "pingyu", "--skip-bad"))
                .contains("units: 1 added, 0 changed, 0 as they were, 2 bad rows passed over");
        assertThat(run(2, "import", "units", file.toString(), "--hotline", "nowhere"))
                .contains("there is no hotline");
        assertThat(run(2, "import", "cats", file.toString(), "--hotline", "pingyu"))
                .contains("is none of units,");
    }

    @Test
    void theUpstreamsTicketsComeDailyAndTheirRepliesGoBackInItsColumnsOnce() throws IOException {
        run(0, "import", "units", csv("编码,名称,分组\nunicom,联通公司,市直和驻平单位\n"), "--hotline", "pingyu");
        var monday = """
                市工单号,主题,内容,类别,要求回复时间,结果满意度,过程满意度,区县
                ZMD1,宽带故障,小区宽带断网。,求决,2026-12-01 18:00,,,平舆
                ZMD2,"=1+1",路灯不亮。,投诉,2026-11-30 18:00,,,平舆
                """;
        assertThat(take(monday, "2026-11-23 08:00"))
                .contains("columns that are not read: 区县")
                .contains("upstream tickets: 2 added, 0 changed, 0 as they were");
        assertThat(take(monday, "2026-11-23 08:00")).contains("0 added, 0 changed, 2 as they were");
        var broadband = only("宽带故障");
        assertThat(broadband.matter().nature()).isEqualTo(Nature.HELP);
        // The office knows better than the upstream what it is; a newer file with the same words does not undo that.
        ticketing.act(
                CODE,
                broadband.number(),
                new TicketCommand.Reclassify(
                        ANYBODY,
                        Optional.of(Nature.COMPLAINT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "实为投诉。"));
        assertThat(take(monday, "2026-11-24 08:00")).contains("0 added, 0 changed, 2 as they were");
        assertThat(only("宽带故障").matter().nature()).isEqualTo(Nature.COMPLAINT);
        var tuesday = monday.replace("小区宽带断网。", "小区宽带断网三天。").replace("ZMD2", "ZMD3");
        assertThat(take(tuesday, "2026-11-25 08:00")).contains("1 added, 1 changed, 0 as they were");
        assertThat(only("宽带故障").matter().content()).isEqualTo("小区宽带断网三天。");
        // An older file that is found again changes nothing.
        assertThat(take(monday, "2026-11-23 08:00")).contains("0 added, 0 changed, 2 as they were");
        assertThat(only("宽带故障").matter().content()).isEqualTo("小区宽带断网三天。");

        handle(only("宽带故障"), "已修复，见附件。");
        assertThat(run(0, "upstream", "unsent", "--hotline", "pingyu"))
                .contains("ZMD1\t")
                .contains("\tready\t宽带故障")
                .contains("\topen\t=1+1")
                .contains("3 have not been sent back");
        var replies = folder.resolve("replies.xlsx");
        assertThat(run(0, "upstream", "replies", replies.toString(), "--hotline", "pingyu"))
                .contains("1 replies are in");
        assertThat(rows(replies))
                .containsExactly(List.of("市工单号", "主题", "办理部门", "回复内容"), List.of("ZMD1", "宽带故障", "联通公司", "已修复，见附件。"));
        assertThat(run(0, "upstream", "unsent", "--hotline", "pingyu")).contains("2 have not been sent back");
        assertThat(run(0, "upstream", "replies", folder.resolve("more.xlsx").toString(), "--hotline", "pingyu"))
                .contains("there is nothing to send back");
        assertThat(run(2, "upstream", "replies", replies.toString(), "--again", "--hotline", "pingyu"))
                .contains("is there already");
        assertThat(run(
                        0,
                        "upstream",
                        "replies",
                        folder.resolve("again.xlsx").toString(),
                        "--again",
                        "--hotline",
                        "pingyu"))
                .contains("1 replies are in");
        // What the upstream asked the citizen comes with a later file, each question by itself.
        assertThat(take(tuesday.replace("18:00,,,", "18:00,不满意,,"), "2026-11-26 08:00"))
                .contains("0 added, 2 changed, 0 as they were");
        assertThat(column(
                        "select upstream || ' ' || result_rating || ' ' || (service_rating is null) from ticketing.upstream"
                                + " where upstream = 'ZMD1'"))
                .containsExactly("ZMD1 DISSATISFIED true");
        assertThat(column("select count(*)::text from ticketing.v_ticket_event where handles and asks"))
                .containsExactly("0");
        // And stands where people look for it: on the ticket's page and in the list that is taken out.
        var origin = ticketing.shown(ANYBODY, only("宽带故障")).origin();
        assertThat(origin.number()).contains("ZMD1");
        assertThat(origin.upstream().orElseThrow().result()).contains(UpstreamRating.DISSATISFIED);
        assertThat(origin.upstream().orElseThrow().service()).isEmpty();
        assertThat(origin.upstream().orElseThrow().sentAt()).isPresent();
        var all = new TicketFilter(Optional.empty(), Optional.empty(), Optional.empty(), 100);
        ticketing
                .export(ANYBODY, CODE, all, false)
                .forEachPage(page -> assertThat(page)
                        .extracting(one -> one.origin().number().orElseThrow())
                        .containsExactlyInAnyOrder("ZMD1", "ZMD2", "ZMD3"));
    }

    private void handle(Ticket ticket, String reply) {
        for (var command : List.of(
                new TicketCommand.Dispatch(ANYBODY, UNICOM),
                new TicketCommand.Acknowledge(ANYBODY),
                new TicketCommand.Reply(ANYBODY, reply, true),
                new TicketCommand.Review(ANYBODY))) {
            ticketing.act(CODE, ticket.number(), command);
        }
        assertThat(only(ticket.matter().title()).stage()).isEqualTo(TicketStage.HANDLED);
    }

    private Ticket only(String title) {
        return ticketing
                .list(ANYBODY, CODE, new TicketFilter(Optional.empty(), Optional.empty(), Optional.empty(), 100))
                .tickets()
                .stream()
                .filter(ticket -> ticket.matter().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private String take(String text, String madeAt) throws IOException {
        return run(0, "upstream", "import", csv(text), "--made-at", madeAt, "--hotline", "pingyu");
    }

    private String csv(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "file", ".csv"), text)
                .toString();
    }

    private static List<List<String>> rows(Path workbook) throws IOException {
        var rows = new ArrayList<List<String>>();
        try (var read = new XSSFWorkbook(Files.newInputStream(workbook))) {
            for (var row : read.getSheetAt(0)) {
                var cells = new ArrayList<String>();
                row.forEach(cell -> cells.add(cell.getStringCellValue()));
                rows.add(cells);
            }
        }
        return rows;
    }

    private List<String> column(String sql) {
        var values = new ArrayList<String>();
        database.pool("ticketing").query(sql).execute().await().forEach(row -> values.add(row.getString(0)));
        return values;
    }

    private String run(int code, String... words) {
        var at = database.database();
        var all = new ArrayList<>(List.of(words));
        if (!all.contains("--template")) {
            for (var setting : Map.of(
                            "database.embedded", "false",
                            "database.host", at.host(),
                            "database.port", Integer.toString(at.port()),
                            "database.name", at.name(),
                            "database.owner", at.owner(),
                            "database.password-file", password.toString(),
                            "office.key-file", keys.keyFile().toString(),
                            "data", folder.toString())
                    .entrySet()) {
                all.add("--set");
                all.add(setting.getKey() + "=" + setting.getValue());
            }
        }
        var out = new StringWriter();
        assertThat(Main.execute(new PrintWriter(out, true), all.toArray(String[]::new)))
                .as(() -> String.join(" ", words) + " printed " + out)
                .isEqualTo(code);
        return out.toString();
    }
}
