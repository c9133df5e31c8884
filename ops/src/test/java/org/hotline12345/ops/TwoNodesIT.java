package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.LaboratoryAsterisk;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real Asterisks feed one hotline: each call once, with its own wait, settled by its own Asterisk's record. */
class TwoNodesIT {
    private static final String SECRET = "laboratory-secret";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Short, for Asterisk's control socket. */
    @TempDir
    private Path folder;

    /** One Asterisk with its telephones. */
    private record Place(String node, String seat, LaboratoryAsterisk asterisk, Sipp sipp) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path data;
    private HotlineProcess hotline;
    private Pool rows;
    private Place east;
    private Place west;

    @BeforeEach
    void start() throws Exception {
        var repository = Path.of("..").toRealPath();
        data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ami-secret"), SECRET);
        var settings = HotlineKit.freePorts(data);
        settings.put("asterisk.embedded", "false");
        var eastern = HotlineKit.freePorts(data);
        var western = HotlineKit.freePorts(data);
        east = place(repository, "east", "1001", eastern, settings.get("telephony.agi.port"), 42_400);
        west = place(repository, "west", "1101", western, settings.get("telephony.agi.port"), 42_600);
        settings.keySet().removeIf(key -> key.startsWith("telephony.ami"));
        var config = Files.writeString(folder.resolve("hotline.yaml"), """
                telephony:
                  nodes:
                    - name: east
                      seats: [1001-1099]
                      ami: {port: %s}
                      record: {dir: %s}
                    - name: west
                      seats: [1101-1199]
                      ami: {port: %s}
                      record: {dir: %s}
                """.formatted(
                        eastern.get("telephony.ami.port"),
                        east.asterisk().record(),
                        western.get("telephony.ami.port"),
                        west.asterisk().record()));
        hotline = opened(HotlineProcess.configured(repository, folder, config, settings));
        hotline.launch();
        hotline.awaitReady();
        rows = new PgDatabase(
                        "127.0.0.1",
                        Integer.parseInt(settings.get("database.port")),
                        "hotline",
                        "hotline_owner",
                        Files.readString(data.resolve("postgres/owner-password"))
                                .strip(),
                        false)
                .pool(vertx, "telephony", 2);
    }

    private Place place(Path repository, String node, String seat, Map<String, String> ports, String agiPort, int audio)
            throws Exception {
        var values = new LinkedHashMap<String, String>();
        values.put("SYSTEM_NAME", node);
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", ports.get("telephony.ami.port"));
        values.put("SIP_PORT", ports.get("asterisk.sip-port"));
        values.put("HTTP_PORT", ports.get("asterisk.http-port"));
        values.put("AGI_PORT", agiPort);
        values.put("GREETING_SECONDS", "5");
        values.put("RTP_START", Integer.toString(audio));
        values.put("RTP_END", Integer.toString(audio + 199));
        values.put("CARRIER_ADDRESS", ports.get("asterisk.carrier"));
        values.put("RECORDINGS_DIR", data.resolve("recordings").toString());
        values.put("PROMPTS_DIR", data.resolve("prompts").toString());
        values.put("SEATS", seat + ":password-of-" + seat);
        var asterisk = opened(LaboratoryAsterisk.start(
                repository.resolve("ops/asterisk"), Files.createDirectories(folder.resolve(node)), values));
        var sipp = opened(new Sipp(
                repository.resolve("ops/src/test/sipp"),
                folder.resolve("sipp-" + node),
                Integer.parseInt(ports.get("asterisk.sip-port"))));
        return new Place(node, seat, asterisk, sipp);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @AfterEach
    void stop() throws Exception {
        if (rows != null) {
            rows.close().await();
        }
        for (var part : open.reversed()) {
            part.close();
        }
        vertx.close().await();
    }

    @Test
    void callsOfBothAreInOneListEachOnceAndOneMayDieWithoutTheOther() throws Exception {
        await("both are heard", hotline::hearsCalls);
        var profile = Files.writeString(
                folder.resolve("profile.yaml"), "telephony:\n  greeting: 您好。\n  recording-notice: 录音。\n");
        hotline.command("profile", "add", "--hotline", "sample", profile.toString());
        try (var easterner = signedIn(east);
                var westerner = signedIn(west)) {
            seat(east, 30_000);
            seat(west, 27_000);

            // At the same time: one at each is answered, and one at each gives up while the seat talks.
            var answered = List.of(citizen(east, 1, 60_000), citizen(west, 2, 60_000));
            await(
                    "two talks",
                    () -> count(
                                    "select count(*) as n from telephony.call where answered_at is not null and ended_at is null")
                            == 2);
            // These have given up long before the talks are over, also on a busy machine.
            var hasty = List.of(citizen(east, 3, 7_000), citizen(west, 4, 5_000));
            refusals(easterner);
            for (var run : answered) {
                assertThat(run.await(LIMIT).successful()).isEqualTo(1);
            }
            for (var run : hasty) {
                run.await(LIMIT);
            }
            await("four calls settled", () -> count("select count(*) as n from telephony.call where settled") == 4);
            var calls = calls();
            assertThat(calls)
                    .extracting(row -> row.getString("outcome"), row -> row.getString("node"))
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("ANSWERED", "east"),
                            org.assertj.core.groups.Tuple.tuple("ANSWERED", "west"),
                            org.assertj.core.groups.Tuple.tuple("ABANDONED_QUEUE", "east"),
                            org.assertj.core.groups.Tuple.tuple("ABANDONED_QUEUE", "west"));
            assertThat(talk(calls, "east")).isBetween(29_700L, 30_700L);
            assertThat(talk(calls, "west")).isBetween(26_700L, 27_700L);
            assertThat(calls)
                    .allSatisfy(row -> assertThat(row.getLong("arrivals")).isEqualTo(1));
            assertThat(calls.stream().filter(row -> row.getString("outcome").equals("ANSWERED")))
                    .allSatisfy(row -> assertThat(row.getString("seat"))
                            .isEqualTo(row.getString("node").equals("east") ? "1001" : "1101"));
            assertThat(rows("select node from telephony.record_position order by node"))
                    .extracting(row -> row.getString("node"))
                    .containsExactly("east", "west");
            assertThat(westerner.get("/api/seat").json().getString("state")).isNotEqualTo("OUT");

            // One Asterisk dies in a talk; the other's goes on.
            makeReady(easterner);
            makeReady(westerner);
            var survivor = citizen(east, 5, 60_000);
            citizen(west, 6, 60_000);
            await(
                    "two more talks",
                    () -> count(
                                    "select count(*) as n from telephony.call where answered_at is not null and ended_at is null")
                            == 2);
            west.asterisk().kill();
            assertThat(survivor.await(LIMIT).successful()).isEqualTo(1);
            await(
                    "the survivor is settled",
                    () -> count("select count(*) as n from telephony.call where settled and id like 'east-%'") == 3);
            west.asterisk().start();
            await("all six settled", () -> count("select count(*) as n from telephony.call where settled") == 6);
            var later = calls();
            assertThat(later.stream().filter(row -> row.getBoolean("cut_off")))
                    .as("the one that died with its Asterisk")
                    .singleElement()
                    .satisfies(row -> assertThat(row.getString("node")).isEqualTo("west"));
            assertThat(later)
                    .hasSize(6)
                    .allSatisfy(row -> assertThat(row.getLong("arrivals")).isEqualTo(1));
        }
    }

