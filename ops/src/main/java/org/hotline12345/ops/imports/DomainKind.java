package org.hotline12345.ops.imports;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.Domain;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.OfficeLists;

/**
 * What matters are sorted by: by their code, a domain after the one that it is a part of.
 *
 * @param known codes that are there, with those of the file so far
 */
record DomainKind(OfficeLists lists, HotlineCode hotline, Set<String> known) implements Kind<Domain> {
    private static final Column<String> CODE =
            Column.needed("归口编码", List.of("编码", "code"), "03", "不变的编码：1 到 32 个字母、数字、. 或 -", Domain::checked);
    private static final Column<String> NAME =
            Column.needed("归口名称", List.of("名称", "事项归口", "name"), "城乡建设", "现用名称", Parse.line(50));
    private static final Column<String> PARENT =
            Column.optional("上级归口", List.of("上级", "parent"), "", "上级的编码，须在本行之前或已导入", Domain::checked);
    static final List<Column<?>> COLUMNS = List.of(CODE, NAME, PARENT);

    static DomainKind open(OfficeLists lists, HotlineCode hotline) {
        var known = new HashSet<String>();
        lists.domains(hotline).forEach(domain -> known.add(domain.code()));
        return new DomainKind(lists, hotline, known);
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public Domain row(Cells cells) {
        var code = cells.need(CODE);
        Optional<String> parent = cells.get(PARENT);
        if (parent.isPresent() && (parent.get().equals(code) || !known.contains(parent.get()))) {
            throw new BadCell(PARENT, "\"" + parent.get() + "\" is no domain that stands before this one");
        }
        known.add(code);
        return new Domain(hotline, code, cells.need(NAME), parent);
    }

    @Override
    public String key(Domain row) {
        return row.code();
    }

    @Override
    public boolean isLookedAtTogether() {
        return true;
    }

    /** A domain that is moved below one of its own parts would be a part of itself. */
    @Override
    public List<String> wrongTogether(List<Domain> rows) {
        return Loops.in(lists.domains(hotline), rows).stream()
                .map(code -> "domain " + code + " would be a part of itself")
                .toList();
    }

    @Override
    public Stored store(List<Domain> batch) {
        var kept = lists.keepDomains(hotline, batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }
}
