package org.hotline12345.bulletin;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hotline12345.bulletin.edition.EditionDesk;
import org.hotline12345.bulletin.edition.PgEditions;
import org.hotline12345.bulletin.entered.EnteredDesk;
import org.hotline12345.bulletin.entered.PgEntered;
import org.hotline12345.bulletin.entered.PgPast;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;

/** The bulletins: what a month was, from the rows of calls, tickets and ratings, as the hotline's profile says. */
public final class Bulletins implements AutoCloseable {
    /** To make and read bulletins of a hotline. */
    public static final Right MAKE = new Right("bulletin.make");

    private static final int MAX_AT_ONCE = 2;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final PgCounts rows;
    private final Clock clock;
    private final Office office;
    private final EnteredDesk entered;
    private final EditionDesk editions;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final AtomicLong made = new AtomicLong();
    private volatile Instant lastMadeAt = Instant.EPOCH;

    private Bulletins(PgCounts rows, Clock clock, Office office, EnteredDesk entered, EditionDesk editions) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
        this.entered = entered;
        this.editions = editions;
    }

    public static Bulletins launch(Pool pool, Clock clock, Office office, BulletinConfig config) {
        return new Bulletins(
                new PgCounts(pool, config.queryLimit()),
                clock,
                office,
                entered(pool, clock, office),
                new EditionDesk(
                        new PgEditions(pool, new PgEditionDraft(office, clock), config.queryLimit()), office, clock));
    }

    /** Brings in figures from files, whether the hotline is running or not. */
    public static FigureImports imports(Pool pool, Clock clock, Office office) {
        return entered(pool, clock, office);
    }

    /** Where people enter figures that no row gives. */
    public EnteredDesk entered() {
        return entered;
    }

    /** Where editions are made, checked, signed and published. */
    public EditionDesk editions() {
        return editions;
    }

    /** What an office entered, for formulas that name it. */
    public static EnteredFigures enteredFigures(Pool pool) {
        return new PgEntered(pool);
    }

    /** What earlier bulletins said, for comparisons. */
    public static PastFigures pastFigures(Pool pool) {
        return new PgPast(pool);
    }

    private static EnteredDesk entered(Pool pool, Clock clock, Office office) {
        return new EnteredDesk(new PgEntered(pool), new PgPast(pool), office, clock);
    }

    @Override
    public void close() {
        // Holds nothing of its own: the pool belongs to who opened it.
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        status.put("made", made.get());
        status.put("atWork", MAX_AT_ONCE - places.availablePermits());
        if (made.get() > 0) {
            status.put("lastMadeAt", lastMadeAt.toString());
        }
        return status;
    }

    /**
     * Makes the bulletin of a month as of now, which is its cut-off. The rules are those in force at the month's end, or
     * now while the month runs.
     *
     * @throws Refused when the hotline or its profile is unknown, the period lies ahead, or too many are being made
     * @throws BadSettings when the profile's section cannot be used
     */
    public Bulletin make(HotlineCode code, Period period) {
        var now = clock.instant();
        var hotline = office.hotline(code);
        var version = office.profileFor(code, period.month());
        var profile = BulletinProfile.of(version);
        var span = period.span(profile.firstDay(), hotline.zone());
        if (!span.from().isBefore(now)) {
            throw Refused.invalid("the period " + period + " has not begun yet");
        }
        takePlace();
        try {
            var counts = rows.count(code, span, now, profile);
            var bulletin = Draft.write(hotline, period, profile, version.version(), now, counts);
            made.incrementAndGet();
            lastMadeAt = now;
            return bulletin;
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw Refused.limit(MAX_AT_ONCE + " bulletins are being made already; try again soon");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.away("the program is stopping");
        }
    }
}
