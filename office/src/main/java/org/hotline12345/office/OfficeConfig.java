package org.hotline12345.office;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Start configuration of the office.
 *
 * @param keyFile file with the keys of personal data
 * @param sessionIdle a sign-in that was not used for so long ends
 * @param sessionLimit a sign-in ends after this time in any case
 * @param oidc the provider at which people sign in, if there is one
 */
public record OfficeConfig(Path keyFile, Duration sessionIdle, Duration sessionLimit, Optional<OidcConfig> oidc) {
    /** An office whose people sign in by passwords. */
    public OfficeConfig(Path keyFile, Duration sessionIdle, Duration sessionLimit) {
        this(keyFile, sessionIdle, sessionLimit, Optional.empty());
    }

    public static OfficeConfig read(Settings settings) {
        return new OfficeConfig(
                settings.path("key-file", Path.of("keys")),
                settings.duration("session-idle", Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofDays(1)),
                settings.duration("session-limit", Duration.ofHours(14), Duration.ofMinutes(1), Duration.ofDays(7)),
                OidcConfig.read(settings.section("oidc")));
    }

    /** The same with a relative key file taken from that folder. */
    public OfficeConfig within(Path folder) {
        return new OfficeConfig(
                folder.resolve(keyFile), sessionIdle, sessionLimit, oidc.map(one -> one.within(folder)));
    }
}
