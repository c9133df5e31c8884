package org.hotline12345.ops.imports;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.FigureImports;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/** Entered scores of an assessment and figures of the hotline's own: by month, item and unit. */
record ScoreKind(FigureImports figures, HotlineCode hotline, Map<String, UnitCode> units)
        implements Kind<EnteredScore> {
    static final Column<Period> MONTH = Column.needed("月份", List.of("期间", "period"), "2026-11", "通报的月份", Parse::period);
    private static final Column<String> UNIT =
            Column.optional("单位", List.of("承办单位", "unit"), "县住建管理局", "单位的编码、名称或别名；本热线自己的数字不填", Parse.line(100));
    private static final Column<String> ITEM =
            Column.needed("项目", List.of("考核项目", "item"), "及时查收", "考核项目或数字的名称", Parse.line(EnteredScore.MAX_ITEM));
    private static final Column<BigDecimal> POINTS =
            Column.needed("得分", List.of("数值", "points"), "18.5", "十进制数，照原样保存", EnteredScore::decimal);
    private static final Column<String> REASON =
            Column.needed("说明", List.of("理由", "reason"), "逾期查收2件", "为什么是这个分数", Parse.line(EnteredScore.MAX_WORDS));
    private static final Column<String> SOURCE =
            Column.needed("来源", List.of("依据", "source"), "11月考核台账", "从何处来", Parse.line(EnteredScore.MAX_WORDS));
    static final List<Column<?>> COLUMNS = List.of(MONTH, UNIT, ITEM, POINTS, REASON, SOURCE);

    static ScoreKind open(FigureImports figures, Target to) {
        return new ScoreKind(
                figures,
                to.hotline().code(),
                to.office().lists().unitsByName(to.hotline().code()));
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public EnteredScore row(Cells cells) {
        return new EnteredScore(
                cells.need(MONTH),
                cells.get(UNIT).map(this::unit),
                cells.need(ITEM),
                Optional.of(cells.need(POINTS)),
                cells.need(REASON),
                cells.need(SOURCE));
    }

    private UnitCode unit(String name) {
        return Optional.ofNullable(units.get(name))
                .orElseThrow(() -> new BadCell(
                        UNIT, "\"" + name + "\" is no unit: import units first, with this name as an alias"));
    }

    @Override
    public String key(EnteredScore row) {
        return String.join(
                "\n",
                row.period().toString(),
                row.item(),
                row.unit().map(UnitCode::value).orElse(""));
    }

    @Override
    public Stored store(List<EnteredScore> batch) {
        var kept = figures.scores(hotline, batch, PersonId.SYSTEM);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }
}
