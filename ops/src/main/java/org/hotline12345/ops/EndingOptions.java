package org.hotline12345.ops;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.hotline12345.ticketing.SuccessionShare;
import org.hotline12345.ticketing.Successions;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that end units have in common: where, when, why, and what they then do. */
final class EndingOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
    private String hotline = "";

    @Option(
            names = "--on",
            paramLabel = "DAY",
            description = "the first day on which it is so, such as 2026-12-01; today unless given")
    private @Nullable LocalDate on;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "the reason, as the history of each ticket tells it; what is done unless given")
    private @Nullable String why;

    @Option(names = "--dry-run", description = "show what it would do, and do nothing")
    private boolean dryRun;

    /** What a command makes of the hotline's units, when they are known. */
    interface Wish {
        Ended of(Units units);
    }

    /**
     * @param word what is done, in the office's words
     * @param shares of each unit that ends
     */
    record Ended(
            String word,
            List<UnitCode> units,
            List<UnitCode> successors,
            Optional<UnitCode> peopleTo,
            List<SuccessionShare> shares) {}

    /** The hotline's units by all that they are called. */
    record Units(Office office, HotlineCode hotline, Map<String, UnitCode> byName) {
        UnitCode named(String name) {
            var code = byName.get(name);
            if (code == null) {
                throw Refused.invalid(
                        "hotline " + hotline + " has no unit " + name + ", or several: give its code, or add it first");
            }
            return code;
        }

        List<UnitCode> named(List<String> names) {
            return names.stream().map(this::named).toList();
        }

        String called(UnitCode code) {
            return office.unit(hotline, code).map(Unit::called).orElse(code.value());
        }

        String names(List<UnitCode> codes) {
            return codes.stream()
                    .map(code -> office.unit(hotline, code).map(Unit::name).orElse(code.value()))
                    .collect(Collectors.joining("、"));
        }
    }

    /** Ends units as the command says, moves what is open there, and tells it. */
    int run(PrintWriter out, Wish wish) {
        try (var installed = Installed.open(config.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            var units = new Units(office, code, office.lists().unitsByName(code));
            var ended = wish.of(units);
            var day = Optional.ofNullable(on).orElseGet(() -> office.today(code));
            var reason = Optional.ofNullable(why)
                    .orElseGet(() -> ended.word()
                            + "：" + units.names(ended.units())
                            + (ended.successors().isEmpty() ? "" : " → " + units.names(ended.successors())));
            var ending = checked(
                    () -> new UnitEnding(code, ended.units(), ended.successors(), day, reason, ended.peopleTo()));
            office.unitChanges().check(ending);
            var successions = Ticketing.successions(installed.pool("ticketing"), Clock.systemUTC(), office);
            new Telling(out, office, units, ending).end(successions, ended.shares(), dryRun);
        }
        return 0;
    }

    private static UnitEnding checked(Supplier<UnitEnding> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Does it and says each thing when it is done. */
    private record Telling(PrintWriter out, Office office, Units units, UnitEnding ending) {
        void end(Successions successions, List<SuccessionShare> shares, boolean dryRun) {
            var hotline = ending.hotline();
            var foreseen = successions.foresee(ending, shares);
            var people = office.unitChanges().people(hotline, ending.units());
            if (dryRun) {
                out.println("nothing is done; without --dry-run:");
            } else {
                // The shares first: they mean nothing before the unit has ended, and are there when it has.
                ending.units().forEach(unit -> successions.share(hotline, unit, shares));
                office.unitChanges().end(ending);
            }
            ending.units()
                    .forEach(unit -> out.println("unit " + units.called(unit) + " ends on " + ending.on() + "; "
                            + (ending.successors().isEmpty()
                                    ? "no unit follows it"
                                    : "followed by "
                                            + ending.successors().stream()
                                                    .map(units::called)
                                                    .collect(Collectors.joining(", ")))));
            people(people);
            if (dryRun) {
                tickets(foreseen, "open tickets go");
                return;
            }
            if (ending.on().isAfter(office.today(hotline))) {
                audit(hotline, "to come");
                tickets(foreseen, "open tickets as of now go on that day");
                out.println("the running hotline moves what is open then");
                return;
            }
            var moved = successions.move(hotline);
            audit(hotline, moved.tickets() + " open tickets moved, " + moved.toDispatcher() + " recalled");
            tickets(moved, "open tickets went");
        }

        private void audit(HotlineCode hotline, String what) {
            ending.units()
                    .forEach(unit -> office.audit(
                            PersonId.SYSTEM,
                            hotline,
                            "office.end-unit",
                            unit + " on " + ending.on() + " for " + ending.successors() + ", " + what));
        }

        private void people(int people) {
            if (people == 0) {
                return;
            }
            out.println(ending.peopleTo()
                    .map(to -> people + " people who worked there work for " + units.called(to) + ", too")
                    .orElseGet(() -> people + " people who worked there keep what they saw and get nothing new"));
        }

        private void tickets(Successions.Moved moved, String what) {
            ending.successors()
                    .forEach(unit ->
                            out.println(moved.to().getOrDefault(unit, 0) + " " + what + " to " + units.called(unit)));
            if (ending.successors().isEmpty()) {
                out.println(moved.toDispatcher() + " " + what + " back to the dispatcher");
            }
            if (moved.left() > 0) {
                out.println(
                        moved.left() + " are being changed just now: the running hotline moves them within seconds");
            }
        }
    }
}
