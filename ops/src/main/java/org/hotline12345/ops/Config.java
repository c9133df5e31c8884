package org.hotline12345.ops;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.bulletin.BulletinConfig;
import org.hotline12345.callback.CallbackConfig;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.TicketingConfig;

/**
 * The start configuration, read once. Its manual is the file {@code hotline.yaml}, where each key stands with meaning,
 * unit and default.
 *
 * @param data folder of everything that must survive; relative paths of other keys start here
 * @param zone zone of days and months where a hotline names none, and of the embedded database
 */
public record Config(
        Path data,
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
        return new Config(
                data,
                zone(settings),
                WebConfig.read(settings.section("web")),
                DatabaseConfig.read(settings.section("database")),
                AsteriskConfig.read(settings.section("asterisk")),
                OfficeConfig.read(settings.section("office")).within(data),
                TelephonyConfig.read(settings.section("telephony")).within(data),
                TicketingConfig.read(settings.section("ticketing")),
                CallbackConfig.read(settings.section("callback")),
                BulletinConfig.read(settings.section("bulletin")));
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
