package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.callback.CallbackConfig;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Sealed;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Filing;
import org.hotline12345.ticketing.Filings;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing a citizen, as the command is typed, on a real database: what is left of him, and what of the others. */
class PersonIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final String ZHANG = "15400000001";
    private static final String LI = "15400000002";
    private static final String ZHANG_NAME = "张三丰";
    private static final String LI_NAME = "李四光";
    private static final String EMAIL = "zhang@example.org";
    private static final SignedIn AGENT = new SignedIn(
            new PersonId(new UUID(1, 1)),
            "agent",
            "某人",
            List.of(new Grant(
                    NORTH,
                    "office",
                    Optional.empty(),
                    Set.of(Rights.SEE, Rights.REGISTER, Rights.DISPATCH, Rights.CLOSE))));

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.open();
    private final OfficeConfig keys = TestKeys.officeConfig();
    private final Office office = Office.launch(database.pool("office"), Clock.systemUTC(), keys);
    private final Pool calls = database.pool("telephony");
    private Path recordings;
    private Telephony telephony;
    private Ticketing ticketing;
    private Callbacks callbacks;

    @BeforeEach
    void open() throws IOException {
        recordings = folder.resolve("recordings");
        Files.writeString(folder.resolve("password"), database.database().ownerPassword());
        var zone = ZoneId.of("Asia/Shanghai");
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", zone));
        office.addHotline(new Hotline(SOUTH, "南县12345热线", "12346", "0371", zone));
        office.addProfile(NORTH, "callback: {}", Instant.EPOCH, PersonId.SYSTEM);
        var settings = Settings.parse("telephony", """
                agi: {port: 0}
                ami: {port: 9}
                record: {source: none}
                prompts-dir: %s
                recordings-dir: %s
                """.formatted(folder.resolve("prompts"), recordings), Map.of());
        telephony = Telephony.launch(calls, Clock.systemUTC(), office, TelephonyConfig.read(settings));
        telephony.start();
        ticketing = Ticketing.launch(
                database.pool("ticketing"), Clock.systemUTC(), office, telephony, new TicketingConfig(5));
        callbacks = Callbacks.launch(
                database.pool("callback"),
                Clock.systemUTC(),
                office,
                telephony,
                ticketing,
                new CallbackConfig(Duration.ofMillis(20), 200, 10, 3, Optional.empty()));
    }

    @AfterEach
    void close() {
        callbacks.close();
        ticketing.close();
        telephony.close();
        office.close();
        database.close();
    }

    @Test
    void whatIsLeftOfWhoIsErasedTellsNobodyWhoHeWas() throws Exception {
        var closed = answered(ZHANG, ZHANG_NAME, "路灯不亮");
        var filed = filed(ZHANG, ZHANG_NAME);
        ticketing.act(NORTH, filed, new TicketCommand.Answer(AGENT, "已答复。"));
        var others = answered(LI, LI_NAME, "水管爆裂");
        var voice = called("pbx1-1.1", ZHANG);
        var held = called("pbx1-1.2", ZHANG);
        called("pbx1-1.3", LI);
        surveyed();
        replied(ZHANG);
        var figures = figures();
        var before = sealedValues();
        var oldRows = oldCopy();
        var oldIndex =
                HexFormat.of().formatHex(office.seal().index(NORTH, ZHANG).before());
        assertThat(read(before)).contains(ZHANG, ZHANG_NAME, EMAIL, LI, LI_NAME, "不满意，" + ZHANG_NAME);

        var told = run(0, "person", "erase", "--hotline", "north", "--phone", "154-0000-0001", "--dry-run");
        assertThat(told)
                .contains("2 tickets, 0 open: ")
                .contains(closed.value())
                .contains("2 calls, 0 in progress; 2 recordings, 0 on hold; 0 spoken messages; 0 findings")
                .contains("2 surveys")
                .contains("1 messages");
        assertThat(read(sealedValues())).contains(ZHANG, ZHANG_NAME);

        hold(held);
        assertThat(run(2, "person", "erase", "--hotline", "north", "--phone", ZHANG))
                .contains("refused: 1 recordings are on hold");
        assertThat(read(sealedValues())).contains(ZHANG, ZHANG_NAME);

        told = run(0, "person", "erase", "--hotline", "north", "--phone", ZHANG, "--although-open", "按法院要求保留录音");
        assertThat(told)
                .contains(
                        "2 tickets, 2 calls, 2 surveys say 已抹除; 1 recordings and 0 spoken messages deleted, 1 recordings stay");
        assertThat(recordings.resolve(voice)).doesNotExist();
        assertThat(recordings.resolve("2026/11/25/pbx1-1.2.wav")).exists();

        // Neither in the rows as they are, nor in an old copy of them, with whatever keys are left.
        var now = sealedValues();
        assertThat(readWithEveryKey(now)).contains(LI, LI_NAME).doesNotContain(ZHANG, ZHANG_NAME, EMAIL);
        assertThat(readWithEveryKey(before))
                .contains(LI, LI_NAME)
                .doesNotContain(ZHANG, ZHANG_NAME, EMAIL, "不满意，" + ZHANG_NAME);
        assertThat(office.seal().known(NORTH, ZHANG)).isEmpty();
        var dump = dump();
        assertThat(dump).doesNotContain(ZHANG, ZHANG_NAME, EMAIL, oldIndex);
        assertThat(figures()).isEqualTo(figures);

        // Readers are told, and others are read as before.
        var requester = ticketing.shown(AGENT, ticketing.find(NORTH, closed).orElseThrow());
        assertThat(requester.requester().requester().phone()).contains("已抹除");
        assertThat(ticketing.requesterPhone(NORTH, closed)).isEmpty();
        assertThat(ticketing.requesterPhone(NORTH, others)).contains(LI);
        assertThat(telephony.calls(NORTH, 10))
                .extracting(call -> call.caller().masked())
                .containsExactlyInAnyOrder("已抹除", "已抹除", "154****0002");

        // The old rows come back from a backup: they say no more.
        putBack(oldRows);
        assertThat(readWithEveryKey(sealedValues())).doesNotContain(ZHANG, ZHANG_NAME, EMAIL);
        assertThat(ticketing
                        .shown(AGENT, ticketing.find(NORTH, closed).orElseThrow())
                        .requester()
                        .requester()
                        .phone())
                .contains("已抹除");
        assertThat(run(2, "person", "erase", "--hotline", "north", "--phone", ZHANG))
                .contains("knows nobody with this number");

        // Who calls again is somebody new.
        var again = answered(ZHANG, ZHANG_NAME, "又来了");
        assertThat(ticketing.requesterPhone(NORTH, again)).contains(ZHANG);
        assertThat(ticketing.requesterPhone(NORTH, closed)).isEmpty();
        assertThat(audited()).anyMatch(object -> object.contains("although open, 按法院要求保留录音"));
    }

    @Test
    void whoseTicketIsOpenIsErasedOnlyWithAReason() {
        var ticket = registered(ZHANG, ZHANG_NAME, "路灯不亮");
        assertThat(run(2, "person", "erase", "--hotline", "north", "--phone", ZHANG))
                .contains("refused: 1 tickets are open");
        assertThat(run(2, "person", "erase", "--hotline", "north", "--phone", ZHANG, "--although-open", " "))
                .contains("refused: 1 tickets are open");
        assertThat(ticketing.requesterPhone(NORTH, ticket)).contains(ZHANG);
        run(0, "person", "erase", "--hotline", "north", "--phone", ZHANG, "--although-open", "本人要求");
        assertThat(ticketing.requesterPhone(NORTH, ticket)).isEmpty();
        ticketing.act(NORTH, ticket, new TicketCommand.Answer(AGENT, "已答复。"));
        assertThat(run(2, "person", "erase", "--hotline", "south", "--phone", LI))
                .contains("knows nobody");
    }

    @Test
    void whatWasCutOffBetweenTheKeyAndTheRowsIsTakenUpAgain() throws Exception {
        var ticket = answered(ZHANG, ZHANG_NAME, "路灯不亮");
        called("pbx1-1.1", ZHANG);
        office.erasures().begin(NORTH, office.seal().keyOf(NORTH, ZHANG), Optional.empty());
        // Cut off before the key is gone: the next one goes on.
        assertThat(run(0, "person", "erase", "--unfinished")).contains("1 erasures that were cut off are finished");
        assertThat(readWithEveryKey(sealedValues())).isEmpty();
        assertThat(office.erasures().unfinished()).isEmpty();

        var other = answered(LI, LI_NAME, "水管爆裂");
        var begun = office.erasures().begin(NORTH, office.seal().keyOf(NORTH, LI), Optional.empty());
        office.erasures().destroyKey(begun);
        assertThat(ticketing.requesterPhone(NORTH, other)).isEmpty();
        assertThat(run(0, "person", "erase", "--unfinished")).contains("1 erasures");
        assertThat(sealedValues()).allMatch(value -> value.length == 1 || value[0] != 2);
        assertThat(ticketing.find(NORTH, ticket)).isPresent();
    }

    @Test
    void keysThatComeBackFromAnOldCopyAreDestroyedAgainAndKeysThatItLacksAreNoticed() throws Exception {
        answered(ZHANG, ZHANG_NAME, "路灯不亮");
        var file = keys.keyFile().resolveSibling(keys.keyFile().getFileName() + ".citizens");
        var old = Files.readAllBytes(file);
        var values = sealedValues();
        run(0, "person", "erase", "--hotline", "north", "--phone", ZHANG);
        Files.write(file, old);
        assertThat(readWithEveryKey(values)).contains(ZHANG);
        assertThat(run(1, "doctor")).contains("ok     citizens' keys: 0 sealed values");
        assertThat(readWithEveryKey(values)).isEmpty();

        answered(LI, LI_NAME, "水管爆裂");
        // As it was before anybody had a key.
        Files.write(
                file,
                ByteBuffer.wrap(Arrays.copyOf(old, 64))
                        .putInt(8, 1)
                        .putInt(12, 1)
                        .array());
        assertThat(run(1, "doctor")).contains("WRONG  citizens' keys: ").contains("sealed values have no key");
    }

    @Test
    void whatWasSealedBeforeCitizensHadKeysIsPutUnderThemAndErasedWithThem() throws Exception {
        var ticket = answered(ZHANG, ZHANG_NAME, "路灯不亮");
        var others = answered(LI, LI_NAME, "水管爆裂");
        surveyed();
        asBefore(ZHANG, ZHANG_NAME);
        asBefore(LI, LI_NAME);
        called("pbx1-1.1", ZHANG);
        assertThat(ticketing.requesterPhone(NORTH, ticket)).contains(ZHANG);
        assertThat(run(0, "person", "erase", "--hotline", "north", "--phone", ZHANG))
                .contains("erased: the key is destroyed; 1 tickets, 1 calls, 1 surveys");
        assertThat(readWithEveryKey(sealedValues())).contains(LI).doesNotContain(ZHANG, ZHANG_NAME);
        assertThat(dump())
                .doesNotContain(HexFormat.of()
                        .formatHex(office.seal().index(NORTH, ZHANG).bytes()));
        assertThat(run(1, "doctor")).contains("are under no citizen's own key yet");
        assertThat(run(0, "person", "reseal")).contains("1 tickets were put under their citizens' own keys");
        assertThat(run(1, "doctor")).doesNotContain("are under no citizen's own key yet");
        assertThat(ticketing.requesterPhone(NORTH, others)).contains(LI);
        assertThat(run(0, "person", "reseal")).contains("0 tickets").contains("0 rows of calls");
    }

    @Test
    void whoGaveNoNumberIsErasedByHisTicket() throws Exception {
        var intake = new Intake(
                NORTH,
                Channel.PHONE,
                Optional.empty(),
                new Matter(Nature.HELP, "路灯不亮", "路灯坏了三天。", Optional.empty()),
                new Requester(Optional.of(ZHANG_NAME), Optional.empty()));
        var ticket = ticketing.register(AGENT, intake).ticket().number();
        ticketing.act(NORTH, ticket, new TicketCommand.Answer(AGENT, "已答复。"));
        var values = sealedValues();
        assertThat(read(values)).contains(ZHANG_NAME);
        run(0, "person", "erase", "--hotline", "north", "--ticket", ticket.value());
        assertThat(readWithEveryKey(values)).isEmpty();
        assertThat(dump()).doesNotContain(ZHANG_NAME);
    }

    @Test
    void whatWasTypedIsNamedAndCanBeMasked() {
        var ticket = answered(ZHANG, ZHANG_NAME, "请回电" + ZHANG + "，" + ZHANG_NAME);
        var others = answered(LI, LI_NAME, "邻居电话" + ZHANG);
        assertThat(run(0, "person", "erase", "--hotline", "north", "--phone", ZHANG))
                .contains("stays: his number or name was typed into the words of 2 tickets")
                .contains(ticket.value())
                .contains(others.value());
        run(0, "person", "mask", "--hotline", "north", "--ticket", ticket.value(), "--text", ZHANG);
        var matter = ticketing.find(NORTH, ticket).orElseThrow().matter();
        assertThat(matter.title()).isEqualTo("请回电***********，" + ZHANG_NAME);
        assertThat(matter.content()).doesNotContain(ZHANG);
        assertThat(run(2, "person", "mask", "--hotline", "north", "--ticket", ticket.value(), "--text", ZHANG))
                .contains("has no such words");
    }

    // What there is

    private TicketNumber registered(String phone, String name, String title) {
        var intake = new Intake(
                NORTH,
                Channel.PHONE,
                Optional.empty(),
                new Matter(Nature.HELP, title, title + "，已经三天。", Optional.of("解放路")),
                new Requester(Optional.of(name), Optional.of(phone)));
        return ticketing.register(AGENT, intake).ticket().number();
    }

    private TicketNumber answered(String phone, String name, String title) {
        var number = registered(phone, name, title);
        ticketing.act(NORTH, number, new TicketCommand.Answer(AGENT, "已答复。"));
        return number;
    }

    private TicketNumber filed(String phone, String name) {
        var filing = new Filing(
                NORTH,
                Channel.WEB,
                new Matter(Nature.HELP, "井盖丢失", "井盖丢失了。", Optional.empty()),
                new Requester(Optional.of(name), Optional.of(phone)),
                false,
                Optional.empty(),
                new Filing.Details(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(EMAIL)));
        var key = Filings.Key.of(Optional.of("key-of-a-test"), "body".getBytes(StandardCharsets.UTF_8));
        return ticketing.filings().file(filing, key).number();
    }

    /** @return the recording's file */
    private String called(String id, String phone) throws IOException {
        var key = office.seal().keyOf(NORTH, phone);
        var file = "2026/11/25/" + id + ".wav";
        Files.createDirectories(recordings.resolve("2026/11/25"));
        Files.write(recordings.resolve(file), new byte[] {1, 2, 3});
        // language=PostgreSQL
        calls.preparedQuery("""
                        with call as (
                            insert into telephony.call (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at,
                                queue, queued_at, seat, answered_at, talk_ended_at, ended_at, outcome, wait_ms, talk_ms, events,
                                settled)
                            values ($1, 'north', '12345', $2, $3, true, now() - interval '1 minute', 'hotline',
                                now() - interval '1 minute', '1001', now() - interval '50 seconds', now(), now(), 'ANSWERED',
                                10000, 50000, 1, true)
                            returning id, hotline, arrived_at)
                        insert into telephony.recording (call, part, hotline, arrived_at, file, state, since, looked_at, bytes,
                                duration_ms, sha256, made_at)
                        select id, 1, hotline, arrived_at, $4, 'KEPT', now(), now(), 3, 1, decode(repeat('00', 32), 'hex'), now()
                          from call""")
                .execute(Tuple.of(
                        id,
                        Buffer.buffer(key.seal(phone).bytes()),
                        Buffer.buffer(key.index().bytes()),
                        file))
                .await();
        return file;
    }

    private void hold(String file) {
        // language=PostgreSQL
        calls.preparedQuery("update telephony.recording set held_until = now() + interval '1 day' where file = $1")
                .execute(Tuple.of(file))
                .await();
    }

    /** Lets callback plan surveys of all closings. */
    private void surveyed() throws Exception {
        callbacks.start();
        var until = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(until) && !"0".equals(one("""
                select count(*)::text from ticketing.ticket t where t.closed_at is not null
                   and not exists (select from callback.survey s where s.hotline = t.hotline and s.ticket = t.number)"""))) {
            Thread.sleep(50);
        }
        callbacks.close();
    }

    private void replied(String phone) throws SQLException {
        var key = office.seal().keyOf(NORTH, phone);
        try (var owner = owner();
                var insert = owner.prepareStatement("""
                        insert into callback.reply (id, at, number, text, reading, number_index)
                        values (gen_random_uuid(), now(), ?, ?, 'UNMATCHED', ?)""")) {
            insert.setBytes(1, key.seal(phone).bytes());
            insert.setBytes(2, key.seal("不满意，" + ZHANG_NAME).bytes());
            insert.setBytes(3, key.index().bytes());
            insert.execute();
        }
    }

    /** Seals a citizen's rows as they were before citizens had keys. */
    private void asBefore(String phone, String name) throws SQLException {
        var index = office.seal().keyOf(NORTH, phone).index();
        try (var owner = owner();
                var tickets = owner.prepareStatement(
                        "update ticketing.ticket set requester_name = ?, requester_phone = ?, phone_index = ? where phone_index = ?");
                var surveys = owner.prepareStatement(
                        "update callback.survey set number = ?, number_index = ? where number_index = ?")) {
            tickets.setBytes(1, office.seal().seal(name).bytes());
            tickets.setBytes(2, office.seal().seal(phone).bytes());
            tickets.setBytes(3, index.before());
            tickets.setBytes(4, index.bytes());
            tickets.execute();
            surveys.setBytes(1, office.seal().seal(phone).bytes());
            surveys.setBytes(2, index.before());
            surveys.setBytes(3, index.bytes());
            surveys.execute();
        }
    }

    // What can be read of it

    private static List<String> tables(Connection owner) throws SQLException {
        var tables = new ArrayList<String>();
        try (var found = owner.createStatement().executeQuery("""
                select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
                 where schemaname not in ('pg_catalog', 'information_schema', 'old')""")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(40);
        return tables;
    }

    /** Every column of every table, as text. */
    private String dump() throws SQLException {
        var dump = new StringBuilder();
        try (var owner = owner()) {
            for (var table : tables(owner)) {
                try (var rows = owner.createStatement().executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        dump.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    /** Every value of every binary column, and those that stand in text. */
    private List<byte[]> sealedValues() throws SQLException {
        var values = new ArrayList<byte[]>();
        try (var owner = owner()) {
            var columns = new ArrayList<String[]>();
            try (var found = owner.createStatement().executeQuery("""
                    select quote_ident(table_schema) || '.' || quote_ident(table_name), quote_ident(column_name)
                      from information_schema.columns join information_schema.tables using (table_schema, table_name)
                     where data_type = 'bytea' and table_type = 'BASE TABLE'
                       and table_schema in ('office', 'telephony', 'ticketing', 'callback', 'bulletin')""")) {
                while (found.next()) {
                    columns.add(new String[] {found.getString(1), found.getString(2)});
                }
            }
            for (var column : columns) {
                if (column[0].equals("office.seal_check")) {
                    continue;
                }
                try (var rows = owner.createStatement()
                        .executeQuery("select " + column[1] + " from " + column[0] + " where " + column[1]
                                + " is not null")) {
                    while (rows.next()) {
                        values.add(rows.getBytes(1));
                    }
                }
            }
        }
        return values;
    }

    private List<String> read(List<byte[]> values) {
        return values.stream()
                .filter(value -> value.length > 17 && value.length != 32 && value[0] == 2)
                .flatMap(value -> office.seal().read(new Sealed(value)).stream())
                .toList();
    }

    /** Whatever any key that is left opens, if it is the value's own or not. */
    private List<String> readWithEveryKey(List<byte[]> values) {
        var read = new ArrayList<String>();
        for (var value : values) {
            if (value.length < 18) {
                continue;
            }
            var tries = new ArrayList<byte[]>();
            tries.add(value);
            tries.add(ByteBuffer.allocate(value.length - 4)
                    .put((byte) 1)
                    .put(value, 5, value.length - 5)
                    .array());
            for (int place = 1; place < 1_025; place++) {
                tries.add(ByteBuffer.wrap(value.clone())
                        .put(0, (byte) 2)
                        .putInt(1, place)
                        .array());
            }
            for (var one : tries) {
                try {
                    office.seal().read(new Sealed(one)).ifPresent(read::add);
                } catch (IllegalStateException e) {
                    // Another key's.
                }
            }
        }
        return read;
    }

    /** All that figures are made of: what modules show to those at their right, without the callers' indexes. */
    private String figures() throws SQLException {
        var figures = new StringBuilder();
        try (var owner = owner()) {
            for (var view : List.of(
                    "ticketing.v_ticket",
                    "ticketing.v_assignment",
                    "ticketing.v_ticket_event",
                    "telephony.v_call_fact",
                    "telephony.v_call_leg",
                    "callback.v_missed_call")) {
                try (var rows = owner.createStatement().executeQuery("select t::text from " + view + " t order by 1")) {
                    while (rows.next()) {
                        figures.append(rows.getString(1)).append('\n');
                    }
                }
            }
            try (var rows = owner.createStatement()
                    .executeQuery("select ticket, rating, asked_at, answered_at from callback.v_rating order by 1")) {
                while (rows.next()) {
                    figures.append(rows.getString(1)).append(rows.getString(2)).append('\n');
                }
            }
        }
        return figures.toString();
    }

    private List<String> oldCopy() throws SQLException {
        var tables = List.of("ticketing.ticket", "ticketing.filing", "telephony.call", "callback.survey");
        try (var owner = owner();
                var statement = owner.createStatement()) {
            statement.execute("create schema old");
            for (var table : tables) {
                statement.execute("create table old." + table.substring(table.indexOf('.') + 1) + " as table " + table);
            }
        }
        return tables;
    }

    private void putBack(List<String> tables) throws SQLException {
        var columns = Map.of(
                "ticketing.ticket", "requester_name requester_phone phone_index hotline,number",
                "ticketing.filing", "email hotline,number",
                "telephony.call", "caller_sealed caller_index id",
                "callback.survey", "number number_index id");
        try (var owner = owner();
                var statement = owner.createStatement()) {
            for (var table : tables) {
                var words = columns.get(table).split(" ", -1);
                var set = new ArrayList<String>();
                for (int i = 0; i < words.length - 1; i++) {
                    set.add(words[i] + " = o." + words[i]);
                }
                var on = new ArrayList<String>();
                for (var column : words[words.length - 1].split(",", -1)) {
                    on.add("t." + column + " = o." + column);
                }
                statement.execute("update " + table + " t set " + String.join(", ", set) + " from old."
                        + table.substring(table.indexOf('.') + 1) + " o where " + String.join(" and ", on));
            }
            statement.execute("drop schema old cascade");
        }
    }

    private List<String> audited() throws SQLException {
        var objects = new ArrayList<String>();
        try (var owner = owner();
                var rows = owner.createStatement()
                        .executeQuery("select object from office.audit where action = 'office.erase-citizen'")) {
            while (rows.next()) {
                objects.add(rows.getString(1));
            }
        }
        return objects;
    }

    private String one(String sql) throws SQLException {
        try (var owner = owner();
                var rows = owner.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection owner() throws SQLException {
        var at = database.database();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + at.host() + ":" + at.port() + "/" + at.name(), at.owner(), at.ownerPassword());
    }

    private String run(int code, String... words) {
        var at = database.database();
        var all = new ArrayList<>(List.of(words));
        for (var setting : Map.of(
                        "database.embedded", "false",
                        "database.host", at.host(),
                        "database.port", Integer.toString(at.port()),
                        "database.name", at.name(),
                        "database.owner", at.owner(),
                        "database.password-file", folder.resolve("password").toString(),
                        "office.key-file", keys.keyFile().toString(),
                        "telephony.recordings-dir", recordings.toString(),
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
