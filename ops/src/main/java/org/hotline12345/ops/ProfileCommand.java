package org.hotline12345.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.hotline12345.bulletin.BulletinProfile;
import org.hotline12345.callback.CallbackProfile;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.AgentProfile;
import org.hotline12345.telephony.TelephonyProfile;
import org.hotline12345.ticketing.AttentionProfile;
import org.hotline12345.ticketing.InspectionProfile;
import org.hotline12345.ticketing.KnowledgeProfile;
import org.hotline12345.ticketing.SheetProfile;
import org.hotline12345.ticketing.TicketingProfile;
import org.hotline12345.ticketing.UpstreamProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a hotline's profile, and puts one into force. */
@Command(
        name = "profile",
        description = "Check a hotline's profile, or put one into force.",
        mixinStandardHelpOptions = true)
final class ProfileCommand {
    /** A profile names no zone, its hotline does; whether its words can be used does not depend on it. */
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "check",
            description = "Check a profile; each problem is named with its line.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "FILE", description = "the profile, YAML") Path file) {
        checked(file);
        spec.commandLine().getOut().println(file + " is a profile that can be used");
        return 0;
    }

    @Command(
            name = "add",
            description = "Check a profile and put it into force from now on, as a new version.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Parameters(paramLabel = "FILE", description = "the profile, YAML") Path file) {
        var text = checked(file);
        var clock = Clock.systemUTC();
        try (var installed = Installed.open(options.load());
                var office = installed.office(clock)) {
            var code = office.hotline(new HotlineCode(hotline)).code();
            var version = office.addProfile(code, text, clock.instant(), PersonId.SYSTEM);
            office.audit(PersonId.SYSTEM, code, "office.add-profile", "version " + version.version());
            spec.commandLine().getOut().println("hotline " + code + " has profile version " + version.version());
        }
        return 0;
    }

    @Command(
            name = "policy",
            description = "Print published rules on deadlines, to copy into a profile.",
            mixinStandardHelpOptions = true)
    int policy(
            @Parameters(paramLabel = "NAME", description = "one of ${COMPLETION-CANDIDATES}, in capitals")
                    Policy policy) {
        spec.commandLine().getOut().print(policy.yaml());
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** @throws BadSettings with one line for each problem, of all modules' sections */
    static void check(Settings profile) {
        var telephony = TelephonyProfile.read(profile.section("telephony"));
        AgentProfile.read(profile.section("telephony").section("agents"));
        TicketingProfile.read(profile.section("ticketing"));
        AttentionProfile.read(profile.section("ticketing"));
        KnowledgeProfile.read(profile.section("ticketing"));
        InspectionProfile.read(profile.section("ticketing"));
        SheetProfile.read(profile.section("ticketing"));
        UpstreamProfile.read(profile.section("ticketing").section("upstream"));
        CallbackProfile.read(profile.section("callback"));
        BulletinProfile.read(profile.section("bulletin"), telephony.counting());
        profile.check();
    }

    private static String checked(Path file) {
        check(Settings.read(file, Map.of()));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
