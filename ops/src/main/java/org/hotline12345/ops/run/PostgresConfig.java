package org.hotline12345.ops.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the PostgreSQL that the program brings along.
 *
 * @param folder where its rows, passwords and logs are kept; made at the first start
 * @param port the port on 127.0.0.1; 0 takes any free one
 * @param timeZone in which the database shows times; fixed when the folder is made
 * @param startLimit how long a start may take, recovery after a crash included
 * @param stopLimit how long open transactions are given to end before they are broken off
 */
public record PostgresConfig(Path folder, int port, ZoneId timeZone, Duration startLimit, Duration stopLimit) {
    /** The key that a message about a taken port names. */
    static final String PORT_KEY = "database.port";

    /** @param settings the section {@code database} */
    public static PostgresConfig read(Settings settings, Path data) {
        var zone = settings.text("time-zone", "Asia/Shanghai");
        ZoneId timeZone = ZoneId.of("Asia/Shanghai");
        if (ZoneId.getAvailableZoneIds().contains(zone)) {
            timeZone = ZoneId.of(zone);
        } else {
            settings.problem("time-zone", "the name of a time zone, such as Asia/Shanghai");
        }
        return new PostgresConfig(
                data.resolve("postgres"),
                settings.port("port", 15_432),
                timeZone,
                settings.duration("start-limit", Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.duration("stop-limit", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }
}
