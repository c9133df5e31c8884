package org.hotline12345.ops.bench;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The same life-cycles written by SQL alone, as fast as they can be: one statement for each transaction, the same rows in
 * the same tables, each commit on the disk. What no program on this database can go below.
 */
final class LifecycleFloor {
    private static final int CONNECTIONS = 16;
    private static final String HOTLINE = "floor";

    // language=PostgreSQL
    private static final String CREATE = """
            with counted as (
                insert into ticketing.day_counter as c (hotline, day, last) values ('floor', current_date, 1)
                on conflict (hotline, day) do update set last = c.last + 1 returning last
            ), ticket as (
                insert into ticketing.ticket
                  (hotline, number, version, channel, nature, title, content, area, urgent, registered_by, registered_at,
                   state, units, times, requester_name, requester_phone, phone_index)
                select 'floor', to_char(current_date, 'YYYYMMDD') || '-' || lpad(last::text, 6, '0'), 1, 'PHONE', 'HELP', ?, ?, ?,
                       false, ?, clock_timestamp(), 'REGISTERED', '{}', '{"REGISTERED": 1}', ?, ?, ?
                  from counted returning number, title, content, area
            ), words as (
                insert into ticketing.unindexed_text
                select 'floor', replace(number, '-', '')::bigint, title || E'\\n' || content || E'\\n' || area from ticket
            ), event as (
                insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                select 'floor', number, 1, 'REGISTERED', clock_timestamp(), ?,
                       jsonb_build_object('channel', 'PHONE', 'nature', 'HELP', 'title', title, 'content', content, 'area', area)
                  from ticket
            ), audit as (
                insert into office.audit
                select gen_random_uuid(), clock_timestamp(), ?, 'floor', 'ticketing.see-requester', number from ticket
            )
            select number from ticket""";

    // language=PostgreSQL
    private static final String STEP = """
            with ticket as (
                update ticketing.ticket
                   set version = version + ?, state = ?, units = array[?], unit = ?, dispatched_at = registered_at,
                       acknowledge_by = registered_at, due_at = registered_at, due_provisional = false,
                       acknowledged_at = registered_at, replied_at = registered_at,
                       handled_at = case when ? in ('HANDLED', 'CLOSED') then clock_timestamp() end,
                       closed_at = case when ? = 'CLOSED' then clock_timestamp() end,
                       mode = case when ? = 'CLOSED' then 'UNIT' end,
                       times = times || jsonb_build_object(?, 1), look_at = registered_at
                 where hotline = 'floor' and number = ? and version = ? returning number, version, registered_at as at
            ), assigned as (
                insert into ticketing.assignment
                select 'floor', number, 1, ?, 'LEAD', at, at, at, '{"workingDays": 5}', 0, 0, at, false, 0, ?, null, null, at,
                       case when ? = 'ACCEPTED' then at end, '[]', '{}', '{}', '{}' from ticket where ? <> ''
                on conflict (hotline, number, ordinal) do update
                   set state = excluded.state, replied_at = excluded.replied_at, ended_at = excluded.ended_at
            ), event as (
                insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                select 'floor', number, version - n, ?, clock_timestamp(), ?, '{"assignment": 1}'
                  from ticket, generate_series(0, ? - 1) n
            ), audit as (
                insert into office.audit
                select gen_random_uuid(), clock_timestamp(), ?, 'floor', 'ticketing.see-requester', number from ticket
                 where ? <> 'CLOSED'
            )
            select count(*) from ticket""";

    /** A step: the ticket's state after it, its assignment's (empty when it stays), the events. */
    private record Change(String state, String assignment, String event, int events) {}

    private static final Change[] CHANGES = {
        new Change("DISPATCHED", "SENT", "DISPATCHED", 1),
        new Change("IN_HAND", "IN_HAND", "ACKNOWLEDGED", 1),
        new Change("REPLIED", "REPLIED", "REPLIED", 1),
        new Change("HANDLED", "ACCEPTED", "REPLY_ACCEPTED", 2),
        new Change("CLOSED", "", "CLOSED", 1),
    };

    private final LifecycleDatabase database;
    private final LifecycleTexts texts;

    LifecycleFloor(LifecycleDatabase database, LifecycleTexts texts) {
        this.database = database;
        this.texts = texts;
    }

    /** Whole life-cycles a second. */
    double measure(Duration time) throws Exception {
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        long lives = 0;
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var workers = IntStream.range(0, CONNECTIONS)
                    .<Callable<Integer>>mapToObj(n -> () -> work(n, end))
                    .toList();
            for (var worker : threads.invokeAll(workers)) {
                lives += worker.get();
            }
        }
        var perSecond = lives / ((System.nanoTime() - begun) / 1e9);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("delete from ticketing.unindexed_text where hotline = '" + HOTLINE + "'");
        }
        return perSecond;
    }

    private int work(int seed, long end) throws SQLException {
        var random = new Random(seed);
        var person = new UUID(0, seed);
        int lives = 0;
        try (var connection = database.connect();
                var create = connection.prepareStatement(CREATE);
                var step = connection.prepareStatement(STEP)) {
            while (System.nanoTime() < end) {
                live(create, step, random, person);
                lives++;
            }
        }
        return lives;
    }

    private void live(PreparedStatement create, PreparedStatement step, Random random, UUID person)
            throws SQLException {
        var sealed = new byte[40];
        random.nextBytes(sealed);
        create.setString(1, "关于" + texts.word(random.nextInt(LifecycleTexts.words())) + "的诉求");
        create.setString(2, texts.content(random, LifecycleBase.CONTENT_CHARACTERS));
        create.setString(3, "第" + random.nextInt(1_000) + "号路");
        create.setObject(4, person);
        create.setBytes(5, sealed);
        create.setBytes(6, sealed);
        create.setBytes(7, ("index" + random.nextInt()).getBytes(StandardCharsets.UTF_8));
        create.setObject(8, person);
        create.setObject(9, person);
        String number;
        try (var made = create.executeQuery()) {
            made.next();
            number = made.getString(1);
        }
        var unit = LifecycleBase.unit(random.nextInt(LifecycleBase.UNITS));
        int version = 1;
        for (var change : CHANGES) {
            take(step, number, unit, version, change, person);
            version += change.events();
        }
    }

    private static void take(
            PreparedStatement step, String number, String unit, int version, Change change, UUID person)
            throws SQLException {
        int at = 1;
        step.setInt(at++, change.events());
        step.setString(at++, change.state());
        step.setString(at++, unit);
        step.setString(at++, unit);
        step.setString(at++, change.state());
        step.setString(at++, change.state());
        step.setString(at++, change.state());
        step.setString(at++, change.event());
        step.setString(at++, number);
        step.setInt(at++, version);
        step.setString(at++, unit);
        step.setString(at++, change.assignment());
        step.setString(at++, change.assignment());
        step.setString(at++, change.assignment());
        step.setString(at++, change.event());
        step.setObject(at++, person);
        step.setInt(at++, change.events());
        step.setObject(at++, person);
        step.setString(at++, change.state());
        try (var done = step.executeQuery()) {
            done.next();
            if (done.getInt(1) != 1) {
                throw new IllegalStateException("the floor's ticket " + number + " was not at version " + version);
            }
        }
    }
}
