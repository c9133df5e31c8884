package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tickets that were written before assignments had rows of their own are, after the migration, what their logs tell. */
class OldTicketsIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Instant START = Instant.parse("2026-11-02T01:00:00Z");
    private static final String DUE =
            "\"acknowledgeBy\":\"2026-11-03T01:00:00Z\",\"due\":\"2026-11-09T15:59:59Z\",\"dueProvisional\":false";
    private static final String WATER = "DISPATCHED {\"unit\":\"water\"," + DUE + "}";
    private static final String HEALTH = "DISPATCHED {\"unit\":\"health\"," + DUE + "}";
    private static final String RETURN = "RETURN_REQUESTED {\"why\":\"不归我管\",\"suggestedUnit\":null}";
    private static final String REPLY = "REPLIED {\"text\":\"已修好\",\"contacted\":true}";

    @Test
    void oldTicketsAreWhatTheirLogsTell() throws Exception {
        // The roles of a database server are there once the first database was migrated.
        try (var other = TestDatabase.open();
                var office = Office.launch(other.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
                var database = TestDatabase.empty()) {
            try (var connection = owner(database)) {
                run(
                        connection,
                        "create schema ticketing; grant usage on schema ticketing to hotline_ticketing;"
                                + "alter default privileges in schema ticketing grant select, insert, update, delete on tables"
                                + " to hotline_ticketing");
                run(connection, script("V1__ticketing.sql"));
                old(connection, 1, "REGISTERED", null, List.of());
                old(connection, 2, "DISPATCHED", "water", List.of(WATER));
                old(connection, 3, "IN_HAND", "water", List.of(WATER, RETURN, "RETURN_REFUSED {\"why\":\"归你\"}"));
                old(connection, 4, "RETURN_REQUESTED", "water", List.of(WATER, "ACKNOWLEDGED {}", RETURN));
                old(connection, 5, "REGISTERED", null, List.of(WATER, RETURN, "RETURN_ACCEPTED {}"));
                old(
                        connection,
                        6,
                        "REPLIED",
                        "health",
                        List.of(
                                WATER,
                                RETURN,
                                "RETURN_ACCEPTED {}",
                                HEALTH,
                                "ACKNOWLEDGED {}",
                                REPLY,
                                "SENT_BACK {\"why\":\"写明\"}",
                                REPLY));
                old(connection, 7, "HANDLED", "health", List.of(HEALTH, "ACKNOWLEDGED {}", REPLY, "HANDLED {}"));
                old(
                        connection,
                        8,
                        "CLOSED",
                        "health",
                        List.of(HEALTH, "ACKNOWLEDGED {}", REPLY, "HANDLED {}", "CLOSED {}"));
                old(connection, 9, "CLOSED", null, List.of("ANSWERED_DIRECTLY {\"text\":\"已告知\"}"));
                for (var later : List.of(
                        "V2__whole_life.sql",
                        "V3__search.sql",
                        "V4__intake.sql",
                        "V5__brought_in.sql",
                        "V7__levels.sql",
                        "V8__succession.sql",
                        "V9__domains.sql",
                        "V10__erasure.sql")) {
                    run(connection, script(later));
                }
            }
            var rows = new PgTickets(database.pool("ticketing"), office.seal());
            var stages = new ArrayList<TicketStage>();
            for (int i = 1; i <= 9; i++) {
                var number = number(i);
                var ticket = rows.find(NORTH, number).orElseThrow();
                assertThat(TicketFold.replay(NORTH, rows.history(NORTH, number)))
                        .as("ticket %s", number)
                        .isEqualTo(ticket);
                stages.add(ticket.stage());
            }
            assertThat(stages)
                    .containsExactly(
                            TicketStage.REGISTERED,
                            TicketStage.DISPATCHED,
                            TicketStage.IN_HAND,
                            TicketStage.RETURN_REQUESTED,
                            TicketStage.REGISTERED,
                            TicketStage.REPLIED,
                            TicketStage.HANDLED,
                            TicketStage.CLOSED,
                            TicketStage.CLOSED);
        }
    }

    private static TicketNumber number(int place) {
        return new TicketNumber("20261102-%06d".formatted(place));
    }

    /** A ticket as the first version wrote it, an event each ten minutes. */
    private static void old(Connection connection, int place, String state, @Nullable String unit, List<String> events)
            throws SQLException {
        var number = number(place).value();
        var person = "00000000-0000-0001-0000-000000000001";
        var all = new ArrayList<>(
                List.of("REGISTERED {\"channel\":\"PHONE\",\"call\":null,\"nature\":\"HELP\",\"title\":\"t\","
                        + "\"content\":\"c\",\"area\":null}"));
        all.addAll(events);
        var replied = at(all, "REPLIED");
        var direct = at(all, "ANSWERED_DIRECTLY");
        var handled = direct.equals("null") ? at(all, "HANDLED") : direct;
        var closed = direct.equals("null") ? at(all, "CLOSED") : direct;
        run(connection, """
                insert into ticketing.ticket (hotline, number, version, channel, nature, title, content, registered_by,
                    registered_at, state, units, unit, dispatched_at, acknowledge_by, due_at, due_provisional, return_why,
                    replied_at, handled_at, closed_at, mode)
                values ('north', '%s', %d, 'PHONE', 'HELP', 't', 'c', '%s', '%s', '%s', '{}', %s, %s,
                    '2026-11-03T01:00:00Z', '2026-11-09T15:59:59Z', false, %s, %s, %s, %s, %s)""".formatted(
                        number,
                        all.size(),
                        person,
                        START,
                        state,
                        unit == null ? "null" : "'" + unit + "'",
                        at(all, "DISPATCHED"),
                        state.equals("RETURN_REQUESTED") ? "'不归我管'" : "null",
                        replied,
                        handled,
                        closed,
                        closed.equals("null") ? "null" : direct.equals("null") ? "'UNIT'" : "'DIRECT'"));
        for (int i = 0; i < all.size(); i++) {
            var event = all.get(i).split(" ", 2);
            run(connection, """
                    insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                    values ('north', '%s', %d, '%s', '%s', '%s', '%s')""".formatted(number, i + 1, event[0], START.plusSeconds(600L * i), person, event[1]));
        }
    }

    /** When the last event of that type was, in SQL. */
    private static String at(List<String> events, String type) {
        var index =
                events.stream().map(event -> event.split(" ", 2)[0]).toList().lastIndexOf(type);
        return index < 0 ? "null" : "'" + START.plusSeconds(600L * index) + "'";
    }

    private static Connection owner(TestDatabase database) throws SQLException {
        var settings = database.database();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + settings.name(),
                settings.owner(),
                settings.ownerPassword());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String script(String name) throws IOException {
        try (var stream = Objects.requireNonNull(OldTicketsIT.class.getResourceAsStream("/db/ticketing/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
