package org.hotline12345.ops;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which configuration a command works with; what is given here stands above the file. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "start configuration; without it all keys have their defaults")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "folder of everything that must survive")
    private @Nullable Path data;

    @Option(names = "--http-port", paramLabel = "PORT", description = "port of the web pages")
    private @Nullable String httpPort;

    @Option(names = "--sip-port", paramLabel = "PORT", description = "UDP port of telephones and trunk")
    private @Nullable String sipPort;

    @Option(names = "--database-port", paramLabel = "PORT", description = "port of the embedded PostgreSQL")
    private @Nullable String databasePort;

    @Option(names = "--ami-port", paramLabel = "PORT", description = "port of Asterisk's manager interface")
    private @Nullable String amiPort;

    @Option(names = "--agi-port", paramLabel = "PORT", description = "port of the backend's FastAGI server")
    private @Nullable String agiPort;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any key of the configuration, such as callback.sms.host=127.0.0.1")
    private Map<String, String> set = new LinkedHashMap<>();

    Config load() {
        var overrides = new LinkedHashMap<>(set);
        put(overrides, "data", data == null ? null : data.toString());
        put(overrides, "web.port", httpPort);
        put(overrides, "asterisk.sip-port", sipPort);
        put(overrides, "database.port", databasePort);
        put(overrides, "telephony.ami.port", amiPort);
        put(overrides, "telephony.agi.port", agiPort);
        return Config.load(Optional.ofNullable(file), overrides);
    }

    private static void put(Map<String, String> overrides, String key, @Nullable String value) {
        if (value != null) {
            overrides.put(key, value);
        }
    }
}
