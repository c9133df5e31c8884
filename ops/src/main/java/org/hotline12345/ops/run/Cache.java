package org.hotline12345.ops.run;

import java.nio.file.Path;
import org.hotline12345.office.BadSettings;

/** Where unpacked programs are kept between starts: nothing in it is missed when it is deleted. */
final class Cache {
    /** The environment variable that moves it. */
    static final String VARIABLE = "HOTLINE_CACHE";

    private Cache() {}

    static Path folder() {
        var own = System.getenv(VARIABLE);
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        var xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank()) {
            return Path.of(xdg, "hotline12345").toAbsolutePath();
        }
        var home = System.getenv("HOME");
        if (home == null || home.isBlank()) {
            throw new BadSettings("set HOME or " + VARIABLE + ": unpacked programs are kept there");
        }
        return Path.of(home, ".cache", "hotline12345").toAbsolutePath();
    }
}
