package org.hotline12345.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Published rules on deadlines, as sections to copy into a hotline's profile. */
enum Policy {
    HENAN,
    GUANGDONG,
    SHAOGUAN,
    SHANDONG;

    /** The section, with where it comes from. */
    String yaml() {
        var name = "/policies/" + name().toLowerCase(Locale.ROOT) + ".yaml";
        try (var resource = Policy.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing in the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
