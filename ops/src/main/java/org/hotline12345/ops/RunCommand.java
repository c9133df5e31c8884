package org.hotline12345.ops;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the hotline in the foreground. */
@Command(
        name = "run",
        description = "Run the hotline in the foreground; Ctrl-C stops all parts in order.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var config = options.load();
        var out = spec.commandLine().getOut();
        Installation.run(config, installation -> {
            out.println();
            out.println("Hotline 12345 is ready.");
            out.println("  pages       " + installation.address());
            out.println("  figures     " + installation.address() + "/metrics");
            if (config.asterisk().embedded()) {
                out.println("  telephone   SIP 12345@" + config.asterisk().bind() + ":"
                        + config.asterisk().sipPort() + " (UDP); seats "
                        + config.asterisk().seats()
                        + ", their passwords are in " + config.asteriskFolder().resolve("seats"));
            }
            out.println("  data        " + config.data());
            if (!installation.newLogins().isEmpty()) {
                out.println("A sample hotline was made. One-time passwords, shown only now (each asks to be changed):");
                for (var login : installation.newLogins()) {
                    out.printf("  %-12s %s  %s%n", login.login(), login.oneTimePassword(), login.title());
                }
            }
            out.println("Ctrl-C stops it.");
            out.flush();
        });
        return 0;
    }
}
