package org.hotline12345.ops.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.PgDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database for a single command: the running hotline's when there is one, else started for as long as the
 * command takes.
 */
public final class BorrowedDatabase implements AutoCloseable {
    /** A hotline that has just been started needs a moment to bring its database up. */
    private static final Duration RUNNING_LIMIT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(100);

    private final PgDatabase database;
    private final @Nullable EmbeddedPostgres server;
    private final @Nullable DataFolder held;

    private BorrowedDatabase(PgDatabase database, @Nullable EmbeddedPostgres server, @Nullable DataFolder held) {
        this.database = database;
        this.server = server;
        this.held = held;
    }

    /** @throws BadSettings when the database cannot be started or reached */
    public static BorrowedDatabase open(Path data, PostgresConfig config) throws InterruptedException {
        var end = System.nanoTime() + RUNNING_LIMIT.toNanos();
        while (true) {
            var held = DataFolder.tryHold(data);
            if (held.isPresent()) {
                return started(held.get(), config);
            }
            Optional<PgDatabase> running = EmbeddedPostgres.running(config);
            if (running.isPresent()) {
                return new BorrowedDatabase(running.get(), null, null);
            }
            if (System.nanoTime() > end) {
                throw new BadSettings("the hotline that runs on " + data + " has no database running; see its log");
            }
            Thread.sleep(POLL);
        }
    }

    private static BorrowedDatabase started(DataFolder held, PostgresConfig config) throws InterruptedException {
        try {
            var server = EmbeddedPostgres.launch(config);
            return new BorrowedDatabase(server.database(), server, held);
        } catch (RuntimeException | InterruptedException e) {
            held.close();
            throw e;
        }
    }

    public PgDatabase database() {
        return database;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (held != null) {
            held.close();
        }
    }
}
