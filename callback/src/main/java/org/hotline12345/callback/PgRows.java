package org.hotline12345.callback;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asking the database from a thread that may wait: statements, transactions, times. */
final class PgRows {
    private final Pool pool;

    PgRows(Pool pool) {
        this.pool = pool;
    }

    List<Row> query(String sql, @Nullable Object... parameters) {
        return query(pool, sql, parameters);
    }

    /** @return how many rows were changed */
    int change(String sql, @Nullable Object... parameters) {
        return change(pool, sql, parameters);
    }

    static List<Row> query(SqlClient client, String sql, @Nullable Object... parameters) {
        var found = client.preparedQuery(sql).execute(Tuple.wrap(parameters)).await();
        var rows = new ArrayList<Row>(found.size());
        found.forEach(rows::add);
        return rows;
    }

    /** @return how many rows were changed */
    static int change(SqlClient client, String sql, @Nullable Object... parameters) {
        return client.preparedQuery(sql).execute(Tuple.wrap(parameters)).await().rowCount();
    }

    /** Runs the work in one transaction, on the caller's thread; whatever it throws rolls everything back. */
    <T> T inTransaction(Function<SqlConnection, T> work) {
        var connection = pool.getConnection().await();
        try {
            var transaction = connection.begin().await();
            var done = false;
            try {
                var result = work.apply(connection);
                transaction.commit().await();
                done = true;
                return result;
            } finally {
                if (!done) {
                    // Not awaited: after a lost connection it fails too, and would hide the first failure.
                    transaction.rollback();
                }
            }
        } finally {
            connection.close();
        }
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static Optional<Instant> maybeInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static Buffer bytes(byte[] bytes) {
        return Buffer.buffer(bytes);
    }
}
