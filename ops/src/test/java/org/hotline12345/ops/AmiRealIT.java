package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hotline12345.office.Settings;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.LaboratoryAsterisk;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiArrival;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manager link of a real Asterisk: through TLS, and when the backend does not read for so long that it is hung up on. */
class AmiRealIT {
    private static final String SECRET = "laboratory-secret";
    private static final Path SCRIPTS =
            Path.of(System.getProperty("hotline.scripts", "ops")).toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STALL = Duration.ofSeconds(30);
    /** What nobody reads fills all buffers on the way, some megabytes, before Asterisk begins to wait for its limit. */
    private static final Duration LONGEST_STALL = Duration.ofSeconds(90);

    private static final int CALLS = 2_500;

    private static final int CALLS_PER_SECOND = 50;
    private static final int PATIENCE_MILLIS = 4_000;

    /** Short, for Asterisk's control socket. */
    @TempDir
    private static Path folder;

    private static Map<String, String> settings;
    private static LaboratoryAsterisk asterisk;
    private static Sipp telephones;
    private static int tlsPort;
    /** Calls that this Asterisk has had. */
    private static int had;

    @BeforeAll
    static void startAsterisk() throws Exception {
        settings = HotlineKit.freePorts(folder.resolve("data"));
        certificate("pbx1");
        certificate("other");
        tlsPort = Integer.parseInt(HotlineKit.freePorts(folder.resolve("data")).get("web.port"));
        var values = new LinkedHashMap<String, String>();
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", settings.get("telephony.ami.port"));
        values.put("AMI_TLS_PORT", Integer.toString(tlsPort));
        values.put("AMI_TLS_CERT", folder.resolve("pbx1.crt").toString());
        values.put("AMI_TLS_KEY", folder.resolve("pbx1.key").toString());
        values.put("SIP_PORT", settings.get("asterisk.sip-port"));
        values.put("HTTP_PORT", settings.get("asterisk.http-port"));
        values.put("AGI_PORT", settings.get("telephony.agi.port"));
        values.put("RTP_START", "41100");
        values.put("RTP_END", "41999");
        values.put("CARRIER_ADDRESS", settings.get("asterisk.carrier"));
        asterisk = LaboratoryAsterisk.start(
                SCRIPTS.resolve("asterisk"), Files.createDirectories(folder.resolve("a")), values);
        telephones = new Sipp(
                SCRIPTS.resolve("src/test/sipp"),
                folder.resolve("sipp"),
                Integer.parseInt(settings.get("asterisk.sip-port")));
    }

    @AfterAll
    static void stopAsterisk() {
        if (telephones != null) {
            telephones.close();
        }
        if (asterisk != null) {
            asterisk.close();
        }
    }

    @Test
    void logInAndEventsComeThroughTls() throws Exception {
        try (var link = AmiLink.open(tls("127.0.0.1", "pbx1.crt"), Clock.systemUTC(), 10_000)) {
            await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
            assertThat(link.ask(AmiAction.of("Ping")).isSuccess()).isTrue();
            assertThat(link.ask(AmiAction.of("CoreShowChannels")).events()).isEmpty();
            var citizen =
                    telephones.dial("citizen-gives-up", "12345", List.of("15400000001"), 1, Map.of("after_ms", 300));
            assertThat(citizen.await(SOON).successful()).isEqualTo(1);
            had++;
            var heard = new ArrayList<String>();
            await().atMost(SOON).until(() -> {
                if (link.waiting() > 0) {
                    link.take(100).forEach(arrival -> {
                        if (arrival instanceof AmiArrival.Heard(var message)) {
                            heard.add(message.event());
                        }
                    });
                }
                return heard.contains("Hangup");
            });
            assertThat(heard).contains("Newchannel", "Newstate", "Hangup");
        }
    }

    @Test
    void certificateThatNobodyVouchesForOrOfAnotherHostIsNotBelieved() throws Exception {
        try (var strange = AmiLink.open(tls("127.0.0.1", "other.crt"), Clock.systemUTC(), 100);
                var elsewhere = AmiLink.open(tls("localhost", "pbx1.crt"), Clock.systemUTC(), 100)) {
            for (var link : List.of(strange, elsewhere)) {
                await().atMost(SOON).until(() -> link.state() instanceof AmiState.Away);
                assertThat(((AmiState.Away) link.state()).reason()).isEqualTo(AmiState.Reason.UNTRUSTED);
            }
        }
    }

