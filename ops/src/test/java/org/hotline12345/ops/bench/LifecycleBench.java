package org.hotline12345.ops.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.hotline12345.office.Seal;
import org.hotline12345.office.WorkCalendar;
import org.hotline12345.ops.bench.LifecycleLoad.Step;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;

/**
 * Whole lives of tickets over HTTP (create, dispatch, acknowledge, reply, review and close) on a base of past tickets, by
 * an {@code ops/run} of its own with nothing switched off, and the same rows written by SQL alone. Database, backend,
 * Asterisk and load share the machine.
 */
final class LifecycleBench {
    private static final long SEED = 12_345;
    private static final int WARM_UP_AT_ONCE = 16;
    private static final int MOST_AT_ONCE = 32;
    private static final double FILL = 0.8;

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration FLOOR = Duration.ofSeconds(20);
    private static final Duration MOST = Duration.ofSeconds(20);
    private static final Duration LOAD = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration SEARCH_PAUSE = Duration.ofMillis(250);
    private static final Duration FOLLOW_LIMIT = Duration.ofMinutes(3);
    private static final Duration INDEX_LIMIT = Duration.ofMinutes(30);

    private static final double GOAL_PER_SECOND = 300;
    private static final double GOAL_OF_FLOOR = 0.2;
    private static final double GOAL_MILLIS = 100;
    private static final double GOAL_SPIKE_MILLIS = 1_000;
    private static final int SPIKE = 3;
    private static final int WORKING_DAYS = 5;

    private final Bench bench;
    private final LifecycleDatabase database;
    private final LifecycleLoad load;
    private final LocalDate today;
    private int created;
    private int steps;
    private int closed;

    private LifecycleBench(Bench bench, LifecycleDatabase database, LifecycleLoad load, LocalDate today) {
        this.bench = bench;
        this.database = database;
        this.load = load;
        this.today = today;
    }

    static void measure(Bench bench) throws Exception {
        var folder = bench.folder("lifecycle");
        var data = bench.data().orElse(folder.resolve("data"));
        Files.createDirectories(data);
        var settings = HotlineKit.freePorts(data);
        var zone = ZoneId.of("Asia/Shanghai");
        var texts = new LifecycleTexts(SEED);
        try (var hotline = new HotlineProcess(Path.of("").toAbsolutePath(), folder, settings)) {
            hotline.launch();
            hotline.awaitReady();
            hotline.command("profile", "add", "--hotline", LifecycleBase.HOTLINE, profile(folder, zone));
            try (var database = new LifecycleDatabase(data, Integer.parseInt(settings.get("database.port")))) {
                var base = new LifecycleBase(database, texts);
                var office = base.office(data.resolve("keys"));
                LifecycleBase.addPeople(office);
                base.addTickets(Seal.read(data.resolve("keys")), bench.tickets());
                awaitIndex(database);
                var tokens = LifecycleBase.signIn(office);
                try (var load = new LifecycleLoad(
                        database.vertx(),
                        Integer.parseInt(settings.get("web.port")),
                        tokens,
                        texts,
                        System.nanoTime())) {
                    new LifecycleBench(bench, database, load, LocalDate.now(zone)).measure(texts);
                }
            }
        }
    }

    /** Citizens would be asked by telephone half a day from now: surveys are planned, and nobody is dialled. */
    private static String profile(Path folder, ZoneId zone) throws Exception {
        var now = LocalTime.now(zone);
        var far = now.plusHours(11).getHour();
        var from = Math.min(far, 22);
        var yaml = """
                ticketing: {working-days: {HELP: %d}}
                callback: {start: CLOSED, hours-from: "%02d:00", hours-until: "%02d:00"}
                """.formatted(WORKING_DAYS, from, from + 1);
        return Files.writeString(folder.resolve("profile.yaml"), yaml).toString();
    }

