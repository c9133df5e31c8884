package org.hotline12345.ops;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hotline12345.bulletin.BulletinFiles;
import org.hotline12345.bulletin.BulletinFormat;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a month's bulletin to files. */
@Command(
        name = "bulletin",
        description = "Write the bulletin (通报) of a period from the rows.",
        mixinStandardHelpOptions = true)
final class BulletinCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
    private String hotline = "";

    @Option(names = "--period", required = true, paramLabel = "YYYY-MM", description = "the month, such as 2026-11")
    private String period = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder the files are written to")
    private Path out = Path.of(".");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; all when not given")
    private Set<BulletinFormat> formats = EnumSet.allOf(BulletinFormat.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var config = options.load();
        var clock = Clock.systemUTC();
        try (var installed = Installed.open(config);
                var office = installed.office(clock);
                var bulletins = Bulletins.launch(installed.pool("bulletin"), clock, office, config.bulletin())) {
            var bulletin = bulletins.make(new HotlineCode(hotline), Period.of(period));
            for (var file : BulletinFiles.write(bulletin, out, formats)) {
                spec.commandLine().getOut().println(file);
            }
            for (var finding : bulletin.findings()) {
                spec.commandLine().getErr().println("finding: " + finding);
            }
        }
        return 0;
    }
}
