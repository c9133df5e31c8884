package org.hotline12345.ops.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hotline12345.office.Office;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.Sample;

/**
 * What stands in the database before the load: 100 units with a clerk each, the office's people, and tickets of past days,
 * written by SQL. Their words are indexed by the program itself, as any ticket's. They have no events: their log would be
 * as large again and nobody reads it.
 */
final class LifecycleBase {
    static final int UNITS = 100;
    static final int CONTENT_CHARACTERS = 400;
    static final String HOTLINE = Sample.HOTLINE.value();

    private static final int SEALED = 1_000;
    private static final int TICKETS_A_DAY = 2_000;
    private static final int TICKETS_A_STATEMENT = 20_000;
    private static final String PASSWORD = "only-for-the-bench";
    private static final Map<String, Integer> OFFICE = Map.of("agent", 8, "dispatcher", 4, "reviewer", 4);

    private final LifecycleDatabase database;
    private final LifecycleTexts texts;

    LifecycleBase(LifecycleDatabase database, LifecycleTexts texts) {
        this.database = database;
        this.texts = texts;
    }

    static String unit(int n) {
        return "unit-%03d".formatted(n);
    }

    /** Login of the people: the role and a number; a clerk has the unit's. */
    static List<String> logins() {
        var logins = new ArrayList<String>();
        OFFICE.forEach((role, count) -> IntStream.range(0, count).forEach(n -> logins.add(role + "-" + n)));
        IntStream.range(0, UNITS).forEach(n -> logins.add("clerk-" + n));
        return logins.stream().sorted().toList();
    }

    /** Makes the people where they are not yet. */
    static void addPeople(Office office) {
        if (office.personOf("clerk-0").isPresent()) {
            return;
        }
        IntStream.range(0, UNITS)
                .forEach(n -> office.addUnit(new Unit(Sample.HOTLINE, new UnitCode(unit(n)), "第" + n + "局", "县直单位")));
        logins().parallelStream().forEach(login -> {
            var role = login.replaceFirst("-[0-9]+$", "");
            var n = Integer.parseInt(login.replaceFirst(".*-", ""));
            var isClerk = role.equals("clerk");
            addPerson(
                    office,
                    login,
                    isClerk ? "unit-clerk" : role,
                    isClerk ? Optional.of(new UnitCode(unit(n))) : Optional.empty());
        });
    }

    /** Makes agents with those logins where they are not yet. @return their password */
    static String addAgents(Office office, List<String> logins) {
        logins.stream()
                .filter(login -> office.personOf(login).isEmpty())
                .forEach(login -> addPerson(office, login, "agent", Optional.empty()));
        return PASSWORD;
    }

    private static void addPerson(Office office, String login, String role, Optional<UnitCode> unit) {
        var person = new PersonId(UUID.randomUUID());
        var once = office.addPerson(person, login, login);
        office.grant(person, Sample.HOTLINE, role, unit);
        office.changePassword(office.signIn(login, once).visitor(), once, PASSWORD);
    }

    /** Signs all in; each with the token of its cookie. */
    static Map<String, String> signIn(Office office) {
        var tokens = new TreeMap<String, String>();
        logins().parallelStream().forEach(login -> {
            var token = office.signIn(login, PASSWORD).token();
            synchronized (tokens) {
                tokens.put(login, token);
            }
        });
        return tokens;
    }

    Office office(Path keys) {
        return Office.launch(
                database.pool("office"),
                Clock.systemUTC(),
                new OfficeConfig(keys, Duration.ofHours(12), Duration.ofHours(12)));
    }

    /** Brings the number of past tickets up to that many. */
    void addTickets(Seal seal, int tickets) throws Exception {
        try (var connection = database.connect()) {
            var there = (int)
                    LifecycleDatabase.number(
                            connection,
                            "select count(*) from ticketing.ticket where number < to_char(now() - interval '2 days', 'YYYYMMDD')");
            if (there >= tickets) {
                return;
            }
            addPhrases(connection);
            addSealed(connection, seal);
            var begun = System.nanoTime();
            try (var threads = Executors.newFixedThreadPool(2)) {
                var jobs = new ArrayList<Callable<Integer>>();
                for (int from = there; from < tickets; from += TICKETS_A_STATEMENT) {
                    var first = from;
                    var end = Math.min(tickets, from + TICKETS_A_STATEMENT);
                    jobs.add(() -> addTickets(first, end));
                }
                for (var done : threads.invokeAll(jobs)) {
                    done.get();
                }
            }
            // As autovacuum does in a year; the load begins on settled tables.
            try (var statement = connection.createStatement()) {
                statement.execute("vacuum analyze ticketing.ticket, ticketing.assignment, ticketing.unindexed_text");
                statement.execute("drop table bench_phrase, bench_sealed");
            }
            System.out.printf(
                    "# base: %d tickets written in %.0f s%n", tickets - there, (System.nanoTime() - begun) / 1e9);
        }
    }

