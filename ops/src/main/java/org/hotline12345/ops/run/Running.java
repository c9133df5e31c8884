package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A process of the operating system that may have been started by somebody else: found by its id, known by its words. */
record Running(long pid) {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    /**
     * The living process whose number a pid file holds: after a crash the number may by now belong to any other, so look
     * at its words before doing anything to it.
     */
    static Optional<Running> of(Path pidFile) {
        try {
            var first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
            return first.matches("[1-9][0-9]{0,9}")
                    ? Optional.of(new Running(Long.parseLong(first))).filter(Running::isAlive)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The command line; one empty word when the process is gone. */
    List<String> words() {
        try {
            return List.of(Files.readString(about("cmdline")).split("\0", -1));
        } catch (IOException e) {
            return List.of("");
        }
    }

    /** The folder it works in, empty when it is gone or somebody else's. */
    Optional<Path> folder() {
        try {
            return Optional.of(Files.readSymbolicLink(about("cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path about(String what) {
        return Path.of("/proc", Long.toString(pid), what);
    }

    /** @param name such as INT, TERM, QUIT, KILL */
    void signal(String name) throws InterruptedException {
        // The shell's own kill: the program of this name is missing on small systems.
        Command.of(SIGNAL_LIMIT, List.of("sh", "-c", "kill -s " + name + " " + pid))
                .run();
    }

    boolean goneWithin(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
