package org.hotline12345.ops.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.DeskImports;
import org.hotline12345.ticketing.RosterLine;
import org.hotline12345.ticketing.Ticketing;

/**
 * Duty rosters: by unit and beginning.
 *
 * @param units by every name that they have
 * @param seen the file's lines so far, of each unit by their beginning
 */
record DutyKind(
        DeskImports desk,
        Hotline hotline,
        Map<String, UnitCode> units,
        People people,
        Instant now,
        Map<Optional<UnitCode>, TreeMap<Instant, RosterLine>> seen)
        implements Kind<RosterLine> {
    private static final String WHO = "登录名或姓名，须在该单位任职（先导入 users）";

    private static final Column<String> UNIT =
            Column.optional("单位", List.of("值班单位", "unit"), "", "单位的编码、名称或别名；热线办值班不填", Parse.line(100));
    private static final Column<LocalDateTime> FROM =
            Column.needed("开始时间", List.of("from"), "2030-01-01 08:00", "如 2026-12-01 08:00；一班最长 31 天", Parse::moment);
    private static final Column<LocalDateTime> UNTIL =
            Column.needed("结束时间", List.of("until"), "2030-01-02 08:00", "下一班的开始时间", Parse::moment);
    private static final Column<String> A = Column.needed("A角", List.of("a"), "li.si", WHO, Parse.line(50));
    private static final Column<String> B =
            Column.optional("B角", List.of("b"), "", WHO + "；A角请假或未应答时由其承担", Parse.line(50));
    static final List<Column<?>> COLUMNS = List.of(UNIT, FROM, UNTIL, A, B);

    static DutyKind open(Target to) {
        var hotline = to.hotline();
        return new DutyKind(
                Ticketing.deskImports(to.pools().apply("ticketing"), to.clock(), to.office(), hotline.code()),
                hotline,
                to.office().lists().unitsByName(hotline.code()),
                new People(to.office(), hotline.code()),
                to.clock().instant(),
                new HashMap<>());
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public RosterLine row(Cells cells) {
        var unit = cells.get(UNIT)
                .map(name -> Optional.ofNullable(units.get(name))
                        .orElseThrow(() -> new BadCell(UNIT, "\"" + name + "\" is no unit: import units first")));
        var from = Parse.at(cells.need(FROM), hotline.zone());
        var until = Parse.at(cells.need(UNTIL), hotline.zone());
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(DeskImports.LONGEST_SHIFT) > 0) {
            throw new BadCell(
                    UNTIL,
                    "is not after the beginning, or by more than " + DeskImports.LONGEST_SHIFT.toDays() + " days");
        }
        var a = member(A, unit, cells.need(A));
        var b = cells.get(B).map(name -> member(B, unit, name));
        if (b.equals(Optional.of(a))) {
            throw new BadCell(B, "is the same person as A角");
        }
        var line = new RosterLine(unit, from, until, a, b);
        if (desk.isTaken(line) || isTakenInFile(line)) {
            throw new BadCell(FROM, "is in a time in which somebody is on duty already");
        }
        if (!until.isAfter(now) && !desk.stands(line)) {
            throw new BadCell(UNTIL, "is over: a roster is for what comes");
        }
        return line;
    }

    @Override
    public String key(RosterLine row) {
        return row.unit().map(UnitCode::value).orElse("") + ' ' + row.from();
    }

    @Override
    public Stored store(List<RosterLine> batch) {
        var kept = desk.planDuty(batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    /** The file is read twice, so a line may meet itself. */
    private boolean isTakenInFile(RosterLine line) {
        var ofUnit = seen.computeIfAbsent(line.unit(), _ -> new TreeMap<>());
        var before = ofUnit.lowerEntry(line.from());
        var after = ofUnit.higherEntry(line.from());
        if ((before != null && before.getValue().touches(line))
                || (after != null && after.getValue().touches(line))) {
            return true;
        }
        ofUnit.putIfAbsent(line.from(), line);
        return false;
    }

    private PersonId member(Column<String> column, Optional<UnitCode> unit, String name) {
        var person = people.named(column, name);
        if (!desk.worksFor(unit, person)) {
            throw new BadCell(
                    column,
                    "\"" + name + "\" does not work for "
                            + unit.map(code -> "unit " + code).orElse("the office") + ", or has no right to see duty");
        }
        return person;
    }
}
