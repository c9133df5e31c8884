package org.hotline12345.bulletin;

import java.time.Duration;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the bulletins.
 *
 * @param queryLimit a statement that reads the month's rows is given up after this time
 */
public record BulletinConfig(Duration queryLimit) {
    public static BulletinConfig read(Settings settings) {
        return new BulletinConfig(settings.duration(
                "query-limit", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMinutes(30)));
    }
}
