package org.hotline12345.ops;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Refused;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the installed system. */
@Command(
        name = "hotline",
        description = "Runs a 12345 hotline, from the ring of the phone to the published bulletin.",
        mixinStandardHelpOptions = true,
        version = "hotline 0.1.0",
        subcommands = {
            RunCommand.class,
            MigrateCommand.class,
            BulletinCommand.class,
            ProfileCommand.class,
            UserCommand.class,
            UnitCommand.class,
            PersonCommand.class,
            IntakeClientCommand.class,
            ImportCommand.class,
            UpstreamCommand.class,
            DoctorCommand.class,
            RecordServerCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    /** What went wrong can be mended by whoever called: configuration, arguments, a refused wish. */
    private static final int EXIT_MENDABLE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(new PrintWriter(System.out, true, StandardCharsets.UTF_8), args));
    }

    /** The same without ending the process, for tests. */
    public static int execute(PrintWriter out, String... args) {
        var line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(out);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BadSettings || failure instanceof Refused) {
                command.getErr().println(failure.getMessage());
                return EXIT_MENDABLE;
            }
            throw failure;
        });
        return line.execute(args);
    }
}
