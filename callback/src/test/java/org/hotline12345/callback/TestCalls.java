package org.hotline12345.callback;

import static org.hotline12345.callback.TestTown.NORTH;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Rows of calls as telephony writes them. */
final class TestCalls {
    private TestCalls() {}

    static void abandoned(TestTown town, String id, Optional<String> caller, Instant at) {
        call(town, id, caller, at, true, false, "ABANDONED_QUEUE");
    }

    /** A call's row as telephony writes it at the end. */
    static void call(
            TestTown town,
            String id,
            Optional<String> caller,
            Instant at,
            boolean queued,
            boolean answered,
            String outcome) {
        var end = at.plusSeconds(40).atOffset(ZoneOffset.UTC);
        town.telephonyPool
                .preparedQuery("""
                        insert into telephony.call (id, hotline, line, caller_sealed, caller_index, caller_mobile,
                                                    arrived_at, queue, queued_at, answered_at, ended_at, outcome, events)
                        values ($1, 'north', '12345', $2, $3, false, $4, $5, $6, $7, $8, $9, 1)""")
                .execute(Tuple.tuple()
                        .addString(id)
                        .addBuffer(caller.map(number -> Buffer.buffer(
                                        town.office.seal().seal(number).bytes()))
                                .orElse(null))
                        .addBuffer(caller.map(number -> Buffer.buffer(
                                        town.office.seal().index(NORTH, number).bytes()))
                                .orElse(null))
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                        .addString(queued ? "hotline" : null)
                        .addOffsetDateTime(queued ? at.plusSeconds(5).atOffset(ZoneOffset.UTC) : null)
                        .addOffsetDateTime(answered ? at.plusSeconds(10).atOffset(ZoneOffset.UTC) : null)
                        .addOffsetDateTime(end)
                        .addString(outcome))
                .await();
    }
}
