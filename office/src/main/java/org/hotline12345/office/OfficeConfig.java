package org.hotline12345.office;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Start configuration of the office.
 *
 * @param keyFile file with the keys of personal data
 * @param sessionIdle a sign-in that was not used for so long ends
 * @param sessionLimit a sign-in ends after this time in any case
 */
public record OfficeConfig(Path keyFile, Duration sessionIdle, Duration sessionLimit) {
    public static OfficeConfig read(Settings settings) {
        return new OfficeConfig(
                settings.path("key-file", Path.of("keys")),
                settings.duration("session-idle", Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofDays(1)),
                settings.duration("session-limit", Duration.ofHours(14), Duration.ofMinutes(1), Duration.ofDays(7)));
    }

    /** The same with a relative key file taken from that folder. */
    public OfficeConfig within(Path folder) {
        return new OfficeConfig(folder.resolve(keyFile), sessionIdle, sessionLimit);
    }
}
