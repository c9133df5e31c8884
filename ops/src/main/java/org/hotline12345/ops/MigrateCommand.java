package org.hotline12345.ops;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database up to date without starting anything else. */
@Command(
        name = "migrate",
        description = "Bring the database's schemas and roles up to date (run does it too).",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var installed = Installed.open(options.load())) {
            installed.database().migrate();
            spec.commandLine().getOut().println("database " + installed.database() + " is up to date");
        }
        return 0;
    }
}
