package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.run.AsteriskProcess;
import org.hotline12345.ops.run.AsteriskSetup;
import org.hotline12345.telephony.RecordConfig;
import org.hotline12345.telephony.cel.CelEntry;
import org.hotline12345.telephony.cel.CelReader;
import org.hotline12345.telephony.cel.CelRow;
import org.hotline12345.telephony.cel.Position;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a real Asterisk, read while calls go on. */
class RecordIT {
    private static final Pattern ADDRESS = Pattern.compile("https://127\\.0\\.0\\.1:[0-9]+");
    private static final Path SCRIPTS =
            Path.of(System.getProperty("hotline.scripts", "ops")).toAbsolutePath();

    /** Short, for Asterisk's control socket. */
    @TempDir
    private static Path folder;

    private static AsteriskProcess asterisk;
    private static Sipp telephones;

    @BeforeAll
    static void startAsterisk() throws Exception {
        var settings = HotlineKit.freePorts(folder);
        var sipPort = Integer.parseInt(settings.get("asterisk.sip-port"));
        asterisk = AsteriskProcess.launch(new AsteriskSetup(
                SCRIPTS.resolve("asterisk"),
                folder.resolve("a"),
                "pbx1",
                "127.0.0.1",
                sipPort,
                Integer.parseInt(settings.get("asterisk.http-port")),
                34_200,
                34_799,
                "hotline",
                Integer.parseInt(settings.get("telephony.ami.port")),
                folder.resolve("ami-secret"),
                Integer.parseInt(settings.get("telephony.agi.port")),
                List.of("127.0.0.1"),
                settings.get("asterisk.carrier"),
                List.of(),
                List.of(),
                0,
                true,
                List.of("1001"),
                folder.resolve("recordings"),
                folder.resolve("prompts"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10)));
        telephones = new Sipp(SCRIPTS.resolve("src/test/sipp"), folder.resolve("sipp"), sipPort);
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

    /** Half of the citizens have line breaks and quotes in their numbers; the file is renamed five times a second. */
    @Test
    void everyCallIsInTheRecordOnceHoweverOftenItsFileIsRenamed() throws Exception {
        var cel = folder.resolve("a").resolve("cel");
        var numbers = new ArrayList<String>();
        for (int call = 0; call < 100; call++) {
            numbers.add("154%08d".formatted(call));
            numbers.add("154%%0a%08d%%22,%%22".formatted(call));
        }
        var printed = new StringWriter();
        var server = serve(cel, new PrintWriter(printed, true));
        try (var local = CelReader.open(new RecordConfig.Local(cel, RecordConfig.Rotation.DEFAULT), Clock.systemUTC())
                        .orElseThrow();
                var remote = CelReader.open(
                                new RecordConfig.Remote(
                                        address(printed),
                                        folder.resolve("record.crt"),
                                        folder.resolve("record-secret"),
                                        Duration.ofSeconds(10)),
                                Clock.systemUTC())
                        .orElseThrow();
                var citizens = telephones.dial("citizen-gives-up", "12345", numbers, 20, Map.of("after_ms", 300))) {
            var here = new Follower(local);
            var there = new Follower(remote);
            for (int renaming = 0; renaming < 50; renaming++) {
                Thread.sleep(200);
                rename(cel, renaming);
                here.look();
                there.look();
            }
            assertThat(citizens.await(Duration.ofSeconds(30))).isEqualTo(new Sipp.Tally(200, 0));
            here.lookUntilAll(200);
            there.lookUntilAll(200);
            assertThat(here.entries).isEqualTo(there.entries).hasOnlyElementsOfType(CelRow.class);
            assertThat(here.callers("CHAN_START"))
                    .isEqualTo(here.callers("LINKEDID_END"))
                    .hasSize(200)
                    .containsEntry("154\n00000007\",\"", 1)
                    .allSatisfy((caller, times) -> assertThat(times).isEqualTo(1));
        } finally {
            server.interrupt();
            server.join(Duration.ofSeconds(10));
        }
        assertThat(server.isAlive()).isFalse();
    }

    /** Somebody who follows the record from its beginning. */
    private static final class Follower {
        private final CelReader reader;
        private final List<CelEntry> entries = new ArrayList<>();
        private Optional<Position> from = Optional.empty();
        private boolean atEnd;

        Follower(CelReader reader) {
            this.reader = reader;
        }

        void look() throws IOException {
            do {
                var batch = reader.read(from, 100);
                for (var entry : batch.entries()) {
                    entries.add(entry.what());
                    from = Optional.of(entry.after());
                }
                atEnd = batch.atEnd();
                if (batch.entries().isEmpty()) {
                    return;
                }
            } while (!atEnd);
        }

        void lookUntilAll(int calls) throws Exception {
            for (int look = 0; look < 100; look++) {
                look();
                if (atEnd && callers("LINKEDID_END").size() == calls) {
                    return;
                }
                Thread.sleep(200);
            }
        }

        Map<String, Integer> callers(String type) {
            var callers = new HashMap<String, Integer>();
            for (var entry : entries) {
                if (entry instanceof CelRow row && row.type().equals(type)) {
                    callers.merge(row.caller(), 1, Integer::sum);
                }
            }
            return callers;
        }
    }

    private static void rename(Path cel, int number) throws IOException {
        try {
            Files.move(cel.resolve("cel.csv"), cel.resolve("cel-20261125T%06d.000Z.csv".formatted(number)));
        } catch (NoSuchFileException e) {
            // No row since the last time.
        }
    }

    /** The command, until its thread is interrupted. */
    private static Thread serve(Path cel, PrintWriter out) throws Exception {
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
                        "/CN=record server",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        folder.resolve("record.key").toString(),
                        "-out",
                        folder.resolve("record.crt").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Files.writeString(folder.resolve("record-secret"), "a-secret-of-the-record\n");
        return Thread.ofPlatform()
                .start(() -> Main.execute(
                        out,
                        "record-server",
                        "--dir=" + cel,
                        "--listen=127.0.0.1:0",
                        "--cert=" + folder.resolve("record.crt"),
                        "--key=" + folder.resolve("record.key"),
                        "--secret-file=" + folder.resolve("record-secret")));
    }

    private static URI address(StringWriter printed) throws InterruptedException {
        for (int look = 0; look < 200; look++) {
            var matcher = ADDRESS.matcher(printed.toString());
            if (matcher.find()) {
                return URI.create(matcher.group());
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the record server did not start: " + printed);
    }
}
