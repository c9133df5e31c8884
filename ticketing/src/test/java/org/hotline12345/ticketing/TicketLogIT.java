package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The log that others follow. */
class TicketLogIT extends TicketsOnRows {
    @Test
    void theLogCannotBeChangedByTheProgram() {
        hotline.ticket();
        for (var sql : List.of(
                "update ticketing.ticket_event set type = 'CLOSED'",
                "delete from ticketing.ticket_event",
                "truncate ticketing.ticket_event",
                "delete from ticketing.ticket")) {
            assertThatThrownBy(
                            () -> hotline.ticketingPool().query(sql).execute().await())
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aFollowerPassesNoEventThatCommitsLate() {
        var late = hotline.ticket();
        var callback = hotline.database.pool("callback");
        var from = follow(callback, 0).size();
        var connection = hotline.ticketingPool().getConnection().await();
        var slow = connection.begin().await();
        // An event that is written, and not committed yet, while a later one is.
        connection
                .preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ($1, $2, 99, 'CLOSED', now(), gen_random_uuid(), '{}')""")
                .execute(Tuple.of(NORTH.value(), late.number().value()))
                .await();
        hotline.ticket();
        assertThat(follow(callback, from)).isEmpty();
        slow.commit().await();
        connection.close().await();
        assertThat(follow(callback, from)).hasSize(2);
    }

    /** Reads as a follower does: in order, below the oldest transaction that is still open. */
    private static List<Row> follow(Pool pool, int skip) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select number, position from ticketing.v_ticket_event
                         where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position offset $1""").execute(Tuple.of(skip)).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
