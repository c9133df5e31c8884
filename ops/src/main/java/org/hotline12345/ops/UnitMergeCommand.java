package org.hotline12345.ops;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Units become one. */
@Command(
        name = "merge",
        description =
                "Units end and another one goes on with their open tickets, on the same clocks. Closed tickets keep their unit.",
        mixinStandardHelpOptions = true)
final class UnitMergeCommand implements Callable<Integer> {
    @Mixin
    private EndingOptions options = new EndingOptions();

    @Parameters(arity = "1..*", paramLabel = "UNIT", description = "the units that end, by code or name")
    private List<String> units = List.of();

    @Option(names = "--into", required = true, paramLabel = "UNIT", description = "the unit that goes on")
    private String into = "";

    @Option(names = "--with-people", description = "those who work for the units that end work for the other, too")
    private boolean withPeople;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return options.run(spec.commandLine().getOut(), known -> {
            var successor = known.named(into);
            return new EndingOptions.Ended(
                    "单位合并",
                    known.named(units),
                    List.of(successor),
                    Optional.of(successor).filter(_ -> withPeople),
                    List.of());
        });
    }
}
