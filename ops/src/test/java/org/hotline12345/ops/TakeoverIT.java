package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.hotline12345.ops.kit.Account;
import org.hotline12345.ops.kit.Cable;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.LaboratoryAsterisk;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.hotline12345.ops.run.EmbeddedPostgres;
import org.hotline12345.ops.run.PostgresConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two backend processes, one PostgreSQL, one Asterisk: whichever hears it may be killed, frozen or cut off from the database in the
 * midst of calls; the other takes over, and each call is in the rows once, as the telephones saw it.
 */
class TakeoverIT {
    private static final String SECRET = "laboratory-secret";
    private static final Duration TAKEOVER = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int RING_MILLIS = 500;
    private static final int TALK_MILLIS = 14_000;
    private static final long TOLERANCE_MILLIS = 500;

    /** Short, for Asterisk's control socket. */
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Sipp.Run> citizens = new ArrayList<>();
    private LaboratoryAsterisk asterisk;
    private Pool rows;
    private Cable databaseCable;
    private Sipp sipp;
    private Sipp.Run seats;
    private HotlineProcess first;
    private HotlineProcess second;

    @BeforeEach
    void start() throws Exception {
        var repository = Path.of("..").toRealPath();
        var data = Files.createDirectories(folder.resolve("first"));
        var settings = HotlineKit.freePorts(data);
        var postgres = opened(EmbeddedPostgres.launch(new PostgresConfig(
                folder.resolve("postgres"),
                0,
                ZoneId.of("Asia/Shanghai"),
                Duration.ofMinutes(2),
                Duration.ofSeconds(20))));
        var database = postgres.database();
        rows = database.pool(vertx, "telephony", 2);
        databaseCable = opened(Cable.to(database.port()));
        asterisk = opened(LaboratoryAsterisk.start(
                repository.resolve("ops/asterisk"),
                Files.createDirectories(folder.resolve("a")),
                asterisk(settings, data)));
        Files.writeString(data.resolve("ami-secret"), SECRET);
        Files.writeString(data.resolve("owner-password"), database.ownerPassword());
        settings.put("asterisk.embedded", "false");
        settings.put("database.embedded", "false");
        settings.put("database.name", database.name());
        settings.put("database.owner", database.owner());
        settings.put("database.password-file", data.resolve("owner-password").toString());
        settings.put("telephony.record.dir", asterisk.record().toString());
        for (var shared : List.of(
                "office.key-file keys",
                "telephony.ami.secret-file ami-secret",
                "telephony.prompts-dir prompts",
                "telephony.recordings-dir recordings")) {
            var words = shared.split(" ", 2);
            settings.put(words[0], data.resolve(words[1]).toString());
        }
        var others = new LinkedHashMap<>(settings);
        var free = HotlineKit.freePorts(Files.createDirectories(folder.resolve("second")));
        for (var key : List.of("data", "web.port", "telephony.agi.port")) {
            others.put(key, free.get(key));
        }
        settings.put("database.port", Integer.toString(databaseCable.port()));
        others.put("database.port", Integer.toString(database.port()));
        first = opened(new HotlineProcess(repository, Files.createDirectories(folder.resolve("said-first")), settings));
        second = opened(new HotlineProcess(repository, Files.createDirectories(folder.resolve("said-second")), others));
        sipp = opened(new Sipp(
                repository.resolve("ops/src/test/sipp"),
                folder.resolve("sipp"),
                Integer.parseInt(settings.get("asterisk.sip-port"))));
    }

