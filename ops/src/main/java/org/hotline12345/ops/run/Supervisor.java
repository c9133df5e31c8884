package org.hotline12345.ops.run;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.PgDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the whole hotline in the foreground: database, then Asterisk, then backend; on SIGINT or SIGTERM they stop in
 * reverse. It touches no PostgreSQL and no Asterisk but those of its own data folder.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Where the database is. */
    public sealed interface Database {
        /** One that we run ourselves. */
        record Own(PostgresConfig config) implements Database {}

        /** One that somebody else runs. */
        record Elsewhere(PgDatabase database) implements Database {}
    }

    /** The parts that stand when the backend is launched. */
    public record Parts(PgDatabase database, Optional<EmbeddedPostgres> postgres, Optional<AsteriskProcess> asterisk) {}

    /** The program that needs the parts; it returns when it is ready, and closes before them. */
    public interface Backend {
        AutoCloseable launch(Parts parts) throws Exception;
    }

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Supervisor() {}

    /**
     * Returns when the program was told to stop and everything is closed. To be called on the main thread.
     *
     * @param asterisk empty when somebody else runs it
     * @throws BadSettings when a part cannot start; those before it are closed again
     */
    public static void run(Path data, Database database, Optional<AsteriskSetup> asterisk, Backend backend) {
        var supervisor = new Supervisor();
        try (var signal = StopSignal.listen()) {
            try {
                supervisor.open(data, database, asterisk, backend);
                signal.await();
                LOG.info("stopping");
            } catch (InterruptedException e) {
                if (!signal.given()) {
                    throw new IllegalStateException("interrupted by no signal", e);
                }
                LOG.info("stopped while starting");
            } catch (RuntimeException e) {
                if (!signal.given()) {
                    throw e;
                }
                LOG.info("stopped while starting: {}", e.getMessage());
            } finally {
                supervisor.close();
            }
        }
    }

    /**
     * The same beside whatever this program does, until it is closed.
     *
     * @throws BadSettings when a part cannot start; those before it are closed again
     */
    public static Supervisor start(Path data, Database database, Optional<AsteriskSetup> asterisk, Backend backend) {
        var supervisor = new Supervisor();
        try {
            supervisor.open(data, database, asterisk, backend);
            return supervisor;
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        } catch (InterruptedException e) {
            supervisor.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private void open(Path data, Database database, Optional<AsteriskSetup> asterisk, Backend backend)
            throws InterruptedException {
        opened(DataFolder.hold(data));
        Optional<EmbeddedPostgres> postgres = Optional.empty();
        PgDatabase rows;
        switch (database) {
            case Database.Own(var config) -> {
                var server = opened(EmbeddedPostgres.launch(config));
                postgres = Optional.of(server);
                rows = server.database();
            }
            case Database.Elsewhere(var elsewhere) -> rows = elsewhere;
        }
        Optional<AsteriskProcess> exchange = Optional.empty();
        if (asterisk.isPresent()) {
            exchange = Optional.of(opened(AsteriskProcess.launch(asterisk.get())));
        }
        try {
            opened(backend.launch(new Parts(rows, postgres, exchange)));
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the backend does not start", e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Stops the parts in reverse. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            // A signal during the start leaves its mark here, and waiting for an orderly end would fail at once.
            Thread.interrupted();
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close in order", part.getClass().getSimpleName(), e);
            }
        }
    }
}
