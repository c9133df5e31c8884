package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.hotline12345.ops.kit.AgiGate;
import org.hotline12345.ops.kit.Citizen;
import org.hotline12345.ops.kit.HeardHotline;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.LaboratoryAsterisk;
import org.hotline12345.ops.kit.Saying;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dialplan never depends on the backend. Whatever is wrong with it, the caller hears the greeting, reaches the queue and is
 * answered, and the call is counted; the backend is a process of its own, so that killing it is real.
 */
class DialplanAloneIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String SECRET = "laboratory-secret";
    private static final String SEAT_SECRET = "seat-secret-1001";
    private static final String GREETING = "您好，政务热线。";
    private static final String NOTICE = "通话将被录音。";
    /** The longest time that a silent server may hold a caller. */
    private static final int GREETING_SECONDS = 4;

    @TempDir
    private static Path folder;

    private static Map<String, String> settings;
    private static AgiGate gate;
    private static LaboratoryAsterisk asterisk;
    private static HotlineProcess hotline;
    private static Sipp sipp;
    private static Visitor leader;

    @BeforeAll
    static void open() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        settings = HotlineKit.freePorts(data);
        gate = AgiGate.before(Integer.parseInt(settings.get("telephony.agi.port")));
        var values = new LinkedHashMap<String, String>();
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", settings.get("telephony.ami.port"));
        values.put("SIP_PORT", settings.get("asterisk.sip-port"));
        values.put("HTTP_PORT", settings.get("asterisk.http-port"));
        values.put("AGI_PORT", Integer.toString(gate.port()));
        values.put("RTP_START", "44700");
        values.put("RTP_END", "44999");
        values.put("CARRIER_ADDRESS", settings.get("asterisk.carrier"));
        values.put("RECORDINGS_DIR", data.resolve("recordings").toString());
        values.put("PROMPTS_DIR", data.resolve("prompts").toString());
        values.put("GREETING_SECONDS", Integer.toString(GREETING_SECONDS));
        values.put("SEATS", "1001:" + SEAT_SECRET);
        asterisk = LaboratoryAsterisk.start(
                REPOSITORY.resolve("ops/asterisk"), Files.createDirectories(folder.resolve("a")), values);
        settings.put("asterisk.embedded", "false");
        settings.put("telephony.record.source", "local");
        settings.put("telephony.record.dir", asterisk.record().toString());
        Files.writeString(data.resolve("ami-secret"), SECRET);
        hotline = new HotlineProcess(REPOSITORY, folder, settings);
        hotline.launch();
        hotline.awaitReady();
        var profile = Files.writeString(
                folder.resolve("profile.yaml"),
                "telephony:\n  greeting: %s\n  recording-notice: %s\n".formatted(GREETING, NOTICE));
        hotline.command("profile", "add", "--hotline", "sample", profile.toString());
        sipp = new Sipp(
                REPOSITORY.resolve("ops/src/test/sipp"),
                folder.resolve("sipp"),
                Integer.parseInt(settings.get("asterisk.sip-port")));
        sipp.seat(Map.of("1001", SEAT_SECRET), 400, 2_500);
        leader = person("leader9", "shift-leader");
        try (var agent = person("agent9", "agent")) {
            HeardHotline.expect(204, agent.post("/api/seat", new JsonObject().put("seat", "1001")));
        }
        // The dialplan's own greeting follows the profile when the first caller has had it read.
        answered("15400000200");
        await("the dialplan's own greeting")
                .atMost(ofSeconds(20))
                .until(() -> Files.exists(data.resolve("prompts/greeting.wav"))
                        && Files.exists(data.resolve("prompts/sorry.wav")));
        Thread.sleep(ofSeconds(2));
    }

    @AfterAll
    static void close() {
        if (leader != null) {
            leader.close();
        }
        if (sipp != null) {
            sipp.close();
        }
        if (hotline != null) {
            hotline.close();
        }
        if (asterisk != null) {
            asterisk.close();
        }
        if (gate != null) {
            gate.close();
        }
    }

    private static Visitor person(String login, String role) {
        var said = hotline.command(
                "user", "add", "--hotline", "sample", "--login", login, "--name", login, "--role", role);
        return Visitor.signInFirst(hotline.address(), login, said.strip().replaceAll("(?s).*: ", ""));
    }

    private static Saying saying(String words) {
        return Citizen.sentence(REPOSITORY.resolve("ops/asterisk"), folder, words);
    }

    /** The recording notice as the dialplan has it, which says greeting and notice in one breath. */
    private static Saying notice() {
        return saying(GREETING + NOTICE).from(saying(GREETING).length());
    }

    private static Citizen dials(String number) {
        return Citizen.dials(sipp, "12345", number, ofSeconds(60));
    }

    /** The call as it stands in the rows, compared with Asterisk's record or still to be. */
    private static JsonObject answered(String number) {
        try (var citizen = dials(number)) {
            assertThat(citizen.await(ofSeconds(60)).successful()).isEqualTo(1);
            assertThat(citizen.ear().hearsSound(ofSeconds(2)))
                    .as("the agent speaks")
                    .isTrue();
        }
        return row(number);
    }

    private static JsonObject row(String number) {
        var found = new AtomicReference<JsonObject>();
        await("the row of " + HeardHotline.masked(number)).atMost(ofSeconds(30)).until(() -> {
            for (var each : leader.get("/api/calls").array()) {
                var call = (JsonObject) each;
                if (call.getString("caller").equals(HeardHotline.masked(number)) && call.getString("endedAt") != null) {
                    found.set(call);
                }
            }
            return found.get() != null;
        });
        return found.get();
    }

    private static void isCounted(String number) {
        var call = row(number);
        assertThat(call.getString("outcome")).as(call.encode()).isEqualTo("ANSWERED");
        assertThat(call.getString("queue")).isEqualTo("hotline");
        assertThat(call.getString("seat")).isEqualTo("1001");
        assertThat(call.getString("agent")).isEqualTo("agent9");
        assertThat(call.getLong("talkedMillis")).isBetween(1_500L, 4_000L);
        assertThat(call.getBoolean("recording")).isTrue();
    }

    /** Hears the greeting, is answered within this time after dialling, and is counted. */
    private static void isGreetedAnsweredAndCounted(String number, Duration limit) {
        var begun = System.nanoTime();
        try (var citizen = dials(number)) {
            citizen.hears(saying(GREETING), ofSeconds(30));
            citizen.hears(notice(), ofSeconds(30));
            assertThat(citizen.await(limit.plus(ofSeconds(5))).successful()).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(limit);
            assertThat(citizen.ear().hearsSound(ofSeconds(2)))
                    .as("the agent speaks")
                    .isTrue();
        }
        isCounted(number);
    }

    private static Duration words() {
        return saying(GREETING + NOTICE).length();
    }

    /** Answering, ringing and the talk take 4 s; the rest is for a machine that has other things to do. */
    private static final Duration REST = ofSeconds(14);

    @Test
    void callerIsGreetedAndAnsweredWhenNothingListens() {
        gate.set(AgiGate.Mode.REFUSING);
        try {
            isGreetedAnsweredAndCounted("15400000201", words().plus(REST));
        } finally {
            gate.set(AgiGate.Mode.OPEN);
        }
    }

    @Test
    void callerIsGreetedAndAnsweredWhenTheServerSaysNothing() {
        gate.set(AgiGate.Mode.SILENT);
        try {
            isGreetedAnsweredAndCounted("15400000202", words().plus(REST).plus(ofSeconds(GREETING_SECONDS)));
        } finally {
            gate.set(AgiGate.Mode.OPEN);
        }
    }

    @Test
    void callerIsGreetedAndAnsweredWhenTheServerStandsStillInTheMidst() {
        gate.set(AgiGate.Mode.STANDING_STILL);
        try {
            // The greeting is heard twice, with at most 5 s of nothing between.
            isGreetedAnsweredAndCounted(
                    "15400000203",
                    words().plus(saying(GREETING).length()).plus(ofSeconds(5)).plus(REST));
        } finally {
            gate.set(AgiGate.Mode.OPEN);
        }
    }

    @Test
    void callerIsGreetedAndAnsweredWhenTheBackendIsKilledInTheGreetingAndTheNextOneWhileItIsDead() throws Exception {
        try (var citizen = dials("15400000204")) {
            citizen.hears(saying(GREETING), ofSeconds(20));
            hotline.kill();
            citizen.hears(notice(), ofSeconds(30));
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
            assertThat(citizen.ear().hearsSound(ofSeconds(2)))
                    .as("the agent speaks")
                    .isTrue();
        }
        try (var citizen = dials("15400000205")) {
            citizen.hears(saying(GREETING), ofSeconds(20));
            citizen.hears(notice(), ofSeconds(20));
            assertThat(citizen.await(ofSeconds(40)).successful()).isEqualTo(1);
        }
        hotline.launch();
        hotline.awaitReady();
        isCounted("15400000204");
        isCounted("15400000205");
    }
}
