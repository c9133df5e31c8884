package org.hotline12345.ops.imports;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.FigureImports;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.Ticketing;

/**
 * A kind of file that can be imported.
 *
 * @param word as it is typed
 */
public record FileKind(String word, List<Column<?>> columns, Function<Target, Kind<?>> open) {
    /** In the order in which an office brings them in: a later kind names things of an earlier one. */
    public static final List<FileKind> ALL = List.of(
            new FileKind(
                    "units",
                    UnitKind.COLUMNS,
                    to -> UnitKind.open(to.office().lists(), to.hotline().code())),
            new FileKind(
                    "users",
                    UserKind.COLUMNS,
                    to -> UserKind.open(
                            to.office(), to.hotline().code(), to.passwords().get())),
            new FileKind(
                    "areas",
                    AreaKind.COLUMNS,
                    to -> AreaKind.open(to.office().lists(), to.hotline().code())),
            new FileKind(
                    "domains",
                    DomainKind.COLUMNS,
                    to -> DomainKind.open(to.office().lists(), to.hotline().code())),
            new FileKind("calendar", CalendarKind.COLUMNS, CalendarKind::open),
            new FileKind("catalogue", CatalogueKind.COLUMNS, CatalogueKind::open),
            new FileKind("duty", DutyKind.COLUMNS, DutyKind::open),
            new FileKind("knowledge", KnowledgeKind.COLUMNS, KnowledgeKind::open),
            new FileKind("calls", CallKind.COLUMNS, CallKind::open),
            new FileKind(
                    "tickets",
                    TicketKind.COLUMNS,
                    to -> TicketKind.open(
                            Ticketing.imports(
                                    to.pools().apply("ticketing"),
                                    to.clock(),
                                    to.office(),
                                    to.hotline().code()),
                            to.office(),
                            to.hotline(),
                            to.clock())),
            new FileKind(
                    "ratings",
                    RatingKind.COLUMNS,
                    to -> RatingKind.open(
                            Callbacks.ratings(
                                    to.pools().apply("callback"),
                                    to.clock(),
                                    to.hotline().code()),
                            to)),
            new FileKind("scores", ScoreKind.COLUMNS, to -> ScoreKind.open(figures(to), to)),
            new FileKind("figures", PastFigureKind.COLUMNS, to -> PastFigureKind.open(figures(to), to)));

    public FileKind {
        columns = List.copyOf(columns);
    }

    private static FigureImports figures(Target to) {
        return Bulletins.imports(to.pools().apply("bulletin"), to.clock(), to.office());
    }

    /** @throws Refused (invalid) when there is no such kind */
    public static FileKind of(String word) {
        return ALL.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("\"" + word + "\" is none of "
                        + ALL.stream().map(FileKind::word).collect(Collectors.joining(", "))));
    }

    /** An empty file of this kind, with what may stand in its columns. */
    public String template() {
        return Template.of(columns);
    }
}
