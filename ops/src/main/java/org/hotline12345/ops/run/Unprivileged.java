package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hotline12345.office.BadSettings;

/**
 * How to start a program that refuses to run as root, as PostgreSQL does.
 *
 * <p>In a new user namespace without a mapping the program sees itself as nobody, while its files stay root's. The process
 * id stays the same, so signals reach it as usual.
 */
final class Unprivileged {
    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private Unprivileged() {}

    /** Words to put before the program: none for an ordinary user. */
    static List<String> prefix() throws InterruptedException {
        if (!isRoot()) {
            return List.of();
        }
        var probe = Command.of(Duration.ofSeconds(10), List.of("unshare", "--user", "true"));
        if (!probe.run().good()) {
            throw new BadSettings("PostgreSQL does not run as root, and this machine allows no user namespace"
                    + " (unshare --user): start this program as an ordinary user, or give the address of a PostgreSQL"
                    + " with database.host");
        }
        return NAMESPACE;
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException e) {
            throw new IllegalStateException("/proc must be there on Linux", e);
        }
    }
}
