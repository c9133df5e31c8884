package org.hotline12345.ops;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitChanges;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitLife;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds hotlines, and the units that handle their tickets, and says how units live. */
@Command(
        name = "unit",
        description = "Add a hotline, or a unit that handles its tickets; rename, regroup, merge, split or end units.",
        mixinStandardHelpOptions = true,
        subcommands = {UnitMergeCommand.class, UnitSplitCommand.class, UnitEndCommand.class})
final class UnitCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add-hotline",
            description = "Add a hotline, or change its name, number, area code and zone.",
            mixinStandardHelpOptions = true)
    int addHotline(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "its code, such as north")
                    String hotline,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "what citizens call it")
                    String name,
            @Option(names = "--number", required = true, paramLabel = "DIGITS", description = "what citizens dial")
                    String number,
            @Option(names = "--area-code", required = true, paramLabel = "0NNN", description = "its area code")
                    String areaCode,
            @Option(
                            names = "--zone",
                            defaultValue = "Asia/Shanghai",
                            paramLabel = "ZONE",
                            description = "of its days (${DEFAULT-VALUE})")
                    String zone) {
        var added = checked(() -> new Hotline(new HotlineCode(hotline), name, number, areaCode, ZoneId.of(zone)));
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            office.addHotline(added);
            office.audit(PersonId.SYSTEM, added.code(), "office.add-hotline", hotline);
            say("hotline " + hotline + " stands; its rules: ops/hotline profile add --hotline " + hotline + " FILE");
        }
        return 0;
    }

    @Command(
            name = "add",
            description = "Add a unit, or change its hotline, and its name and group from today on.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--code", required = true, paramLabel = "UNIT", description = "its code; stays for ever")
                    String code,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "its name") String name,
            @Option(names = "--group", required = true, paramLabel = "GROUP", description = "its ranking group")
                    String group,
            @Option(
                            names = "--runs",
                            paramLabel = "CODE",
                            description = "the hotline that the unit runs itself: what is sent to it is a ticket there")
                    @Nullable
                    String runs,
            @Option(
                            names = "--from",
                            paramLabel = "DAY",
                            description = "its first day; without it, it was there before the system")
                    @Nullable
                    LocalDate from) {
        var unit = checked(() -> new Unit(
                new HotlineCode(hotline),
                new UnitCode(code),
                name,
                group,
                Optional.ofNullable(runs).map(HotlineCode::new),
                new UnitLife(Optional.ofNullable(from), Optional.empty())));
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            office.hotline(unit.hotline());
            office.addUnit(unit);
            office.audit(PersonId.SYSTEM, unit.hotline(), "office.add-unit", code);
            say("unit " + code + " of hotline " + hotline + " stands");
        }
        return 0;
    }

    @Command(
            name = "rename",
            description = "A unit has another name. Past bulletins keep the old one, and files may go on using it.",
            mixinStandardHelpOptions = true)
    int rename(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--unit", required = true, paramLabel = "UNIT", description = "its code or name")
                    String unit,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "its new name") String name,
            @Option(names = "--from", paramLabel = "DAY", description = "since when; today unless given") @Nullable
                    LocalDate from,
            @Option(names = "--correct", description = "the old name was a mistake: it never had that name")
                    boolean correct,
            @Option(names = "--dry-run", description = "show what it would do, and do nothing") boolean dryRun) {
        return change(options, hotline, unit, from, correct, dryRun, "office.rename-unit", new Change() {
            @Override
            public String tell(Unit before) {
                return "unit " + before.called() + " is called " + name;
            }

            @Override
            public void check(UnitChanges changes, Unit before) {
                changes.checkName(before.hotline(), before.code(), name);
            }

            @Override
            public void from(UnitChanges changes, Unit before, LocalDate day) {
                changes.rename(before.hotline(), before.code(), name, day);
            }

            @Override
            public void correct(UnitChanges changes, Unit before) {
                changes.correctName(before.hotline(), before.code(), name);
            }
        });
    }

    @Command(
            name = "regroup",
            description = "A unit belongs to another ranking group. Past bulletins keep the old one.",
            mixinStandardHelpOptions = true)
    int regroup(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--unit", required = true, paramLabel = "UNIT", description = "its code or name")
                    String unit,
            @Option(names = "--group", required = true, paramLabel = "GROUP", description = "its new ranking group")
                    String group,
            @Option(names = "--from", paramLabel = "DAY", description = "since when; today unless given") @Nullable
                    LocalDate from,
            @Option(names = "--correct", description = "the old group was a mistake") boolean correct,
            @Option(names = "--dry-run", description = "show what it would do, and do nothing") boolean dryRun) {
        return change(options, hotline, unit, from, correct, dryRun, "office.regroup-unit", new Change() {
            @Override
            public String tell(Unit before) {
                return "unit " + before.called() + " of group " + before.group() + " belongs to group " + group;
            }

            @Override
            public void check(UnitChanges changes, Unit before) {
                changes.checkGroup(before.hotline(), before.code(), group);
            }

            @Override
            public void from(UnitChanges changes, Unit before, LocalDate day) {
                changes.regroup(before.hotline(), before.code(), group, day);
            }

            @Override
            public void correct(UnitChanges changes, Unit before) {
                changes.correctGroup(before.hotline(), before.code(), group);
            }
        });
    }

    /** Another name or group. */
    private interface Change {
        String tell(Unit before);

        void check(UnitChanges changes, Unit before);

        void from(UnitChanges changes, Unit before, LocalDate day);

        void correct(UnitChanges changes, Unit before);
    }

    private int change(
            ConfigOptions options,
            String hotline,
            String unit,
            @Nullable LocalDate from,
            boolean correct,
            boolean dryRun,
            String action,
            Change change) {
        if (correct && from != null) {
            throw Refused.invalid("--correct says that it was always so: give no --from with it");
        }
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            var known = new EndingOptions.Units(office, code, office.lists().unitsByName(code));
            var before = office.unitAtWork(code, known.named(unit));
            var day = Optional.ofNullable(from).orElseGet(() -> office.today(code));
            var when = correct ? ", and was always" : " from " + day + " on";
            change.check(office.unitChanges(), before);
            if (dryRun) {
                say("nothing is done; without --dry-run:");
            } else {
                if (correct) {
                    change.correct(office.unitChanges(), before);
                } else {
                    change.from(office.unitChanges(), before, day);
                }
                office.audit(PersonId.SYSTEM, code, action, before.code() + when);
            }
            say(change.tell(before) + when + "; no ticket moves");
        }
        return 0;
    }

    @Command(
            name = "list",
            description = "Show the units of a hotline as they are called on a day.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(
                            names = "--on",
                            paramLabel = "DAY",
                            description =
                                    "the units that there were on that day; without it all, as they are called today")
                    @Nullable
                    LocalDate on) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            for (var unit : on == null ? office.units(code) : office.units(code, on)) {
                var names = office.unitChanges().names(code, unit.code());
                say(unit.code() + "\t" + unit.name() + "\t" + unit.group()
                        + unit.life().begunOn().map(day -> "\tbegun " + day).orElse("")
                        + unit.life()
                                .end()
                                .map(end -> "\tends " + end.on() + ", followed by " + end.successors())
                                .orElse("")
                        + (names.size() < 2
                                ? ""
                                : "\tnames "
                                        + names.stream().map(UnitCommand::tell).toList()));
            }
        }
        return 0;
    }

    private static String tell(UnitChanges.Named one) {
        return one.name() + one.from().map(day -> " from " + day).orElse("");
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
    }

    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
    }
}
