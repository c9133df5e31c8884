package org.hotline12345.ops;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.table.TableFile;
import org.hotline12345.ticketing.SuccessionShare;
import org.hotline12345.ticketing.TicketNumber;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A unit becomes several. */
@Command(
        name = "split",
        description = {
            "A unit ends and several go on with its open tickets, on the same clocks. Closed tickets keep their unit.",
            "A ticket goes where --list says, else where the first --area or --category says that fits it, else to the first unit."
        },
        mixinStandardHelpOptions = true)
final class UnitSplitCommand implements Callable<Integer> {
    private static final int MOST_LISTED = 20_000;

    @Mixin
    private EndingOptions options = new EndingOptions();

    @Option(names = "--unit", required = true, paramLabel = "UNIT", description = "the unit that ends, by code or name")
    private String unit = "";

    @Option(
            names = "--into",
            required = true,
            split = ",",
            paramLabel = "UNIT",
            description = "the units that go on, parted by commas; what nothing else decides goes to the first")
    private List<String> into = List.of();

    @Option(
            names = "--area",
            paramLabel = "AREA=UNIT",
            description =
                    "tickets of that area go there: by the ticket's place, without one by its text; may be repeated")
    private Map<String, String> areas = new LinkedHashMap<>();

    @Option(
            names = "--category",
            paramLabel = "CATEGORY=UNIT",
            description = "tickets of that category of the dispatch catalogue (派单目录) go there; may be repeated")
    private Map<String, String> categories = new LinkedHashMap<>();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "a table (.xlsx or CSV) of tickets: number and unit, below a row of titles")
    private @Nullable Path list;

    @Option(
            names = "--people-to",
            paramLabel = "UNIT",
            description = "those who work for the unit that ends work for this one, too")
    private @Nullable String peopleTo;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return options.run(spec.commandLine().getOut(), known -> {
            var successors = known.named(into);
            if (successors.size() < 2) {
                throw Refused.invalid("a unit is split into two or more: --into UNIT,UNIT");
            }
            return new EndingOptions.Ended(
                    "单位分设",
                    List.of(known.named(unit)),
                    successors,
                    Optional.ofNullable(peopleTo).map(known::named),
                    shares(known, successors));
        });
    }

    private List<SuccessionShare> shares(EndingOptions.Units known, List<UnitCode> successors) {
        var shares = new ArrayList<SuccessionShare>();
        if (list != null) {
            listed(TableFile.at(list), known, successors, shares);
        }
        add(areas, SuccessionShare.OfArea::new, known, successors, shares);
        add(categories, SuccessionShare.OfCategory::new, known, successors, shares);
        return shares;
    }

    private static void add(
            Map<String, String> named,
            BiFunction<String, UnitCode, SuccessionShare> share,
            EndingOptions.Units known,
            List<UnitCode> successors,
            List<SuccessionShare> shares) {
        named.forEach((what, name) -> shares.add(share.apply(what, successor(known.named(name), known, successors))));
    }

    private static void listed(
            TableFile file, EndingOptions.Units known, List<UnitCode> successors, List<SuccessionShare> shares) {
        var lines = new ArrayList<Integer>();
        file.read(row -> {
            lines.add(row.line());
            // The first row holds the titles.
            if (lines.size() > 1) {
                if (lines.size() > MOST_LISTED) {
                    throw Refused.invalid("the list has more than " + MOST_LISTED + " tickets");
                }
                try {
                    shares.add(new SuccessionShare.OfTicket(
                            new TicketNumber(row.cell(0)), successor(known.named(row.cell(1)), known, successors)));
                } catch (IllegalArgumentException | Refused e) {
                    throw Refused.invalid("line " + row.line() + ": " + e.getMessage());
                }
            }
        });
    }

    private static UnitCode successor(UnitCode unit, EndingOptions.Units known, List<UnitCode> successors) {
        if (!successors.contains(unit)) {
            throw Refused.invalid("unit " + known.called(unit) + " is none of those that --into names");
        }
        return unit;
    }
}