    /** Brings the number of past calls up to that many: of the same citizens, answered, ended and settled. */
    void addCalls(Seal seal, int calls) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            var there = (int)
                    LifecycleDatabase.number(connection, "select count(*) from telephony.call where id like 'past-%'");
            if (there >= calls) {
                return;
            }
            addSealed(connection, seal);
            var begun = System.nanoTime();
            // language=PostgreSQL
            statement.execute("""
                    insert into telephony.call
                      (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at, queue, queued_at,
                       seat, answered_at, talk_ended_at, ended_at, outcome, wait_ms, talk_ms, events, settled, xid)
                    select 'past-' || i, '%1$s', '12345', s.phone, s.phone_index, true, at, 'hotline', at + interval '9 seconds',
                           '2001', at + interval '15 seconds', at + interval '2 minutes', at + interval '2 minutes', 'ANSWERED',
                           6000, 105000, 20, true, '3'
                      from (select i, now() - interval '3 days' - i %% 31536000 * interval '1 second' as at
                              from generate_series(%2$d, %3$d) i) past
                      join bench_sealed s on s.n = i %% %4$d""".formatted(HOTLINE, there, calls - 1, SEALED));
            // They are of long ago: who follows the calls has seen them.
            statement.execute("update callback.follower set xid = '4' where name = 'calls' and xid < '4'");
            statement.execute("vacuum analyze telephony.call");
            statement.execute("drop table bench_sealed");
            System.out.printf("# base: %d calls written in %.0f s%n", calls - there, (System.nanoTime() - begun) / 1e9);
        }
    }

    /** The number of the citizen that is the n-th of those with tickets and calls in the past. */
    static String citizen(int n) {
        return "154%08d".formatted(n % SEALED);
    }

    private void addPhrases(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists bench_phrase");
            statement.execute("create table bench_phrase (n integer primary key, words text)");
        }
        try (var insert = connection.prepareStatement(
                "insert into bench_phrase select n - 1, words from unnest(?) with ordinality as t (words, n)")) {
            insert.setArray(1, connection.createArrayOf("text", texts.phrases().toArray()));
            insert.execute();
        }
    }

    /** Names and numbers, sealed as the program seals them; the numbers are of a range that is not in use. */
    private static void addSealed(Connection connection, Seal seal) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists bench_sealed");
            statement.execute(
                    "create table bench_sealed (n integer primary key, name bytea, phone bytea, phone_index bytea)");
        }
        try (var insert = connection.prepareStatement("insert into bench_sealed values (?, ?, ?, ?)")) {
            for (int n = 0; n < SEALED; n++) {
                var phone = citizen(n);
                insert.setInt(1, n);
                var key = seal.keyOf(Sample.HOTLINE, phone);
                insert.setBytes(2, key.seal("某人").bytes());
                insert.setBytes(3, key.seal(phone).bytes());
                insert.setBytes(4, key.index().bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private int addTickets(int first, int end) throws SQLException {
        // Every twentieth is still with its unit; the others were replied, reviewed and closed.
        // language=PostgreSQL
        var statement = """
                with made as (
                    select i,
                           to_char(day, 'YYYYMMDD') || '-' || lpad((i %% %2$d + 1)::text, 6, '0') as number,
                           day + interval '8 hours' as at, i %% 20 = 0 as open,
                           'unit-' || lpad((i %% %3$d)::text, 3, '0') as unit,
                           (select string_agg(p.words, '' order by k)
                              from generate_series(1, %4$d) k
                              join bench_phrase p on p.n = (hashint8(i::bigint * 31 + k) & 2147483647) %% %5$d) as content,
                           '关于第' || i || '号诉求的登记' as title, '第' || i %% 997 || '号路' as area
                      from (select i, current_date - (3 + i / %2$d) as day from generate_series(%6$d, %7$d) i) days
                ), words as (
                    insert into ticketing.unindexed_text
                    select '%1$s', replace(number, '-', '')::bigint, title || E'\\n' || content || E'\\n' || area from made
                ), assigned as (
                    insert into ticketing.assignment
                    select '%1$s', number, 1, unit, 'LEAD', at, at + interval '1 day', at + interval '1 hour',
                           '{"workingDays": 5}', 0, 0, case when open then now() + interval '60 days' else at + interval '7 days' end,
                           false, 0, case when open then 'IN_HAND' else 'ACCEPTED' end, null, null,
                           case when not open then at + interval '2 days' end, case when not open then at + interval '3 days' end,
                           '[]', '{}', '{}', '{}' from made
                )
                insert into ticketing.ticket
                  (hotline, number, version, channel, nature, title, content, area, urgent, registered_by, registered_at,
                   state, units, unit, dispatched_at, acknowledge_by, due_at, due_provisional, acknowledged_at, replied_at,
                   handled_at, closed_at, mode, times, look_at, requester_name, requester_phone, phone_index)
                select '%1$s', number, case when open then 3 else 7 end, 'PHONE', 'HELP', title, content, area, false,
                       '00000000-0000-0000-0000-000000000000', at, case when open then 'IN_HAND' else 'CLOSED' end,
                       array[unit], unit, at, at + interval '1 day',
                       case when open then now() + interval '60 days' else at + interval '7 days' end, false, at + interval '1 hour',
                       case when not open then at + interval '2 days' end, case when not open then at + interval '3 days' end,
                       case when not open then at + interval '4 days' end, case when not open then 'UNIT' end,
                       '{"REGISTERED": 1, "DISPATCHED": 1, "ACKNOWLEDGED": 1}', case when open then now() + interval '50 days' end,
                       s.name, s.phone, s.phone_index
                  from made join bench_sealed s on s.n = i %% %8$d""".formatted(
                        HOTLINE,
                        TICKETS_A_DAY,
                        UNITS,
                        CONTENT_CHARACTERS / LifecycleTexts.PHRASE_CHARACTERS,
                        LifecycleTexts.PHRASES,
                        first,
                        end - 1,
                        SEALED);
        try (var connection = database.connect();
                var insert = connection.createStatement()) {
            // The rows fit each other; looking each one's parent up would only take time.
            insert.execute("set session_replication_role = replica");
            return insert.executeUpdate(statement);
        }
    }
}
