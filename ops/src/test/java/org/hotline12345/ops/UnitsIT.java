package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
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
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands by which units live, as they are typed, on a real database. */
class UnitsIT {
    private static final HotlineCode CODE = new HotlineCode("ningling");
    private static final UnitCode STREETS = new UnitCode("streets");
    private static final UnitCode PARKS = new UnitCode("parks");
    private static final UnitCode HOUSING = new UnitCode("housing");
    private static final SignedIn ANYBODY = new SignedIn(
            new PersonId(new UUID(1, 1)),
            "anybody",
            "某人",
            List.of(new Grant(CODE, "office", Optional.empty(), Set.of(Rights.SEE, Rights.REGISTER, Rights.DISPATCH))));

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
        office.addHotline(new Hotline(CODE, "宁陵县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addProfile(CODE, "ticketing: {}", Instant.EPOCH, PersonId.SYSTEM);
        var settings = Settings.parse("telephony", "ami: {secret: not-used-here}", Map.of());
        telephony =
                Telephony.launch(database.pool("telephony"), Clock.systemUTC(), office, TelephonyConfig.read(settings));
        ticketing = Ticketing.launch(
                database.pool("ticketing"), Clock.systemUTC(), office, telephony, new TicketingConfig(5));
        unit("add", "--code", "streets", "--name", "城市管理局", "--group", "县直单位");
        unit("add", "--code", "parks", "--name", "园林局", "--group", "县直单位");
        unit("add", "--code", "housing", "--name", "住建局", "--group", "县直单位");
    }

    @AfterEach
    void close() {
        ticketing.close();
        telephony.close();
        office.close();
        database.close();
    }

    @Test
    void aMergeIsShownDoneToldAndAudited() {
        var tickets = List.of(sent(STREETS, "解放路"), sent(STREETS, "东关镇"), sent(PARKS, "解放路"));
        var clerk = new PersonId(UUID.randomUUID());
        office.addPerson(clerk, "clerk", "某人");
        office.grant(clerk, CODE, "unit-clerk", Optional.of(STREETS));
        assertThat(unit("merge", "streets", "园林局", "--into", "住建局", "--dry-run").lines())
                .contains(
                        "nothing is done; without --dry-run:",
                        "3 open tickets go to 住建局 (housing)",
                        "1 people who worked there keep what they saw and get nothing new");
        assertThat(tickets).allMatch(one -> !unitOf(one).equals(HOUSING));
        assertThat(unit("merge", "streets", "园林局", "--into", "住建局", "--with-people")
                        .lines())
                .anyMatch(line ->
                        line.matches("unit 城市管理局 \\(streets\\) ends on [0-9-]{10}; followed by 住建局 \\(housing\\)"))
                .contains(
                        "1 people who worked there work for 住建局 (housing), too",
                        "3 open tickets went to 住建局 (housing)");
        assertThat(tickets).allMatch(one -> unitOf(one).equals(HOUSING));
        assertThat(office.grants(clerk))
                .extracting(grant -> grant.unit().orElseThrow())
                .containsExactly(HOUSING, STREETS);
        assertThat(audited("office.end-unit")).hasSize(2).allMatch(line -> line.contains("3 open tickets moved"));
        assertThat(refused("merge", "streets", "--into", "housing"))
                .contains("ended on")
                .contains("its successor is");
        assertThat(unit("list")).contains("streets\t城市管理局\t县直单位\tends ").contains("followed by [housing]");
    }

    @Test
    void aSplitGoesByAreaAndListAndTheRestToTheFirst() throws IOException {
        var listed = sent(STREETS, "东关镇");
        var east = sent(STREETS, "东关镇");
        var other = sent(STREETS, "解放路");
        var list = Files.writeString(folder.resolve("list.csv"), "工单编号,承继单位\n" + listed.number() + ",住建局\n");
        assertThat(unit(
                                "split",
                                "--unit",
                                "streets",
                                "--into",
                                "housing,parks",
                                "--area",
                                "东关镇=园林局",
                                "--list",
                                list.toString(),
                                "--why",
                                "县委编办〔2026〕9号")
                        .lines())
                .contains("2 open tickets went to 住建局 (housing)", "1 open tickets went to 园林局 (parks)");
        assertThat(List.of(unitOf(listed), unitOf(east), unitOf(other))).containsExactly(HOUSING, PARKS, HOUSING);
        assertThat(ticketing.history(now(east)).getLast().fact().toString()).contains("县委编办〔2026〕9号");
        assertThat(refused("split", "--unit", "parks", "--into", "housing")).contains("two or more");
        assertThat(refused("split", "--unit", "parks", "--into", "housing,streets"))
                .contains("is not there on");
        Files.writeString(list, "工单编号,承继单位\n1,住建局\n");
        unit("add", "--code", "new", "--name", "新设局", "--group", "县直单位", "--from", "2026-11-01");
        assertThat(refused("split", "--unit", "parks", "--into", "housing,new", "--list", list.toString()))
                .contains("line 2: ");
    }

    @Test
    void aRenamedUnitIsFoundByItsOldNameAndAMistakeIsCorrected() {
        assertThat(unit("rename", "--unit", "housing", "--name", "住房和城乡建设局", "--from", "2026-11-01"))
                .contains("unit 住建局 (housing) is called 住房和城乡建设局 from 2026-11-01 on; no ticket moves");
        assertThat(unit("regroup", "--unit", "住建局", "--group", "重点单位", "--from", "2026-11-01", "--dry-run"))
                .contains("nothing is done")
                .contains("belongs to group 重点单位 from 2026-11-01 on");
        assertThat(unit("regroup", "--unit", "住建局", "--group", "重点单位", "--correct"))
                .contains("and was always");
        assertThat(unit("list", "--on", "2026-10-31"))
                .contains("housing\t住建局\t重点单位\tnames [住建局, 住房和城乡建设局 from 2026-11-01]");
        assertThat(refused("rename", "--unit", "parks", "--name", "城市管理局", "--dry-run"))
                .contains("unit streets is called 城市管理局 already");
        assertThat(audited("office.rename-unit")).containsExactly("housing from 2026-11-01 on");
    }

    @Test
    void anEndWithoutASuccessorGivesTheTicketsBackAndAnEndToComeWaits() {
        var ticket = sent(PARKS, "解放路");
        assertThat(unit("end", "--unit", "parks"))
                .contains("no unit follows it")
                .contains("1 open tickets went back");
        assertThat(now(ticket).lead()).isEmpty();
        var later = sent(STREETS, "解放路");
        assertThat(unit("end", "--unit", "streets", "--successor", "housing", "--on", "2099-01-01"))
                .contains("1 open tickets as of now go on that day to 住建局 (housing)");
        assertThat(unitOf(later)).isEqualTo(STREETS);
        assertThat(refused("end", "--unit", "housing", "--with-people")).contains("--with-people needs --successor");
    }

    private Ticket sent(UnitCode unit, String area) {
        var ticket = ticketing
                .register(
                        ANYBODY,
                        new Intake(
                                CODE,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.HELP, "路灯不亮", "路灯坏了三天。", Optional.of(area)),
                                Requester.UNKNOWN))
                .ticket();
        return ticketing.act(CODE, ticket.number(), new TicketCommand.Dispatch(ANYBODY, unit));
    }

    private Ticket now(Ticket ticket) {
        return ticketing.find(CODE, ticket.number()).orElseThrow();
    }

    private UnitCode unitOf(Ticket ticket) {
        return now(ticket).lead().orElseThrow().unit();
    }

    private List<String> audited(String action) {
        var objects = new ArrayList<String>();
        database.pool("office")
                .preparedQuery("select object from office.audit where action = $1 order by object")
                .execute(Tuple.of(action))
                .await()
                .forEach(row -> objects.add(row.getString("object")));
        return objects;
    }

    private String unit(String... words) {
        return run(0, words);
    }

    private String refused(String... words) {
        return run(2, words);
    }

    private String run(int code, String... words) {
        var at = database.database();
        var all = new ArrayList<String>();
        all.add("unit");
        all.addAll(List.of(words));
        all.addAll(List.of("--hotline", "ningling"));
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
        var out = new StringWriter();
        assertThat(Main.execute(new PrintWriter(out, true), all.toArray(String[]::new)))
                .as(() -> String.join(" ", words) + " printed " + out)
                .isEqualTo(code);
        return out.toString();
    }
}
