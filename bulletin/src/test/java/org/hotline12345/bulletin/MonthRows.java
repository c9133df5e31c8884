package org.hotline12345.bulletin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.office.TestDatabase;
import org.jspecify.annotations.Nullable;

/** Fills a test's database with calls, tickets and surveys, some outside the month, always the same ones. */
final class MonthRows implements AutoCloseable {
    static final Instant FROM = Instant.parse("2026-10-31T16:00:00Z");
    static final Instant UNTIL = Instant.parse("2026-11-30T16:00:00Z");

    private static final List<String> NATURES =
            List.of("INQUIRY", "HELP", "COMPLAINT", "COMPLAINT", "COMPLAINT", "SUGGESTION", "TIP_OFF", "OTHER");
    private static final List<String> RATINGS =
            List.of("SATISFIED", "SATISFIED", "BASICALLY_SATISFIED", "DISSATISFIED");
    private static final Set<String> ENDED = Set.of("VOIDED", "REJECTED", "WITHDRAWN");
    private static final List<String> ENDS = List.of("REGISTERED", "MERGED", "VOIDED", "REJECTED", "WITHDRAWN");
    private static final UUID NOBODY = new UUID(0, 0);

    private final Connection connection;
    private final Random random = new Random(12345);

    MonthRows(TestDatabase database) throws SQLException {
        var settings = database.database();
        connection = DriverManager.getConnection(
                "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + settings.name(),
                settings.owner(),
                settings.ownerPassword());
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    void calls(String hotline, int count) throws SQLException {
        // language=PostgreSQL
        try (var insert = connection.prepareStatement("""
                insert into telephony.call (id, hotline, line, caller_mobile, arrived_at, queue, queued_at, answered_at,
                                            ended_at, outcome, wait_ms, talk_ms, events)
                values (?, ?, '12345', true, ?, ?, ?, ?, ?, ?, ?, ?, 1)""")) {
            for (int i = 0; i < count; i++) {
                var arrived = moment();
                var kind = random.nextInt(20);
                var queued = kind == 0 ? null : arrived.plusSeconds(6);
                var wait = Duration.ofMillis(random.nextInt(40_000));
                var gone = queued == null ? arrived.plusSeconds(3) : queued.plus(wait);
                var answered = kind > 4;
                var talk = Duration.ofMillis(30_000 + random.nextInt(300_000));
                var open = kind == 4;
                values(
                        insert,
                        hotline + "-" + i,
                        hotline,
                        arrived,
                        queued == null ? null : "main",
                        queued,
                        answered ? gone : null,
                        open ? null : answered ? gone.plus(talk) : gone,
                        open
                                ? null
                                : answered
                                        ? "ANSWERED"
                                        : kind == 0
                                                ? "ABANDONED_GREETING"
                                                : kind == 3 ? "INTERRUPTED" : "ABANDONED_QUEUE",
                        queued == null ? null : wait.toMillis(),
                        answered ? talk.toMillis() : null);
            }
            insert.executeBatch();
        }
    }

    void tickets(String hotline, List<String> units, int count) throws SQLException {
        // language=PostgreSQL
        try (var insert = connection.prepareStatement("""
                insert into ticketing.ticket (hotline, number, version, channel, nature, title, content, registered_by,
                                              registered_at, state, units, unit, dispatched_at, acknowledge_by, due_at,
                                              due_provisional, acknowledged_at, replied_at, handled_at, closed_at, mode,
                                              ended_at, reject_reason, merged_into)
                values (?, ?, 1, 'PHONE', ?, 't', 'c', ?, ?, ?, '{}', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (int i = 0; i < count; i++) {
                var registered = moment();
                var number = "2026-%06d".formatted(i);
                var kind = random.nextInt(12);
                var direct = kind < 3;
                var waiting = kind == 3;
                var atUnit = !direct && !waiting;
                var dispatched = atUnit ? registered.plus(Duration.ofHours(random.nextInt(24))) : null;
                var due = dispatched == null ? null : dispatched.plus(Duration.ofDays(5));
                // Of those that no unit has, some were never requests, refused, taken back, or are stood for by
                // another.
                var end = waiting ? ENDS.get(random.nextInt(ENDS.size())) : "REGISTERED";
                // Some are still with their unit, some are closed after the cut-off.
                var replied =
                        dispatched == null || kind == 4 ? null : dispatched.plus(Duration.ofHours(random.nextInt(200)));
                var done = direct
                        ? registered.plusSeconds(60)
                        : replied == null ? null : replied.plus(Duration.ofHours(2));
                values(
                        insert,
                        hotline,
                        number,
                        NATURES.get(random.nextInt(NATURES.size())),
                        NOBODY,
                        registered,
                        done != null ? "CLOSED" : dispatched == null ? end : "DISPATCHED",
                        atUnit ? units.get((int) (units.size() * Math.pow(random.nextDouble(), 2))) : null,
                        dispatched,
                        dispatched == null ? null : dispatched.plus(Duration.ofDays(1)),
                        due,
                        dispatched == null ? null : false,
                        dispatched == null ? null : dispatched.plusSeconds(60),
                        replied,
                        done,
                        done == null ? null : done.plus(Duration.ofHours(3)),
                        done == null ? null : direct ? "DIRECT" : "UNIT",
                        ENDED.contains(end) ? registered.plus(Duration.ofHours(random.nextInt(200))) : null,
                        end.equals("REJECTED") ? "PETITION" : null,
                        end.equals("MERGED") ? "2026-000000" : null);
                if (done != null && random.nextInt(10) > 0) {
                    survey(hotline, number, i, done);
                }
            }
            insert.executeBatch();
        }
    }

    private void survey(String hotline, String number, int closing, Instant done) throws SQLException {
        // language=PostgreSQL
        try (var insert = connection.prepareStatement("""
                insert into callback.survey (id, hotline, ticket, closing, closed_at, planned_at, channel, number,
                                             number_index, state, asked_at, rating, answered_at)
                values (?, ?, ?, ?, ?, ?, 'SMS', 'x'::bytea, 'x'::bytea, ?, ?, ?, ?)""")) {
            var times = random.nextInt(15) == 0 ? 2 : 1;
            for (int time = 0; time < times; time++) {
                var asked = done.plus(Duration.ofHours(4L + 24L * time));
                var rated = random.nextInt(3) > 0;
                values(
                        insert,
                        new UUID(random.nextLong(), random.nextLong()),
                        hotline,
                        number,
                        10L * closing + time,
                        done,
                        done,
                        rated ? "ANSWERED" : "UNRATED",
                        asked,
                        rated ? RATINGS.get(random.nextInt(RATINGS.size())) : null,
                        rated ? asked.plus(Duration.ofHours(random.nextInt(48))) : null);
            }
            insert.executeBatch();
        }
    }

    /** From two days before the month until two days after it, on its bounds now and then. */
    private Instant moment() {
        return switch (random.nextInt(40)) {
            case 0 -> FROM;
            case 1 -> UNTIL;
            default ->
                FROM.minus(Duration.ofDays(2))
                        .plusMillis(random.nextLong(Duration.ofDays(34).toMillis()));
        };
    }

    private static void values(PreparedStatement insert, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i] instanceof Instant at ? Timestamp.from(at) : values[i]);
        }
        insert.addBatch();
    }
}
