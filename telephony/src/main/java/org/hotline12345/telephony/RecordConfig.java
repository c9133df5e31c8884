package org.hotline12345.telephony;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;

/**
 * Where Asterisk's own record of calls (CEL) is read, from which gaps are filled (section {@code telephony.record}).
 * {@code source} says which; default local.
 */
public sealed interface RecordConfig {
    /** {@code none}: nowhere; calls that pass while the backend or its link is away stay unknown. */
    record None() implements RecordConfig {}

    /**
     * {@code local}: in a folder of this machine.
     *
     * @param dir {@code dir}: the folder Asterisk writes {@code cel.csv} into. Default asterisk/cel
     */
    record Local(Path dir, Rotation rotation) implements RecordConfig {}

    /**
     * {@code remote}: from a record server that runs beside Asterisk.
     *
     * @param url {@code url}: https, host and port of the record server
     * @param trustFile {@code trust-file}: PEM file with the certificate that the server shows, or with that of who issued
     *     it; no others are trusted. Default record-trust.pem
     * @param secretFile {@code secret-file}: file with the secret that the server knows and nothing else; read at each
     *     question. Default record-secret
     * @param answerLimit {@code answer-limit}: the server must answer within this time. Default 10s
     */
    record Remote(URI url, Path trustFile, Path secretFile, Duration answerLimit) implements RecordConfig {
        /** @throws BadSettings when the file cannot be read or holds no secret */
        public String secret() {
            return readSecret("telephony.record.secret-file", secretFile);
        }
    }

    /**
     * When the record's files are put away. Asterisk never does.
     *
     * @param maxMebibytes {@code rotate-mib}: {@code cel.csv} is renamed when it is larger. Default 64
     * @param maxAge {@code rotate-after}: or when its first row is older. Default 24h
     * @param keep {@code keep}: so long after its renaming a file that was read to its end is deleted. Default 30d
     */
    record Rotation(int maxMebibytes, Duration maxAge, Duration keep) {
        public static final Rotation DEFAULT = new Rotation(64, Duration.ofHours(24), Duration.ofDays(30));

        /** @throws BadSettings never by itself: problems are noted in the settings, to be thrown by their check */
        public static Rotation read(Settings settings) {
            return new Rotation(
                    settings.number("rotate-mib", DEFAULT.maxMebibytes, 1, 1_024),
                    settings.duration("rotate-after", DEFAULT.maxAge, Duration.ofMinutes(1), Duration.ofDays(31)),
                    settings.duration("keep", DEFAULT.keep, Duration.ofHours(1), Duration.ofDays(3_650)));
        }
    }

    /**
     * The record server, which has no configuration file.
     *
     * @param listen address and port; port 0 takes a free one
     * @param certificate PEM file with the certificate it shows, and those between it and who issued it
     * @param key PEM file with the certificate's private key, not encrypted
     */
    record Server(Path dir, InetSocketAddress listen, Path certificate, Path key, Path secretFile, Rotation rotation) {
        /** @throws BadSettings when the file cannot be read or holds no secret */
        public String secret() {
            return readSecret("--secret-file", secretFile);
        }
    }

    /** @throws BadSettings never by itself: problems are noted in the settings, to be thrown by their check */
    static RecordConfig read(Settings settings) {
        var source =
                settings.text("source", "local", Pattern.compile("local|remote|none"), "one of local, remote and none");
        var local = new Local(settings.path("dir", Path.of("asterisk", "cel")), Rotation.read(settings));
        var url = settings.text(
                "url",
                "",
                Pattern.compile("https://(?:[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:]{2,39}])(?::[0-9]{1,5})?"),
                "https://host:port of the record server, without a path");
        var remote = new Remote(
                URI.create(url),
                settings.path("trust-file", Path.of("record-trust.pem")),
                settings.path("secret-file", Path.of("record-secret")),
                settings.duration(
                        "answer-limit", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(2)));
        return switch (source) {
            case "none" -> new None();
            case "remote" -> {
                if (url.isEmpty()) {
                    settings.problem("url", "is missing: source is remote, so it must be https://host:port");
                }
                yield remote;
            }
            default -> local;
        };
    }

    /** The same with relative paths taken from that folder. */
    default RecordConfig within(Path folder) {
        return switch (this) {
            case None none -> none;
            case Local local -> new Local(folder.resolve(local.dir), local.rotation);
            case Remote remote ->
                new Remote(
                        remote.url,
                        folder.resolve(remote.trustFile),
                        folder.resolve(remote.secretFile),
                        remote.answerLimit);
        };
    }

    private static String readSecret(String key, Path file) {
        try {
            var secret = Files.readString(file).strip();
            if (!secret.matches("[\\x21-\\x7e]{16,200}")) {
                throw new BadSettings(
                        key + ": " + file + " must hold 16 to 200 visible ASCII characters without blanks");
            }
            return secret;
        } catch (IOException e) {
            throw new BadSettings(
                    key + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
