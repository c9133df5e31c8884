package org.hotline12345.ops;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.Grant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
                    String unit,
            @Option(
                            names = "--oidc-subject",
                            paramLabel = "VALUE",
                            description = "what the provider of identities says in office.oidc.claim of this person")
                    @Nullable
                    String subject) {
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
            var known = Optional.ofNullable(subject);
            known.ifPresent(office.subjects()::demandFree);
            var password = office.addPerson(person, login, name);
            office.subjects().note(person, known);
            office.grant(person, code, role, unitCode);
            office.audit(PersonId.SYSTEM, code, "office.add-person", person.toString());
            spec.commandLine().getOut().println("one-time password of " + login + ": " + password);
        }
        return 0;
    }

    @Command(
            name = "oidc-subject",
            description = "Note as whom the provider of identities knows a person; open sign-ins end.",
            mixinStandardHelpOptions = true)
    int subject(
            @Mixin ConfigOptions options,
            @Option(names = "--login", required = true, paramLabel = "LOGIN", description = "whose") String login,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "VALUE",
                            description = "what it says in office.oidc.claim; without it nothing is noted any more")
                    @Nullable
                    String subject) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var person = office.personOf(login).orElseThrow(() -> Refused.unknown("there is no login " + login));
            office.subjects().note(person, Optional.ofNullable(subject));
            office.grants(person).stream()
                    .map(Grant::hotline)
                    .distinct()
                    .forEach(at -> office.audit(PersonId.SYSTEM, at, "office.note-subject", person.toString()));
            spec.commandLine()
                    .getOut()
                    .println(
                            subject == null
                                    ? "the provider knows nobody as " + login
                                    : login + " is whom the provider knows as " + subject);
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