    private Visitor signedIn(Place place) {
        var login = "seat" + place.seat();
        var said = hotline.command(
                "user",
                "add",
                "--hotline",
                "sample",
                "--login",
                login,
                "--name",
                "话务" + place.seat(),
                "--role",
                "agent");
        var visitor = Visitor.signInFirst(hotline.address(), login, said.strip().replaceAll("(?s).*: ", ""));
        var answer = visitor.post("/api/seat", new JsonObject().put("seat", place.seat()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return visitor;
    }

    private static void makeReady(Visitor agent) {
        assertThat(agent.put("/api/agent/state", new JsonObject().put("state", "READY"))
                        .status())
                .isEqualTo(200);
    }

    private static void seat(Place place, int talkMillis) {
        var work = new ArrayList<String>();
        for (int call = 0; call < 10; call++) {
            work.add("300;1;" + talkMillis);
        }
        place.sipp().witnesses(Map.of(place.seat(), "password-of-" + place.seat()), Sipp.freePort(), work);
    }

    private static Sipp.Run citizen(Place place, int number, int patienceMillis) {
        return place.sipp()
                .citizens("witness-citizen", "12345", List.of("154000000%02d;%d".formatted(number, patienceMillis)), 1);
    }

    /** What goes from one Asterisk to the other is refused with words that say why. */
    private static void refusals(Visitor easterner) {
        var handed = easterner.post(
                "/api/agent/transfer", new JsonObject().put("kind", "BLIND").put("to", "1101"));
        assertThat(handed.status()).isEqualTo(409);
        assertThat(handed.json().getString("detail")).contains("seat 1101 is at another Asterisk");
        var unknown = easterner.post("/api/seat", new JsonObject().put("seat", "1201"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().getString("detail")).contains("seat 1201 is at no Asterisk");
    }

    private List<Row> calls() {
        return rows("""
                select split_part(id, '-', 1) as node, outcome, seat, cut_off, wait_ms, talk_ms,
                       (select count(*) from telephony.call_event e where e.call = c.id and e.type = 'Arrived') as arrivals
                  from telephony.call c order by arrived_at""");
    }

    private static long talk(List<Row> calls, String node) {
        return calls.stream()
                .filter(row -> row.getString("node").equals(node)
                        && row.getString("outcome").equals("ANSWERED"))
                .findFirst()
                .orElseThrow()
                .getLong("talk_ms");
    }

    private List<Row> rows(String sql) {
        return StreamSupport.stream(rows.query(sql).execute().await().spliterator(), false)
                .toList();
    }

    private long count(String sql) {
        return rows(sql).getFirst().getLong("n");
    }

    private static void await(String what, BooleanSupplier is) throws InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!is.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + LIMIT + ": " + what);
            }
            Thread.sleep(50);
        }
    }
}
