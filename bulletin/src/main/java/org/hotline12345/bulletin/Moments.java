package org.hotline12345.bulletin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Moments as a page says them, to the second. */
final class Moments {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy年M月d日HH:mm:ss");

    private Moments() {}

    static String words(Instant at, ZoneId zone) {
        return SECONDS.format(at.atZone(zone));
    }
}
