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
    private final String firstPosition;
    private final String positionColumn;

    /**
     * @param sql selects {@code xid::text as xid}, the position and what else is needed, in the order of the view's own
     *     {@code view.xid} (a plain {@code xid} would be the text, where 1000 comes before 999); its parameters are xid,
     *     position and limit
     */
    PgFollower(PgRows rows, String name, String sql, String firstPosition, String positionColumn) {
        this.rows = rows;
        this.name = name;
        this.sql = sql;
        this.firstPosition = firstPosition;
        this.positionColumn = positionColumn;
    }

    Batch read(int limit) {
        var from = place();
        var found = rows.query(sql, from.xid(), from.position(), limit);
        if (found.isEmpty()) {
            return new Batch(from, from, found);
        }
        var last = found.getLast();
        return new Batch(from, new Place(last.getString("xid"), String.valueOf(last.getValue(positionColumn))), found);
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
                    on conflict (name) do nothing""", name, firstPosition);
            return new Place("0", firstPosition);
        }
        return new Place(found.getFirst().getString("xid"), found.getFirst().getString("position"));
    }
}
