package org.hotline12345.ops.imports;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.callback.HistoricRating;
import org.hotline12345.callback.Rating;
import org.hotline12345.callback.RatingImports;
import org.hotline12345.callback.RatingImports.Rated;
import org.hotline12345.office.Hotline;

/**
 * What citizens answered when another system asked: one for a ticket.
 *
 * @param found the tickets that were looked up already, as the file is read twice
 */
record RatingKind(RatingImports ratings, Hotline hotline, Instant now, Map<String, Optional<Rated>> found)
        implements Kind<HistoricRating> {
    private static final String UNRATED = "未评价";

    private static final Column<String> NUMBER =
            Column.needed("工单编号", List.of("外部编号", "编号", "number"), "NL202207260001", "原系统或本系统的工单编号", Parse.line(64));
    private static final Column<Optional<Rating>> RATING =
            Column.needed("评价", List.of("满意度", "rating"), "满意", "满意、基本满意、不满意、未评价（已回访而未评价）", RatingKind::rating);
    private static final Column<LocalDateTime> AT =
            Column.needed("评价时间", List.of("回访时间", "rated"), "2022-07-30 10:00:00", "评价或回访的时间", Parse::moment);
    static final List<Column<?>> COLUMNS = List.of(NUMBER, RATING, AT);

    static RatingKind open(RatingImports ratings, Target to) {
        return new RatingKind(ratings, to.hotline(), to.clock().instant(), new HashMap<>());
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public HistoricRating row(Cells cells) {
        var ticket = found.computeIfAbsent(cells.need(NUMBER), ratings::find)
                .orElseThrow(() -> new BadCell(NUMBER, "is no ticket: import tickets first"));
        var closing = ticket.closing().orElseThrow(() -> new BadCell(NUMBER, "is a ticket that is not handled yet"));
        var at = Parse.at(cells.need(AT), hotline.zone());
        if (at.isAfter(now)) {
            throw new BadCell(AT, "lies in the future");
        }
        return new HistoricRating(ticket.ticket(), closing, at, cells.need(RATING));
    }

    @Override
    public String key(HistoricRating row) {
        return row.ticket().value();
    }

    @Override
    public Stored store(List<HistoricRating> batch) {
        var added = ratings.keep(batch);
        return new Stored(added, 0, batch.size() - added);
    }

    private static Optional<Rating> rating(String text) {
        return text.equals(UNRATED)
                ? Optional.empty()
                : Optional.of(Parse.word(Rating.class, Names.RATINGS).apply(text));
    }
}
