package org.hotline12345.ops.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.CatalogueLine;
import org.hotline12345.ticketing.DeskImports;
import org.hotline12345.ticketing.Ticketing;

/**
 * The dispatch catalogue: by category and area. A file is the whole of it and becomes one version.
 *
 * @param units by every name that they have
 * @param today the first day of the version
 * @param whole the lines so far, as they are published together
 */
record CatalogueKind(DeskImports desk, Map<String, UnitCode> units, LocalDate today, List<CatalogueLine> whole)
        implements Kind<CatalogueLine> {
    private static final String NOTE = "由文件导入";
    private static final String UNIT_SAYS = "单位的编码、名称或别名";

    private static final Column<String> CATEGORY = Column.needed(
            "事项类别", List.of("类别", "category"), "路灯", "与事项归口同名的，登记时即建议该归口", Parse.line(CatalogueLine.MAX_NAME));
    private static final Column<List<String>> WORDS =
            Column.needed("关键词", List.of("words"), "路灯、灯不亮", "诉求中出现即视为此类，用、分开，1 到 50 个", Parse::names);
    private static final Column<String> AREA =
            Column.optional("区域", List.of("area"), "", "乡镇或街道名；不填则为其他各地", Parse.line(CatalogueLine.MAX_NAME));
    private static final Column<String> LEAD =
            Column.needed("主办单位", List.of("lead"), "县住建管理局", UNIT_SAYS, Parse.line(100));
    private static final Column<List<String>> ASSISTING =
            Column.optional("协办单位", List.of("assisting"), "", UNIT_SAYS + "，用、分开", Parse::names);
    static final List<Column<?>> COLUMNS = List.of(CATEGORY, WORDS, AREA, LEAD, ASSISTING);

    static CatalogueKind open(Target to) {
        var hotline = to.hotline();
        return new CatalogueKind(
                Ticketing.deskImports(to.pools().apply("ticketing"), to.clock(), to.office(), hotline.code()),
                to.office().lists().unitsByName(hotline.code()),
                to.clock().instant().atZone(hotline.zone()).toLocalDate(),
                new ArrayList<>());
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public CatalogueLine row(Cells cells) {
        var words = cells.need(WORDS);
        if (words.stream().anyMatch(word -> word.length() > CatalogueLine.MAX_NAME)) {
            throw new BadCell(WORDS, "has a word of more than " + CatalogueLine.MAX_NAME + " characters");
        }
        var line = new CatalogueLine(
                cells.need(CATEGORY),
                words,
                cells.get(AREA),
                unit(LEAD, cells.need(LEAD)),
                cells.get(ASSISTING).orElse(List.of()).stream()
                        .map(name -> unit(ASSISTING, name))
                        .distinct()
                        .toList());
        desk.wrongCatalogue(List.of(line)).ifPresent(reason -> {
            throw new BadCell(CATEGORY, reason);
        });
        return line;
    }

    @Override
    public String key(CatalogueLine row) {
        return row.category() + '\n' + row.area().orElse("");
    }

    @Override
    public boolean isLookedAtTogether() {
        return true;
    }

    @Override
    public List<String> wrongTogether(List<CatalogueLine> rows) {
        return desk.wrongCatalogue(rows).stream().toList();
    }

    @Override
    public Stored store(List<CatalogueLine> batch) {
        whole.addAll(batch);
        return Stored.NOTHING;
    }

    @Override
    public Stored end() {
        var kept = desk.publishCatalogue(today, NOTE, whole);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    private UnitCode unit(Column<?> column, String name) {
        return Optional.ofNullable(units.get(name))
                .orElseThrow(() -> new BadCell(column, "\"" + name + "\" is no unit: import units first"));
    }
}
