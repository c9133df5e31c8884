package org.hotline12345.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the database.
 *
 * @param embedded whether {@code ops/run} starts a PostgreSQL of its own in the data folder; the keys below except
 *     {@code port} then do not count
 * @param owner role that owns the database and may create roles
 * @param passwordFile file that holds the owner's password and nothing else
 * @param verifyTls whether the connection uses TLS and checks certificate and host name
 * @param connectionsPerModule most connections that one module opens
 * @param startLimit how long a start of the embedded one may take, recovery after a crash included
 * @param stopLimit how long its open transactions are given to end before they are broken off
 */
public record DatabaseConfig(
        boolean embedded,
        String host,
        int port,
        String name,
        String owner,
        Path passwordFile,
        boolean verifyTls,
        int connectionsPerModule,
        Duration startLimit,
        Duration stopLimit) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final int MAX_PASSWORD_FILE_BYTES = 1_024;

    static DatabaseConfig read(Settings settings) {
        var config = new DatabaseConfig(
                settings.flag("embedded", true),
                settings.text("host", "127.0.0.1", WebConfig.ADDRESS, "an address or host name"),
                settings.port("port", 8432),
                settings.text("name", "hotline", NAME, "a name of a-z, 0-9 and _"),
                settings.text("owner", "hotline_owner", NAME, "a name of a-z, 0-9 and _"),
                settings.path("password-file", Path.of("")),
                settings.flag("verify-tls", false),
                settings.number("connections-per-module", 10, 2, 100),
                settings.duration("start-limit", Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.duration("stop-limit", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10)));
        if (!config.embedded && config.passwordFile.toString().isEmpty()) {
            settings.problem("password-file", "an external database needs the file with its owner's password");
        }
        return config;
    }

    /** @throws BadSettings when the password file cannot be read */
    PgDatabase external() {
        try {
            if (Files.size(passwordFile) > MAX_PASSWORD_FILE_BYTES) {
                throw new BadSettings("database.password-file: " + passwordFile + " is too long to be a password");
            }
            return new PgDatabase(
                    host, port, name, owner, Files.readString(passwordFile).strip(), verifyTls);
        } catch (IOException e) {
            throw new BadSettings("database.password-file: " + passwordFile + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
