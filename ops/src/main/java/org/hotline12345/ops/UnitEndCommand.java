package org.hotline12345.ops;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hotline12345.office.Refused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A unit is no more. */
@Command(
        name = "end",
        description =
                "A unit ends. Its open tickets go to its successor, without one back to the dispatcher. Closed tickets keep it.",
        mixinStandardHelpOptions = true)
final class UnitEndCommand implements Callable<Integer> {
    @Mixin
    private EndingOptions options = new EndingOptions();

    @Option(names = "--unit", required = true, paramLabel = "UNIT", description = "the unit that ends, by code or name")
    private String unit = "";

    @Option(names = "--successor", paramLabel = "UNIT", description = "the unit that goes on with its open tickets")
    private @Nullable String successor;

    @Option(names = "--with-people", description = "those who work for it work for the successor, too")
    private boolean withPeople;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (withPeople && successor == null) {
            throw Refused.invalid("--with-people needs --successor");
        }
        return options.run(spec.commandLine().getOut(), known -> {
            var to = Optional.ofNullable(successor).map(known::named);
            return new EndingOptions.Ended(
                    "单位撤销", List.of(known.named(unit)), to.stream().toList(), to.filter(_ -> withPeople), List.of());
        });
    }
}