    /** The database holds up the calls for half a minute, while citizens call and give up. */
    @Test
    void whoDoesNotReadIsHungUpOnAndTheGapIsFilledFromTheRecord() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ami-secret"), SECRET);
        var own = new LinkedHashMap<>(settings);
        own.put("asterisk.embedded", "false");
        own.put("telephony.record.dir", asterisk.record().toString());
        // The stream is to wait in the network and not with us.
        own.put("telephony.inbox-limit", "100");
        try (var _ = HotlineKit.open(data, own);
                var rows = new Rows(data, Integer.parseInt(settings.get("database.port")))) {
            var numbers = IntStream.range(0, CALLS)
                    .mapToObj(call -> "154%08d".formatted(call))
                    .toList();
            var citizens = telephones.dial(
                    "citizen-gives-up", "12345", numbers, CALLS_PER_SECOND, Map.of("after_ms", PATIENCE_MILLIS), CALLS);
            had += CALLS;
            await().atMost(SOON)
                    .until(() -> rows.number("select count(*) from telephony.call where ended_at is null") > 0);
            rows.holdUp(STALL, () -> asterisk.managers() == 0);
            var tally = citizens.await(Duration.ofMinutes(2));
            await().atMost(Duration.ofMinutes(3))
                    .until(
                            () -> rows.number("select count(*) from telephony.call where settled"),
                            settled -> settled == had);

            assertThat(tally.successful()).as("no caller was refused").isEqualTo(CALLS);
            await().atMost(LONGEST_STALL).until(() -> rows.number("select count(*) from telephony.gap") > 0);
            // A slow machine may be hung up on once more while it makes up for the stall.
            await().atMost(LONGEST_STALL)
                    .untilAsserted(() -> assertThat(
                                    rows.number("select count(*) filter (where filled_at is null) from telephony.gap"))
                            .as("gaps of which nobody knows what happened in them")
                            .isZero());
            assertThat(rows.number(
                            "select count(*) from telephony.gap where until_at - from_at > interval '5 seconds'"))
                    .as("the gap begins with what was heard last, and not with the end of the stall")
                    .isPositive();
            assertThat(rows.number("select count(*) from telephony.call where outcome like 'ABANDONED%'"))
                    .as("each call as it was: given up in the greeting or in the queue")
                    .isEqualTo(had);
            assertThat(rows.number("select count(*) from telephony.call")).isEqualTo(had);
            assertThat(rows.number("select count(*) from telephony.call where cut_off or ended_at is null"))
                    .isZero();
        }
    }

    private static TelephonyConfig.Ami tls(String host, String trustFile) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), SECRET);
        var parsed = Settings.parse(
                "test",
                "ami: {host: %s, port: %d, secret-file: %s, tls: true, trust-file: %s}"
                        .formatted(host, tlsPort, secret, folder.resolve(trustFile)),
                Map.of());
        var config = TelephonyConfig.read(parsed);
        parsed.check();
        return config.first().ami();
    }

    /** A certificate for 127.0.0.1, as ops/asterisk/README.md has it made. */
    private static void certificate(String name) throws Exception {
        var openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        folder.resolve(name + ".key").toString(),
                        "-out",
                        folder.resolve(name + ".crt").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The database, as its owner. */
    private static final class Rows implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx();
        private final Pool pool;

        Rows(Path data, int port) throws IOException {
            pool = PgBuilder.pool()
                    .connectingTo(new PgConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setDatabase("hotline")
                            .setUser("hotline_owner")
                            .setPassword(Files.readString(data.resolve("postgres/owner-password"))
                                    .strip()))
                    .using(vertx)
                    .build();
        }

        long number(String sql) throws TimeoutException {
            for (Row row : pool.query(sql).execute().await(30, TimeUnit.SECONDS)) {
                return row.getLong(0);
            }
            throw new IllegalStateException("no row from " + sql);
        }

        /** Nobody can write what happened to a call for at least so long and until the condition holds. */
        void holdUp(Duration atLeast, BooleanSupplier condition) throws Exception {
            var begun = System.nanoTime();
            var lock = pool.getConnection().await(30, TimeUnit.SECONDS);
            try {
                lock.query("begin").execute().await(30, TimeUnit.SECONDS);
                lock.query("lock table telephony.call_event in exclusive mode")
                        .execute()
                        .await(30, TimeUnit.SECONDS);
                var held = Duration.ZERO;
                while (held.compareTo(atLeast) < 0
                        || (!condition.getAsBoolean() && held.compareTo(LONGEST_STALL) < 0)) {
                    Thread.sleep(Duration.ofSeconds(1));
                    held = Duration.ofNanos(System.nanoTime() - begun);
                }
                assertThat(condition.getAsBoolean()).as("Asterisk has hung up").isTrue();
            } finally {
                lock.query("rollback").execute().await(30, TimeUnit.SECONDS);
                lock.close();
            }
        }

        @Override
        public void close() {
            pool.close();
            vertx.close();
        }
    }
}
