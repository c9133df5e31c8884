package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;

/** The figures of calls, from their rows, by the profile's rules, and up to when they are complete. */
public final class FigureDesk {
    private final PgCallFigures rows;
    private final Office office;
    private final Clock clock;
    private final Profiles profiles;
    private final Supplier<Optional<Instant>> completeUntil;

    FigureDesk(
            PgCallFigures rows,
            Office office,
            Clock clock,
            Profiles profiles,
            Supplier<Optional<Instant>> completeUntil) {
        this.rows = rows;
        this.office = office;
        this.clock = clock;
        this.profiles = profiles;
        this.completeUntil = completeUntil;
    }

    /**
     * A day's calls, so far.
     *
     * @throws Refused (forbidden) without the right to see calls, (invalid) for a day to come
     */
    public DayFigures day(SignedIn who, HotlineCode hotline, LocalDate day) {
        who.require(hotline, Telephony.SEE_CALLS);
        if (day.isAfter(today(hotline))) {
            throw Refused.invalid("day " + day + " has not begun yet");
        }
        return figures(hotline, day);
    }

    /** The day that it is at the hotline. */
    public LocalDate today(HotlineCode hotline) {
        return LocalDate.ofInstant(clock.instant(), office.hotline(hotline).zone());
    }

    /** The rules in force, as they were read last: asks no database, for whoever cannot wait. */
    public CallCounting counting(HotlineCode hotline) {
        return profiles.known(hotline).counting();
    }

    /** The numbers that the hotline's citizens dial, its own and those of its parallel lines, each with its queue. */
    public Map<String, QueueName> lines(HotlineCode hotline) {
        var own = office.hotline(hotline).number();
        var lines = new LinkedHashMap<String, QueueName>();
        profiles.of(hotline)
                .lines()
                .forEach(line -> lines.putIfAbsent(line.number().isEmpty() ? own : line.number(), line.queue()));
        return lines;
    }

    /** What is true of these calls by the rules in force; who is not in the rows is left out. */
    public Map<CallId, CallFacts> facts(HotlineCode hotline, Collection<CallId> calls) {
        return rows.facts(calls, profiles.of(hotline).counting());
    }

    /** For the status page: today's calls of each hotline. */
    Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        for (var hotline : office.hotlines()) {
            var figures = figures(hotline.code(), today(hotline.code())).figures();
            var words = new LinkedHashMap<String, Object>();
            words.put("arrived", figures.arrived());
            words.put("offered", figures.offered());
            words.put("answered", figures.answered());
            words.put("abandoned", figures.allAbandoned());
            words.put("interrupted", figures.interrupted());
            words.put("open", figures.open());
            status.put(hotline.code().value(), words);
        }
        return status;
    }

    private DayFigures figures(HotlineCode hotline, LocalDate day) {
        var zone = office.hotline(hotline).zone();
        var counting = countingOf(hotline, YearMonth.from(day));
        // Asked before the rows are read: it must not promise more than they hold.
        var complete = completeUntil.get();
        var from = day.atStartOfDay(zone).toInstant();
        var until = day.plusDays(1).atStartOfDay(zone).toInstant();
        return new DayFigures(day, counting, rows.figures(hotline, from, until, counting), complete);
    }

    private CallCounting countingOf(HotlineCode hotline, YearMonth month) {
        try {
            return CallCounting.read(office.profileFor(hotline, month)
                    .settings()
                    .section("telephony")
                    .section("counting"));
        } catch (Refused e) {
            return CallCounting.read(Settings.parse("defaults", "", Map.of()));
        }
    }
}
