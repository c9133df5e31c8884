package org.hotline12345.ops;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.bulletin.BulletinConfig;
import org.hotline12345.callback.CallbackConfig;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.OidcConfig;
import org.hotline12345.office.Settings;
import org.hotline12345.ops.run.AsteriskSetup;
import org.hotline12345.ops.run.PostgresConfig;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.TicketingConfig;

/**
 * The start configuration, read once. Its manual is the file {@code hotline.yaml}, where each key stands with meaning,
 * unit and default.
 *
 * @param data folder of everything that must survive; relative paths of other keys start here
 * @param sample whether a fresh installation gets a sample hotline
 * @param zone zone of days and months where a hotline names none, and of the embedded database
 */
public record Config(
        Path data,
        boolean sample,
        ZoneId zone,
        WebConfig web,
        DatabaseConfig database,
        AsteriskConfig asterisk,
        OfficeConfig office,
        TelephonyConfig telephony,
        TicketingConfig ticketing,
        CallbackConfig callback,
        BulletinConfig bulletin) {

    /**
     * Reads the file, or takes the defaults where none is given.
     *
     * @param overrides full keys from the command line, which stand above the file
     * @throws org.hotline12345.office.BadSettings with one line for each wrong value or unknown key
     */
    static Config load(Optional<Path> file, Map<String, String> overrides) {
        var settings = file.map(path -> Settings.read(path, overrides))
                .orElseGet(() -> Settings.parse("defaults", "", overrides));
        var config = read(settings);
        settings.check();
        return config;
    }

    static Config read(Settings settings) {
        var data = settings.path("data", Path.of("data")).toAbsolutePath().normalize();
        var config = read(settings, data);
        if (config.asterisk.embedded() && config.telephony.first().ami().tls()) {
            settings.section("telephony")
                    .section("ami")
                    .problem(
                            "tls",
                            "false with asterisk.embedded, whose manager port is open to this machine alone; an Asterisk of"
                                    + " your own speaks TLS by AMI_TLS_PORT of ops/asterisk/configure");
        }
        if (!config.web.secureCookie()
                && config.office.oidc().filter(OidcConfig::isSecure).isPresent()) {
            settings.section("web")
                    .problem(
                            "secure-cookie",
                            "true with an https address in office.oidc.address: the cookie is the sign-in");
        }
        return config;
    }

    private static Config read(Settings settings, Path data) {
        return new Config(
                data,
                settings.flag("sample", true),
                zone(settings),
                WebConfig.read(settings.section("web")),
                DatabaseConfig.read(settings.section("database")),
                AsteriskConfig.read(settings.section("asterisk")),
                OfficeConfig.read(settings.section("office")).within(data),
                TelephonyConfig.read(settings.section("telephony")).within(data),
                TicketingConfig.read(settings.section("ticketing")).within(data),
                CallbackConfig.read(settings.section("callback")),
                BulletinConfig.read(settings.section("bulletin")));
    }

    /** What the embedded PostgreSQL needs to know. */
    PostgresConfig postgres() {
        return new PostgresConfig(
                data.resolve("postgres"), database.port(), zone, database.startLimit(), database.stopLimit());
    }

    /** Run folder of the embedded Asterisk. */
    Path asteriskFolder() {
        return data.resolve("asterisk");
    }

    /** What the embedded Asterisk needs to know; empty when somebody else runs it. */
    Optional<AsteriskSetup> asteriskSetup() {
        if (!asterisk.embedded()) {
            return Optional.empty();
        }
        return Optional.of(new AsteriskSetup(
                scripts().resolve("asterisk"),
                asteriskFolder(),
                telephony.first().name(),
                asterisk.bind(),
                asterisk.sipPort(),
                asterisk.httpPort(),
                asterisk.rtpStart(),
                asterisk.rtpEnd(),
                telephony.first().ami().user(),
                telephony.first().ami().port(),
                telephony.first().ami().secretFile(),
                telephony.agi().port(),
                asterisk.trunk(),
                asterisk.carrier(),
                asterisk.lines(),
                asterisk.queues(),
                asterisk.offerSeconds(),
                asterisk.recordTalks(),
                asterisk.seats(),
                telephony.recordingsDir(),
                telephony.promptsDir(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10)));
    }

    /** The folder {@code ops} with its scripts, in the repository or in the installation. */
    private static Path scripts() {
        return Path.of(System.getProperty("hotline.scripts", "ops"))
                .toAbsolutePath()
                .normalize();
    }

    private static ZoneId zone(Settings settings) {
        var name = settings.text("zone", "Asia/Shanghai");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            settings.problem("zone", "a time zone such as Asia/Shanghai");
            return ZoneId.of("Asia/Shanghai");
        }
    }
}
