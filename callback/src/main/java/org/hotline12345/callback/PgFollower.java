package org.hotline12345.callback;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * Follows the log of another module in the order (transaction, position), reading only what lies below the oldest
 * running transaction: a row that commits late is never overtaken. Its position moves in the transaction in which the
 * consequences are written, so each row has its consequence exactly once.
 */
final class PgFollower {
    /** Rows that followed after a position, with the position at which the next reading begins. */
    record Batch(Place from, Place to, List<Row> rows) {}

    /** Where a log was read to: everything up to it is dealt with. */
    record Place(String xid, String position) {}

    private final PgRows rows;
    private final String name;
    private final String sql;
    private final Order order;

    /** How the rows of one transaction are ordered: a column of the log, its type, and a value before all. */
    record Order(String column, String type, String first) {}

    /**
     * @param log a view with a column {@code xid}, the writing transaction
     * @param columns what is needed of it, in SQL
     */
    PgFollower(PgRows rows, String name, String log, Order order, String columns) {
        this.rows = rows;
        this.name = name;
        this.order = order;
        // The order names the log's own column: a plain xid would be the text that is selected, where 1000 comes before
        // 999.
        // language=PostgreSQL
        this.sql = """
                select log.xid::text as xid, log.%2$s, %4$s from %1$s log
                 where log.xid < pg_snapshot_xmin(pg_current_snapshot())
                   and (log.xid, log.%2$s) > ($1::text::xid8, $2::text::%3$s)
                 order by log.xid, log.%2$s limit $3""".formatted(log, order.column(), order.type(), columns);
    }

    Batch read(int limit) {
        var from = place();
        var found = rows.query(sql, from.xid(), from.position(), limit);
        if (found.isEmpty()) {
            return new Batch(from, from, found);
        }
        var last = found.getLast();
        return new Batch(from, new Place(last.getString("xid"), String.valueOf(last.getValue(order.column()))), found);
    }

    /** @throws IllegalStateException when somebody else has moved it since the batch was read */
    void move(SqlConnection tx, Batch batch) {
        // language=PostgreSQL
        var moved = PgRows.change(
                tx,
                """
                update callback.follower set xid = $2::text::xid8, position = $3
                 where name = $1 and xid = $4::text::xid8 and position = $5""",
                name,
                batch.to().xid(),
                batch.to().position(),
                batch.from().xid(),
                batch.from().position());
        if (moved != 1) {
            throw new IllegalStateException("follower " + name + " was moved from " + batch.from() + " by another");
        }
    }

    private Place place() {
        // language=PostgreSQL
        var found = rows.query("select xid::text as xid, position from callback.follower where name = $1", name);
        if (found.isEmpty()) {
            // language=PostgreSQL
            rows.query("""
                    insert into callback.follower (name, xid, position) values ($1, '0', $2)
                    on conflict (name) do nothing""", name, order.first());
            return new Place("0", order.first());
        }
        return new Place(found.getFirst().getString("xid"), found.getFirst().getString("position"));
    }
}
