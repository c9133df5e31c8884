package org.hotline12345.ops.imports;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.OfficeLists;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEntry;

/** Handling units: by their permanent code. */
record UnitKind(OfficeLists lists, HotlineCode hotline, Map<String, UnitCode> known) implements Kind<UnitEntry> {
    private static final int MOST_NAME = 100;
    private static final Column<UnitCode> CODE =
            Column.needed("单位编码", List.of("编码", "code"), "zhujian", "不变的编码：1 到 32 个小写字母、数字或 -", Parse::unitCode);
    private static final Column<String> NAME =
            Column.needed("单位名称", List.of("名称", "name"), "县住建管理局", "现用名称", Parse.line(MOST_NAME));
    private static final Column<String> GROUP =
            Column.needed("分组", List.of("单位分组", "group"), "县直单位", "考核排名的分组", Parse.line(MOST_NAME));
    private static final Column<List<String>> ALIASES =
            Column.optional("别名", List.of("曾用名", "aliases"), "住管局、县住管局", "其他叫法，用、分开；导入工单时按它认单位", Parse::names);
    private static final Column<LocalDate> SINCE =
            Column.optional("启用日期", List.of("自", "since"), "2026-12-01", "名称、分组有变时自哪天起；不填为今天，之前的通报仍用旧名", Parse::day);
    static final List<Column<?>> COLUMNS = List.of(CODE, NAME, GROUP, ALIASES, SINCE);

    static UnitKind open(OfficeLists lists, HotlineCode hotline) {
        return new UnitKind(lists, hotline, lists.unitsByName(hotline));
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public UnitEntry row(Cells cells) {
        var code = cells.need(CODE);
        var aliases = cells.get(ALIASES).orElse(List.of());
        for (var alias : aliases) {
            var other = known.get(alias);
            if (alias.length() > MOST_NAME) {
                throw new BadCell(ALIASES, "has a name of more than " + MOST_NAME + " characters");
            }
            if (other != null && !other.equals(code)) {
                throw new BadCell(ALIASES, "\"" + alias + "\" means unit " + other + " already");
            }
        }
        return new UnitEntry(new Unit(hotline, code, cells.need(NAME), cells.need(GROUP)), cells.get(SINCE), aliases);
    }

    @Override
    public String key(UnitEntry row) {
        return row.unit().code().value();
    }

    @Override
    public Stored store(List<UnitEntry> batch) {
        var kept = lists.keepUnits(hotline, batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }
}
