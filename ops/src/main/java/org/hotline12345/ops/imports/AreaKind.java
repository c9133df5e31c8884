package org.hotline12345.ops.imports;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hotline12345.office.Area;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.OfficeLists;

/**
 * Areas: by their code, an area after the one that it lies in.
 *
 * @param known codes that are there, with those of the file so far
 */
record AreaKind(OfficeLists lists, HotlineCode hotline, Set<String> known) implements Kind<Area> {
    private static final Pattern CODE_SHAPE = Pattern.compile("[A-Za-z0-9-]{1,32}");
    private static final Column<String> CODE =
            Column.needed("区域编码", List.of("编码", "code"), "411423101", "不变的编码，如国家统计局的区划代码", AreaKind::code);
    private static final Column<String> NAME =
            Column.needed("区域名称", List.of("名称", "name"), "东关镇", "现用名称", Parse.line(100));
    private static final Column<String> PARENT =
            Column.optional("上级区域", List.of("上级", "parent"), "", "所在区域的编码，须在本行之前或已导入", AreaKind::code);
    static final List<Column<?>> COLUMNS = List.of(CODE, NAME, PARENT);

    static AreaKind open(OfficeLists lists, HotlineCode hotline) {
        var known = new HashSet<String>();
        lists.areas(hotline).forEach(area -> known.add(area.code()));
        return new AreaKind(lists, hotline, known);
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public Area row(Cells cells) {
        var code = cells.need(CODE);
        Optional<String> parent = cells.get(PARENT);
        if (parent.isPresent() && (parent.get().equals(code) || !known.contains(parent.get()))) {
            throw new BadCell(PARENT, "\"" + parent.get() + "\" is no area that stands before this one");
        }
        known.add(code);
        return new Area(hotline, code, cells.need(NAME), parent);
    }

    @Override
    public String key(Area row) {
        return row.code();
    }

    @Override
    public Stored store(List<Area> batch) {
        var kept = lists.keepAreas(hotline, batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    private static String code(String text) {
        if (!CODE_SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not 1 to 32 letters, digits or -");
        }
        return text;
    }
}
