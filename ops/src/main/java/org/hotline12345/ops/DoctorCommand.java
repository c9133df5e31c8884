package org.hotline12345.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.Recording;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Ticketing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks over an installation and says what is not as it should be. */
@Command(
        name = "doctor",
        description =
                "Check configuration, database, keys, profiles, audit trail, recordings, Asterisk and tools; exit status 1 when something is wrong.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int CONNECT_MILLIS = 2_000;
    /** So many wrong files are named. */
    private static final int NAMED = 10;

    /** One thing to look at; it throws when that thing is not well. */
    private interface Look {
        String look() throws Exception;
    }

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--recordings",
            paramLabel = "N",
            defaultValue = "500",
            description = "compare so many of the newest recordings with their checksums (default 500)")
    private int recordings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean well = true;

    @Override
    public Integer call() {
        var config = options.load();
        see("configuration", () -> "every key is known and allowed");
        see("data folder", () -> writable(config.data()));
        try (var installed = Installed.open(config)) {
            see("database", () -> {
                installed.database().migrate();
                return installed.database() + " is reachable and up to date";
            });
            see("keys", () -> {
                try (var office = installed.office(Clock.systemUTC())) {
                    seeProfiles(office);
                    see("audit trail", () -> {
                        var trail = office.verifyAudit();
                        return trail.rows() + " rows are as they were written (" + trail.links() + " links, the last "
                                + trail.end() + "); " + trail.loose() + " wait for their link";
                    });
                    see("recordings", () -> recordings(config, installed, office));
                    see("citizens' keys", () -> citizensKeys(config, installed, office));
                }
                return config.office().keyFile() + " opens this database's personal data";
            });
        } catch (BadSettings e) {
            see("database", () -> {
                throw e;
            });
        }
        for (var node : config.telephony().nodes()) {
            see(
                    "asterisk " + node.name(),
                    () -> connect(node.ami().host(), node.ami().port()));
        }
        for (var tool : new String[] {"espeak-ng", "sox"}) {
            see(tool, () -> onPath(tool));
        }
        return well ? 0 : 1;
    }

    private void seeProfiles(Office office) {
        for (var hotline : office.hotlines()) {
            see("profile of " + hotline.code(), () -> {
                var version = office.profile(hotline.code(), Clock.systemUTC().instant());
                ProfileCommand.check(version.settings());
                return "version " + version.version() + " can be used";
            });
        }
    }

    private String recordings(Config config, Installed installed, Office office) {
        try (var telephony =
                Telephony.launch(installed.pool("telephony"), Clock.systemUTC(), office, config.telephony())) {
            var verified = telephony.recordings().verify(recordings);
            if (!verified.wrong().isEmpty()) {
                var files = verified.wrong().stream()
                        .limit(NAMED)
                        .map(Recording::file)
                        .collect(Collectors.joining(", "));
                throw new BadSettings(verified.wrong().size() + " of the newest " + verified.looked()
                        + " are missing, unreadable or changed: " + files
                        + "; restore them from a backup into "
                        + config.telephony().recordingsDir());
            }
            return "the newest " + verified.looked() + " are what they were when they were made";
        }
    }

    private static String citizensKeys(Config config, Installed installed, Office office) {
        var clock = Clock.systemUTC();
        try (var telephony = Telephony.launch(installed.pool("telephony"), clock, office, config.telephony());
                var ticketing =
                        Ticketing.launch(installed.pool("ticketing"), clock, office, telephony, config.ticketing());
                var callbacks = Callbacks.launch(
                        installed.pool("callback"), clock, office, telephony, ticketing, config.callback())) {
            return new Erasing(office, telephony.callers(), ticketing.requesters(), callbacks.respondents())
                    .lookForKeys();
        }
    }

    private void see(String what, Look look) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println("ok     " + what + ": " + look.look());
        } catch (BadSettings | Refused e) {
            well = false;
            out.println("WRONG  " + what + ": " + e.getMessage());
        } catch (Exception e) {
            well = false;
            out.println("WRONG  " + what + ": " + e);
        }
    }

    private static String writable(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BadSettings(folder + " is not there or not writable");
        }
        var free = Files.getFileStore(folder).getUsableSpace() >> 20;
        if (free < 500) {
            throw new BadSettings(folder + " has " + free + " MiB free; recordings and rows need more");
        }
        return folder + " has " + free + " MiB free";
    }

    private static String connect(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return "the manager interface answers at " + host + ":" + port;
        } catch (IOException e) {
            throw new BadSettings("nothing answers at " + host + ":" + port
                    + " (telephony.ami); when the hotline is stopped, so is the embedded Asterisk");
        }
    }

    private static String onPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder).resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new BadSettings("is not installed; greetings cannot be spoken from text"));
    }
}
