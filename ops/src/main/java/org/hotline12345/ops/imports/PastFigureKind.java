package org.hotline12345.ops.imports;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.FigureImports;
import org.hotline12345.bulletin.PastFigure;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/** Figures, scores and ranks that earlier bulletins printed: by month, figure and whose it is. */
record PastFigureKind(FigureImports figures, HotlineCode hotline, Map<String, UnitCode> units)
        implements Kind<PastFigure> {
    private static final Column<Period> MONTH = ScoreKind.MONTH;
    private static final Column<String> FIGURE = Column.needed(
            "指标", List.of("figure"), "tickets.all", "数字的标识（如 tickets.all）或名称（如 排名）", Parse.line(PastFigure.MAX_NAME));
    private static final Column<String> SUBJECT = Column.optional(
            "对象", List.of("单位", "subject"), "县住建管理局", "单位的编码、名称或别名，或其他对象；全热线的不填", Parse.line(PastFigure.MAX_NAME));
    private static final Column<BigDecimal> VALUE =
            Column.needed("数值", List.of("value"), "97.14", "当时印出的数，可带 %，照原样保存", PastFigureKind::value);
    private static final Column<String> SOURCE =
            Column.needed("来源", List.of("文件", "source"), "7月份办理情况通报", "载有该数字的文件", Parse.line(EnteredScore.MAX_WORDS));
    static final List<Column<?>> COLUMNS = List.of(MONTH, FIGURE, SUBJECT, VALUE, SOURCE);

    static PastFigureKind open(FigureImports figures, Target to) {
        return new PastFigureKind(
                figures,
                to.hotline().code(),
                to.office().lists().unitsByName(to.hotline().code()));
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public PastFigure row(Cells cells) {
        return new PastFigure(
                cells.need(MONTH),
                cells.need(FIGURE),
                cells.get(SUBJECT).map(this::subject).orElse(""),
                cells.need(VALUE),
                cells.need(SOURCE));
    }

    /** A unit by its code, so that a name that changed is the same unit still. */
    private String subject(String name) {
        var unit = units.get(name);
        return unit == null ? name : unit.value();
    }

    private static BigDecimal value(String text) {
        return EnteredScore.decimal(
                text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text);
    }

    @Override
    public String key(PastFigure row) {
        return String.join("\n", row.period().toString(), row.figure(), row.subject());
    }

    @Override
    public Stored store(List<PastFigure> batch) {
        var kept = figures.past(hotline, batch, PersonId.SYSTEM);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }
}
