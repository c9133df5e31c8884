package org.hotline12345.ops;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds people and gives new one-time passwords. */
@Command(name = "user", description = "Add a person, or give a new one-time password.", mixinStandardHelpOptions = true)
final class UserCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            description = "Add a person with a role; prints the one-time password.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--login", required = true, paramLabel = "LOGIN", description = "what the person types")
                    String login,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "what others see")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description =
                                    "administrator, agent, shift-leader, dispatcher, reviewer, unit-clerk or editor")
                    String role,
            @Option(names = "--unit", paramLabel = "UNIT", description = "the unit a unit-clerk works for") @Nullable
                    String unit) {
        var clock = Clock.systemUTC();
        try (var installed = Installed.open(options.load());
                var office = installed.office(clock)) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            var unitCode = Optional.ofNullable(unit).map(UnitCode::new);
            unitCode.ifPresent(one -> office.unitAtWork(code, one));
            if (role.equals("unit-clerk") && unitCode.isEmpty()) {
                throw Refused.invalid("a unit-clerk works for a unit: give --unit");
            }
            var person = new PersonId(UUID.randomUUID());
            var password = office.addPerson(person, login, name);
            office.grant(person, code, role, unitCode);
            office.audit(PersonId.SYSTEM, code, "office.add-person", person.toString());
            spec.commandLine().getOut().println("one-time password of " + login + ": " + password);
        }
        return 0;
    }

    @Command(
            name = "reset",
            description = "Give a person a new one-time password; open sign-ins end.",
            mixinStandardHelpOptions = true)
    int reset(
            @Mixin ConfigOptions options,
            @Option(names = "--login", required = true, paramLabel = "LOGIN", description = "whose") String login) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var person = office.personOf(login).orElseThrow(() -> Refused.unknown("there is no login " + login));
            spec.commandLine().getOut().println("one-time password of " + login + ": " + office.resetPassword(person));
        }
        return 0;
    }
}
