package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log is followed in the order of its transactions, whose numbers grow a digit now and then: 9, 10, 100. */
class FollowingIT {
    private static final int MOST_BATCHES = 20;

    private final TestTown town = new TestTown();

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void noClosingIsPassedOverWhereTransactionNumbersGrowADigit() throws SQLException {
        for (int i = 1; i <= 4; i++) {
            town.closedTicket("1540000000" + i);
        }
        asOwner("""
                update ticketing.ticket_event set xid = (array['9', '10', '99', '100'])[right(number, 1)::int]::xid8""");
        var rows = new PgClosings(town.pool, town.office.seal());
        var read = new ArrayList<String>();
        for (int i = 0; i < MOST_BATCHES; i++) {
            var batch = rows.ticketEvents(1);
            batch.rows().forEach(row -> read.add(row.getString("xid")));
            rows.plan(batch, List.of());
        }
        assertThat(read).containsExactly("9", "9", "10", "10", "99", "99", "100", "100");
    }

    @Test
    void noMissedCallIsPassedOverEither() throws SQLException {
        for (int i = 1; i <= 4; i++) {
            TestCalls.call(
                    town,
                    "pbx1-" + i + ".0",
                    Optional.of("1540000000" + i),
                    TestTown.MORNING.plus(Duration.ofMinutes(i)),
                    true,
                    false,
                    "ABANDONED_QUEUE");
        }
        asOwner("update telephony.call set xid = (array['9', '10', '99', '100'])[substr(id, 6, 1)::int]::xid8");
        var rows = new PgMissedCalls(town.pool);
        var read = new ArrayList<String>();
        for (int i = 0; i < MOST_BATCHES; i++) {
            var batch = rows.calls(1);
            batch.rows().forEach(row -> read.add(row.getString("xid")));
            rows.take(batch);
        }
        assertThat(read).containsExactly("9", "10", "99", "100");
        assertThat(town.column("select count(*) from callback.v_missed_call")).containsExactly("4");
    }

    private void asOwner(String sql) throws SQLException {
        var settings = town.database.database();
        try (var owner = DriverManager.getConnection(
                        "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + settings.name(),
                        settings.owner(),
                        settings.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
