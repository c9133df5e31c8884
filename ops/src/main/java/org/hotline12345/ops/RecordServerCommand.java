package org.hotline12345.ops;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.hotline12345.ops.run.StopSignal;
import org.hotline12345.telephony.RecordConfig;
import org.hotline12345.telephony.RecordServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs beside an Asterisk on another machine and gives its record to the backend. */
@Command(
        name = "record-server",
        description =
                "Serve the record (CEL) of the Asterisk on this machine to a backend on another, in the foreground.",
        mixinStandardHelpOptions = true)
final class RecordServerCommand implements Callable<Integer> {
    private static final Pattern LISTEN = Pattern.compile("\\[?([0-9a-fA-F.:]{2,45}?)]?:([0-9]{1,5})");

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "folder Asterisk writes cel.csv into (CEL_DIR)")
    private Path dir = Path.of(".");

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDR:PORT",
            description = "IP address and port; only the backend need reach it")
    private String listen = "";

    @Option(
            names = "--cert",
            required = true,
            paramLabel = "PEM",
            description = "certificate for the name or address that the backend asks")
    private Path certificate = Path.of(".");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PEM",
            description = "its private key (PKCS#8, not encrypted)")
    private Path key = Path.of(".");

    @Option(
            names = "--secret-file",
            required = true,
            paramLabel = "FILE",
            description = "file with the secret that the backend knows, 16 to 200 characters, and nothing else")
    private Path secretFile = Path.of(".");

    @Option(names = "--rotate-mib", paramLabel = "N", description = "rename cel.csv when it is larger; default 64")
    private @Nullable String rotateMebibytes;

    @Option(names = "--rotate-after", paramLabel = "TIME", description = "or when its first row is older; default 24h")
    private @Nullable String rotateAfter;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "delete what the backend has read so long after it was renamed; default 30d")
    private @Nullable String keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var config = new RecordConfig.Server(dir, address(), certificate, key, secretFile, rotation());
        try (var signal = StopSignal.listen();
                var server = RecordServer.launch(config, Clock.systemUTC())) {
            var out = spec.commandLine().getOut();
            out.println("The record in " + dir + " is served at https://"
                    + new InetSocketAddress(config.listen().getAddress(), server.port())
                            .toString()
                            .replaceFirst("^[^/]*/", "")
                    + ". Ctrl-C stops it.");
            out.flush();
            signal.await();
        }
        return 0;
    }

    private InetSocketAddress address() {
        var matcher = LISTEN.matcher(listen);
        try {
            if (matcher.matches()) {
                return new InetSocketAddress(
                        InetAddress.ofLiteral(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            }
        } catch (IllegalArgumentException e) {
            // No address, or no port: the same words help.
        }
        throw new BadSettings(
                "--listen: \"" + listen + "\" is not allowed: an IP address and a port, such as 192.0.2.7:8346");
    }

    private RecordConfig.Rotation rotation() {
        var given = new LinkedHashMap<String, String>();
        put(given, "rotate-mib", rotateMebibytes);
        put(given, "rotate-after", rotateAfter);
        put(given, "keep", keep);
        var settings = Settings.parse("options", "", given);
        var rotation = RecordConfig.Rotation.read(settings);
        settings.check();
        return rotation;
    }

    private static void put(Map<String, String> given, String key, @Nullable String value) {
        if (value != null) {
            given.put(key, value);
        }
    }
}
