package org.hotline12345.ops;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Ticketing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds, lists and revokes the programs that may file requests for citizens. */
@Command(
        name = "intake-client",
        description = "Programs that file requests for citizens: WeChat account, app, mailbox, 311 client.",
        mixinStandardHelpOptions = true)
final class IntakeClientCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            description = "Let a program file requests; prints its token, which is shown once.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "what it is called")
                    String name,
            @Option(
                            names = "--channels",
                            paramLabel = "CHANNEL",
                            split = ",",
                            defaultValue = "APP",
                            description =
                                    "what it may file by: WECHAT, APP, SMS, MAILBOX, WEB; the first is what Open311 requests count as (default: ${DEFAULT-VALUE})")
                    List<Channel> channels,
            @Option(
                            names = "--per-minute",
                            paramLabel = "N",
                            defaultValue = "60",
                            description = "how many requests it may send in a minute (default: ${DEFAULT-VALUE})")
                    int perMinute) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            var added = Ticketing.intakeClients(installed.pool("ticketing"), Clock.systemUTC())
                    .add(code, name, channels, perMinute);
            office.audit(
                    PersonId.SYSTEM,
                    code,
                    "ticketing.add-intake-client",
                    added.client().id().toString());
            spec.commandLine().getOut().println("token of " + name + ": " + added.token());
        }
        return 0;
    }

    @Command(
            name = "list",
            description = "Show the programs that may file, and those that might once.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            for (var client : Ticketing.intakeClients(installed.pool("ticketing"), Clock.systemUTC())
                    .list(code)) {
                spec.commandLine()
                        .getOut()
                        .printf(
                                Locale.ROOT,
                                "%s\t%s\t%d per minute\tadded %s\t%s%n",
                                client.name(),
                                client.channels().stream().map(Enum::name).collect(Collectors.joining(",")),
                                client.perMinute(),
                                client.addedAt(),
                                client.revokedAt().map(at -> "revoked " + at).orElse("works"));
            }
        }
        return 0;
    }

    @Command(name = "revoke", description = "From now on its token opens nothing.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "which one") String name) {
        try (var installed = Installed.open(options.load());
                var office = installed.office(Clock.systemUTC())) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            Ticketing.intakeClients(installed.pool("ticketing"), Clock.systemUTC())
                    .revoke(code, name);
            office.audit(PersonId.SYSTEM, code, "ticketing.revoke-intake-client", name);
            spec.commandLine().getOut().println(name + " may file no more");
        }
        return 0;
    }
}
