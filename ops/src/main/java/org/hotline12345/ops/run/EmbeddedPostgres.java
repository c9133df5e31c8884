package org.hotline12345.ops.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.PgDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on 127.0.0.1, whose rows outlive crashes of its own, of this program and of the machine.
 *
 * <p>The server is no child that dies with this program: one that was left behind by a crash is stopped at the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String HOST = "127.0.0.1";
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration BREAK_OFF_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    /** After a crash the last processes of the old server may hold its memory for a moment. */
    private static final Duration OLD_MEMORY_LIMIT = Duration.ofSeconds(15);

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    private final PostgresConfig config;
    private final PostgresProgram program;
    private final PostgresFolder folder;
    private final int port;
    private final List<String> prefix;
    private final KeptRunning server;

    private EmbeddedPostgres(PostgresConfig config, PostgresProgram program, PostgresFolder folder)
            throws InterruptedException {
        this.config = config;
        this.program = program;
        this.folder = folder;
        this.prefix = Unprivileged.prefix();
        stopLeftOver();
        this.port = freePort(config.port());
        this.server = KeptRunning.launch("PostgreSQL", this::startOnce, this::stop);
    }

    /**
     * Starts the server, and makes its folder first when it is not there.
     *
     * @throws BadSettings when it cannot run, with the reason and what to change
     */
    public static EmbeddedPostgres launch(PostgresConfig config) throws InterruptedException {
        var program = PostgresProgram.unpacked();
        var folder = PostgresFolder.open(config.folder(), program, config.zone());
        return new EmbeddedPostgres(config, program, folder);
    }

    /** The database of the server that already runs in this folder; empty while there is none that takes connections. */
    static Optional<PgDatabase> running(PostgresConfig config) {
        var folder = new PostgresFolder(config.folder().toAbsolutePath().normalize());
        var pidFile = folder.rows().resolve("postmaster.pid");
        var lines = lines(pidFile);
        if (lines.size() <= STATUS_LINE
                || !lines.get(STATUS_LINE).strip().equals("ready")
                || Running.of(pidFile).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                database(folder, Integer.parseInt(lines.get(PORT_LINE).strip())));
    }

    /** The database in it, which is empty after the first start. */
    public PgDatabase database() {
        return database(folder, port);
    }

    private static PgDatabase database(PostgresFolder folder, int port) {
        return new PgDatabase(HOST, port, PostgresFolder.DATABASE, PostgresFolder.OWNER, folder.ownerPassword(), false);
    }

    /** What this part knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of("running", server.isRunning(), "port", port, "restarts", server.restarts());
    }

    long pid() {
        return server.pid();
    }

    /** Ends the server; transactions that are still open are broken off. */
    @Override
    public void close() {
        server.close();
    }

    private Process startOnce() throws InterruptedException {
        var end = System.nanoTime() + OLD_MEMORY_LIMIT.toNanos();
        while (true) {
            var process = launchServer();
            var ready = false;
            try {
                ready = readyWithin(process);
            } finally {
                if (!ready && process.isAlive()) {
                    process.destroyForcibly();
                }
            }
            if (ready) {
                return process;
            }
            var said = said();
            if (!said.contains("is still in use") || System.nanoTime() > end) {
                throw new BadSettings("PostgreSQL does not start in " + folder.path() + ": " + said);
            }
            Thread.sleep(POLL.multipliedBy(20));
        }
    }

    private Process launchServer() {
        // A session of its own: Ctrl-C in the terminal stops this program, which then stops the server last.
        var words = new ArrayList<String>(List.of("setsid"));
        words.addAll(prefix);
        words.addAll(List.of(program.postgres().toString(), "-D", folder.rows().toString()));
        for (var setting : List.of(
                "port=" + port,
                "listen_addresses=" + HOST,
                "unix_socket_directories=",
                // One file a weekday, written over a week later.
                "logging_collector=on",
                "log_directory=" + folder.log(),
                "log_filename=server-%a.log",
                "log_truncate_on_rotation=on",
                "log_rotation_size=0")) {
            words.addAll(List.of("-c", setting));
        }
        try {
            return new ProcessBuilder(words)
                    .directory(folder.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(startLog().toFile())
                    .start();
        } catch (IOException e) {
            throw new BadSettings("PostgreSQL cannot be started: " + e.getMessage());
        }
    }

    /** Whether the server takes connections; a pid file of an earlier server says so too, so its number is compared. */
    private boolean readyWithin(Process process) throws InterruptedException {
        var end = System.nanoTime() + config.startLimit().toNanos();
        var pid = Long.toString(process.pid());
        while (process.isAlive()) {
            var lines = lines(pidFile());
            if (lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(pid)
                    && lines.get(STATUS_LINE).strip().equals("ready")) {
                return true;
            }
            if (System.nanoTime() > end) {
                throw new BadSettings("PostgreSQL is not ready after "
                        + config.startLimit().toSeconds() + " seconds; it may be recovering: "
                        + said());
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    private void stop(Process process) throws InterruptedException {
        stop(new Running(process.pid()));
    }

    private void stop(Running postmaster) throws InterruptedException {
        // SIGTERM would wait until every client has gone by itself.
        postmaster.signal("INT");
        if (postmaster.goneWithin(config.stopLimit())) {
            return;
        }
        LOG.warn(
                "PostgreSQL did not stop within {} s; breaking it off",
                config.stopLimit().toSeconds());
        postmaster.signal("QUIT");
        if (!postmaster.goneWithin(BREAK_OFF_LIMIT)) {
            postmaster.signal("KILL");
            postmaster.goneWithin(KILL_LIMIT);
        }
    }

    private void stopLeftOver() throws InterruptedException {
        var found = Running.of(pidFile());
        if (found.isEmpty()) {
            return;
        }
        var process = found.get();
        if (process.words().getFirst().contains("postgres")) {
            var where = process.folder();
            if (where.isEmpty() && process.isAlive()) {
                throw new BadSettings("process " + process.pid() + " may be a PostgreSQL that works in " + folder.rows()
                        + " for another user: stop it first");
            }
            if (where.equals(Optional.of(folder.rows()))) {
                LOG.warn("stopping the PostgreSQL that an earlier run left behind (process {})", process.pid());
                stop(process);
                return;
            }
        }
        // The number belongs to a bystander now. PostgreSQL itself would take it for a living server and refuse to
        // start.
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new BadSettings(pidFile() + " is stale and cannot be removed: " + Folder.reason(e));
        }
    }

    private static int freePort(int wanted) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BadSettings("port " + wanted + " on " + HOST + " is taken by another program: give "
                    + PostgresConfig.PORT_KEY + " a free one");
        }
    }

    private Path pidFile() {
        return folder.rows().resolve("postmaster.pid");
    }

    private Path startLog() {
        return folder.log().resolve("start.log");
    }

    /** What the server said last: until its logger runs it writes to the start log. */
    private String said() {
        var text = new ArrayList<>(lines(startLog()));
        if (text.stream().noneMatch(line -> line.contains("FATAL:"))) {
            try (var logs = Files.list(folder.log())) {
                logs.filter(log -> log.getFileName().toString().startsWith("server-"))
                        .max(Comparator.comparingLong(log -> log.toFile().lastModified()))
                        .ifPresent(newest -> text.addAll(lines(newest)));
            } catch (IOException e) {
                text.add("its log cannot be read: " + Folder.reason(e));
            }
        }
        var end = String.join("\n", text.subList(Math.max(0, text.size() - 6), text.size()));
        return end.contains("No space left on device") ? "the disk is full\n" + end : end;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            // Being written or just removed: the next look will tell.
            return List.of();
        }
    }
}
