package org.hotline12345.office;

import java.time.Instant;

/**
 * One version of a hotline's profile: its rules as data.
 *
 * @param version counts up from 1 for each hotline; a published bulletin names it; 0 where there is none
 * @param text the YAML as it was given
 */
public record ProfileVersion(HotlineCode hotline, int version, Instant validFrom, String text) {
    /** The document, to be read section by section; each call starts afresh. */
    public Settings settings() {
        return Settings.parse("profile " + hotline + " version " + version, text, java.util.Map.of());
    }
}
