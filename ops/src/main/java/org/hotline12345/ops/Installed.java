package org.hotline12345.ops;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Office;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.ops.run.BorrowedDatabase;
import org.jspecify.annotations.Nullable;

/** The installed system as a single command sees it: its database, whether the hotline is running or not. */
final class Installed implements AutoCloseable {
    private static final int CONNECTIONS = 2;

    private final Config config;
    private final PgDatabase database;
    private final @Nullable BorrowedDatabase borrowed;
    private final Vertx vertx = Vertx.vertx();

    private Installed(Config config, PgDatabase database, @Nullable BorrowedDatabase borrowed) {
        this.config = config;
        this.database = database;
        this.borrowed = borrowed;
    }

    /** @throws BadSettings when the database cannot be reached or started */
    static Installed open(Config config) {
        if (!config.database().embedded()) {
            return new Installed(config, config.database().external(), null);
        }
        try {
            var borrowed = BorrowedDatabase.open(config.data(), config.postgres());
            return new Installed(config, borrowed.database(), borrowed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadSettings("stopped before the database was there");
        }
    }

    PgDatabase database() {
        return database;
    }

    /** A pool of that module's role; closed with this. */
    Pool pool(String module) {
        return database.pool(vertx, module, CONNECTIONS);
    }

    Office office(Clock clock) {
        return Office.launch(pool("office"), clock, config.office());
    }

    @Override
    public void close() {
        vertx.close().await();
        if (borrowed != null) {
            borrowed.close();
        }
    }
}