    static void awaitIndex(LifecycleDatabase database) throws Exception {
        var begun = System.nanoTime();
        var first = database.number("select count(*) from ticketing.unindexed_text");
        var left = first;
        while (left >= 4_096) {
            if (System.nanoTime() - begun > INDEX_LIMIT.toNanos()) {
                throw new IllegalStateException(left + " texts were not indexed after " + INDEX_LIMIT);
            }
            Thread.sleep(500);
            left = database.number("select count(*) from ticketing.unindexed_text");
        }
        if (first - left > 10_000) {
            var seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "# %d texts indexed by the program in %.0f s; %d MB of index%n",
                    first - left,
                    seconds,
                    database.number("select pg_total_relation_size('ticketing.text_block')") >> 20);
        }
    }

    private void measure(LifecycleTexts texts) throws Exception {
        var before = Counts.of(database, today);
        note("warm-up", load.asFastAsPossible(WARM_UP_AT_ONCE, WARM_UP));
        var floor = new LifecycleFloor(database, texts).measure(FLOOR);
        System.out.printf(Locale.ROOT, "# floor: %.1f life-cycles/s by SQL alone%n", floor);
        var most = note("as fast as possible", load.asFastAsPossible(MOST_AT_ONCE, MOST));
        var rate = FILL * most.completedPerSecond(Duration.ofSeconds(5), MOST);

        var sustained = note("sustained", load.atRate(rate, LOAD));
        var perSecond = sustained.completedPerSecond(Duration.ofSeconds(5), LOAD);
        bench.atLeast("lifecycle.sustained", perSecond, "life-cycles/s", GOAL_PER_SECOND);
        bench.exactly("lifecycle.sustained-errors", sustained.errors() + sustained.refusedInOrder(), "requests", 0);
        bench.atLeast("lifecycle.of-floor", perSecond / floor, "of the floor", GOAL_OF_FLOOR);

        var half = half(perSecond / 2);
        var spike = note("spike", load.atRate(SPIKE * perSecond, LOAD));
        bench.exactly("lifecycle.spike-errors", spike.errors(), "requests", 0);
        System.out.printf("# spike: %d refused with Retry-After%n", spike.refusedInOrder());
        bench.atMost("lifecycle.spike-p99", spike.millis(0.99), "ms", GOAL_SPIKE_MILLIS);
        recovery(perSecond / 2, half);
        check(before);
    }

    private LifecycleTally half(double rate) throws Exception {
        var over = new CountDownLatch(1);
        var searches = CompletableFuture.supplyAsync(() -> {
            try {
                return load.search(over, SEARCH_PAUSE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var half = note("half load", load.atRate(rate, LOAD));
        over.countDown();
        for (var step : Step.values()) {
            bench.atMost(
                    "lifecycle.p95-" + step.name().toLowerCase(Locale.ROOT),
                    half.millis(step, 0.95),
                    "ms",
                    GOAL_MILLIS);
        }
        bench.exactly("lifecycle.half-errors", half.errors() + half.refusedInOrder(), "requests", 0);
        var times = searches.join();
        bench.atMost(
                "lifecycle.search-p95", times[(int) Math.ceil(times.length * 0.95) - 1] / 1_000.0, "ms", GOAL_MILLIS);
        System.out.printf(
                Locale.ROOT, "# %d searches, median %.1f ms%n", times.length, times[times.length / 2] / 1_000.0);
        return half;
    }

    /** After the spike at half load again: when the steps are as quick as before. */
    private void recovery(double rate, LifecycleTally half) throws Exception {
        var again = note("after the spike", load.atRate(rate, RECOVERY.plus(WINDOW)));
        var usual = Math.max(GOAL_MILLIS, half.millis(0.95));
        var seconds = Duration.ZERO;
        while (seconds.compareTo(RECOVERY) < 0 && again.millis(0.95, seconds, seconds.plus(WINDOW)) > usual) {
            seconds = seconds.plusSeconds(1);
        }
        bench.atMost("lifecycle.recovered-after", (double) seconds.toSeconds(), "s", RECOVERY.toSeconds() - 1.0);
        bench.exactly("lifecycle.recovery-errors", again.errors(), "requests", 0);
    }

    private LifecycleTally note(String what, LifecycleTally tally) {
        System.out.printf(
                Locale.ROOT,
                "# %s: %s; p95 %.1f ms, p99 %.1f ms%n",
                what,
                tally,
                tally.millis(0.95),
                tally.millis(0.99));
        created += tally.count(Step.CREATE);
        closed += tally.count(Step.CLOSE);
        for (var step : Step.values()) {
            steps += tally.count(step) * (step == Step.REVIEW ? 2 : 1);
        }
        return tally;
    }

    /** Every step that was answered has its rows, and no step that was refused has any. */
    private void check(Counts before) throws Exception {
        var end = System.nanoTime() + FOLLOW_LIMIT.toNanos();
        var after = Counts.of(database, today);
        while (after.surveys() - before.surveys() < closed && System.nanoTime() < end) {
            Thread.sleep(1_000);
            after = Counts.of(database, today);
        }
        bench.exactly("lifecycle.tickets", after.tickets() - before.tickets(), "rows", created);
        bench.exactly("lifecycle.events", after.events() - before.events(), "rows", steps);
        bench.exactly("lifecycle.closed", after.closed() - before.closed(), "rows", closed);
        bench.exactly("lifecycle.surveys", after.surveys() - before.surveys(), "rows", closed);
        bench.exactly("lifecycle.wrong-deadlines", wrongDeadlines(), "rows", 0);
    }

    private long wrongDeadlines() throws SQLException {
        var zone = ZoneId.of("Asia/Shanghai");
        long wrong = 0;
        for (var day = today; !day.isAfter(LocalDate.now(zone)); day = day.plusDays(1)) {
            var due = WorkCalendar.china()
                    .plusWorkingDays(day.atTime(12, 0).atZone(zone).toInstant(), WORKING_DAYS, zone);
            wrong += database.number("""
                    select count(*) from ticketing.assignment
                     where hotline = '%s' and number > '%s' and (sent_at at time zone '%s')::date = '%s' and due_at <> '%s'""".formatted(LifecycleBase.HOTLINE, Counts.first(today), zone, day, due));
        }
        return wrong;
    }

    /** What the program has stored since that day. */
    private record Counts(long tickets, long events, long closed, long surveys) {
        static Counts of(LifecycleDatabase database, LocalDate day) throws SQLException {
            var own = "hotline = '" + LifecycleBase.HOTLINE + "' and ";
            var since = "number > '" + first(day) + "'";
            return new Counts(
                    database.number("select count(*) from ticketing.ticket where " + own + since),
                    database.number("select count(*) from ticketing.ticket_event where " + own + since),
                    database.number("select count(*) from ticketing.ticket where state = 'CLOSED' and " + own + since),
                    database.number(
                            "select count(*) from callback.survey where hotline = '" + LifecycleBase.HOTLINE + "'"));
        }

        static String first(LocalDate day) {
            return day.format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
        }
    }
}
