package org.hotline12345.ops;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds hotlines, and the units that handle their tickets. */
@Command(
        name = "unit",
        description = "Add a hotline, or a unit that handles its tickets.",
        mixinStandardHelpOptions = true)
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
            description = "Add a unit, or change its name, group and hotline.",
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
                    String runs) {
        var unit = checked(() -> new Unit(
                new HotlineCode(hotline),
                new UnitCode(code),
                name,
                group,
                Optional.ofNullable(runs).map(HotlineCode::new)));
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            office.hotline(unit.hotline());
            office.addUnit(unit);
            office.audit(PersonId.SYSTEM, unit.hotline(), "office.add-unit", code);
            say("unit " + code + " of hotline " + hotline + " stands");
        }
        return 0;
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