    private static Map<String, String> asterisk(Map<String, String> settings, Path data) {
        var values = new LinkedHashMap<String, String>();
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", settings.get("telephony.ami.port"));
        values.put("SIP_PORT", settings.get("asterisk.sip-port"));
        values.put("HTTP_PORT", settings.get("asterisk.http-port"));
        values.put("AGI_PORT", settings.get("telephony.agi.port"));
        values.put("GREETING_SECONDS", "3");
        values.put("RTP_START", "42200");
        values.put("RTP_END", "42399");
        values.put("CARRIER_ADDRESS", settings.get("asterisk.carrier"));
        values.put("RECORDINGS_DIR", data.resolve("recordings").toString());
        values.put("PROMPTS_DIR", data.resolve("prompts").toString());
        values.put("SEATS", "1001:password-of-1001 1002:password-of-1002");
        return values;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @AfterEach
    void stop() throws Exception {
        rows.close().await();
        for (var part : open.reversed()) {
            part.close();
        }
        vertx.close().await();
    }

    @Test
    void callsAreCountedOnceWhateverBecomesOfTheProcessThatHearsThem() throws Exception {
        first.launch();
        first.awaitReady();
        second.launch();
        second.awaitReady();
        assertThat(first.hearsCalls()).isTrue();
        assertThat(second.hearsCalls()).isFalse();
        var profile = Files.writeString(
                folder.resolve("profile.yaml"), "telephony:\n  greeting: 您好。\n  recording-notice: 录音。\n");
        first.command("profile", "add", "--hotline", "sample", profile.toString());
        var password = addAgents();
        whoDoesNotHearRefusesWithTheNameOfWhoDoes(password);
        try (var agent = Visitor.signIn(first.address(), "seat1001", password.get("1001"));
                var colleague = Visitor.signIn(first.address(), "seat1002", password.get("1002"))) {
            assertThat(agent.post("/api/seat", new JsonObject().put("seat", "1001"))
                            .status())
                    .isEqualTo(204);
            assertThat(colleague
                            .post("/api/seat", new JsonObject().put("seat", "1002"))
                            .status())
                    .isEqualTo(204);
        }
        var work = new ArrayList<String>();
        for (int call = 0; call < 20; call++) {
            work.add(RING_MILLIS + ";1;" + TALK_MILLIS);
        }
        seats = sipp.witnesses(Map.of("1001", "password-of-1001", "1002", "password-of-1002"), Sipp.freePort(), work);

        // kill -9 of the owner, in the midst of a call, and another call in the time in which nobody listens.
        call(1);
        awaitTalks(1);
        var killed = System.nanoTime();
        first.kill();
        call(2);
        took("kill -9", killed, second);
        awaitSettled(2);
        first.launch();
        first.awaitReady();
        assertThat(first.hearsCalls()).isFalse();
        try (var agent = Visitor.signIn(second.address(), "seat1001", password.get("1001"))) {
            assertThat(agent.get("/api/seat").json().getString("seat")).isEqualTo("1001");
            assertThat(agent.put("/api/agent/state", new JsonObject().put("state", "READY"))
                            .status())
                    .isEqualTo(200);
        }

        // SIGSTOP of the owner, and its waking.
        call(3);
        awaitTalks(3);
        var frozen = System.nanoTime();
        second.freeze();
        call(4);
        took("SIGSTOP", frozen, first);
        awaitSettled(4);
        var before = everything();
        second.wake();
        Thread.sleep(4_000);
        assertThat(second.hearsCalls()).isFalse();
        assertThat(first.hearsCalls()).isTrue();
        assertThat(everything()).as("who woke up has written nothing").isEqualTo(before);

        // The database is out of reach for the owner alone.
        call(5);
        awaitTalks(5);
        var cut = System.nanoTime();
        databaseCable.cut();
        call(6);
        took("database cut off", cut, second);
        assertThat(said(first))
                .contains("is heard by this process no longer: the lease could not be prolonged in time");
        databaseCable.mend();
        awaitSettled(6);
        assertThat(first.hearsCalls()).isFalse();

        // A fair stop.
        var stopped = System.nanoTime();
        second.stop();
        await("taken over", () -> first.isConnected("pbx1"));
        System.out.println("# taken over " + millisSince(stopped) + " ms after SIGTERM, the whole stop included");

        telephonesAndRowsAgree(6);
    }

    private Map<String, String> addAgents() {
        var passwords = new LinkedHashMap<String, String>();
        for (var seat : List.of("1001", "1002")) {
            var login = "seat" + seat;
            var said = first.command(
                    "user", "add", "--hotline", "sample", "--login", login, "--name", "话务" + seat, "--role", "agent");
            var oneTime = said.strip().replaceAll("(?s).*: ", "");
            Visitor.signInFirst(first.address(), login, oneTime).close();
            passwords.put(seat, Visitor.ownPassword(oneTime));
        }
        return passwords;
    }

    private void whoDoesNotHearRefusesWithTheNameOfWhoDoes(Map<String, String> passwords) {
        try (var agent = Visitor.signIn(second.address(), "seat1001", passwords.get("1001"))) {
            var refused = agent.post("/api/seat", new JsonObject().put("seat", "1001"));
            assertThat(refused.status()).isEqualTo(503);
            var holder = row("select holder from telephony.lease where node = 'pbx1'")
                    .getString("holder");
            assertThat(refused.json().getString("detail"))
                    .contains("Asterisk pbx1 is heard by another backend process, " + holder);
        }
    }

    private void call(int number) {
        citizens.add(sipp.citizens("witness-citizen", "12345", List.of("154000000%02d;60000".formatted(number)), 1));
    }

    private List<Account> answered() {
        return seats.account().stream()
                .filter(line -> line.what().equals("ANSWERED"))
                .toList();
    }

    private void awaitTalks(int count) throws InterruptedException {
        await(count + " answered", () -> answered().size() >= count);
        Thread.sleep(1_000);
    }

    private void took(String what, long since, HotlineProcess heir) throws InterruptedException {
        await("taken over after " + what, () -> heir.isConnected("pbx1"));
        var took = Duration.ofNanos(System.nanoTime() - since);
        System.out.println("# taken over " + took.toMillis() + " ms after: " + what);
        assertThat(took).isLessThan(TAKEOVER);
    }

    private void awaitSettled(int count) throws InterruptedException {
        await(
                count + " calls settled",
                () -> row("select count(*) as n from telephony.call where settled")
                                .getLong("n")
                        == count);
    }

    /** Each citizen's call is there once, and waited and talked as long as the seat's telephone says. */
    private void telephonesAndRowsAgree(int count) {
        var calls = rows("""
                select id, outcome, settled, cut_off, wait_ms, talk_ms, answered_at, agent,
                       (select count(*) from telephony.call_event e where e.call = c.id and e.type = 'Arrived') as arrivals
                  from telephony.call c order by arrived_at""");
        assertThat(calls).hasSize(count);
        var telephones = seats.account();
        for (int i = 0; i < count; i++) {
            var citizen = "154000000%02d".formatted(i + 1);
            var call = calls.get(i);
            var talk = talk(telephones, citizen);
            assertThat(call.getString("outcome")).as(citizen).isEqualTo("ANSWERED");
            assertThat(call.getBoolean("settled")).as(citizen).isTrue();
            assertThat(call.getBoolean("cut_off")).as(citizen).isFalse();
            assertThat(call.getUUID("agent")).as(citizen).isNotNull();
            assertThat(call.getLong("arrivals")).as(citizen).isEqualTo(1);
            assertThat(Math.abs(call.getLong("talk_ms") - talk.toMillis()))
                    .as("%s talked %s by the telephone, %d ms by the row", citizen, talk, call.getLong("talk_ms"))
                    .isLessThan(TOLERANCE_MILLIS);
            assertThat(call.getLong("wait_ms"))
                    .as("%s waited while it rang", citizen)
                    .isBetween((long) RING_MILLIS - 100, RING_MILLIS + 10_000L);
        }
    }

    private static Duration talk(List<Account> telephones, String citizen) {
        var sipCall = telephones.stream()
                .filter(line -> line.what().equals("ANSWERED") && line.other().equals(citizen))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no seat answered " + citizen + ": " + telephones));
        var end = telephones.stream()
                .filter(line ->
                        line.sipCall().equals(sipCall.sipCall()) && line.what().startsWith("HUNG_UP"))
                .findFirst()
                .orElseThrow();
        return Duration.between(sipCall.at(), end.at());
    }

    /** All that the Asterisk told, as it is in the rows. */
    private List<String> everything() {
        var all = new ArrayList<String>();
        for (var sql : List.of(
                "select c::text as line from telephony.call c order by id",
                "select e::text as line from telephony.call_event e order by call, ordinal",
                "select l::text as line from telephony.call_leg l order by call, channel",
                "select s::text as line from telephony.agent_session s order by agent, begun_at",
                "select node || epoch || holder as line from telephony.lease")) {
            rows(sql).forEach(row -> all.add(row.getString("line")));
        }
        return all;
    }

    private String said(HotlineProcess process) throws Exception {
        var logs = folder.resolve(process == first ? "said-first" : "said-second");
        var text = new StringBuilder();
        try (var files = Files.list(logs)) {
            for (var file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private List<Row> rows(String sql) {
        return StreamSupport.stream(rows.query(sql).execute().await().spliterator(), false)
                .toList();
    }

    private Row row(String sql) {
        return rows(sql).getFirst();
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private static void await(String what, BooleanSupplier is) throws InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!is.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + LIMIT + ": " + what + " at " + Instant.now());
            }
            Thread.sleep(50);
        }
    }
}
