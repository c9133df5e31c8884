package org.hotline12345.ops.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.DeskImports;
import org.hotline12345.ticketing.HistoricKnowledge;
import org.hotline12345.ticketing.HistoricKnowledge.State;
import org.hotline12345.ticketing.Ticketing;

/**
 * The knowledge base: by unit, kind and title.
 *
 * @param units by every name that they have
 */
record KnowledgeKind(DeskImports desk, Hotline hotline, Map<String, UnitCode> units, Instant now)
        implements Kind<HistoricKnowledge> {
    private enum Word {
        APPROVED,
        PROPOSED,
        REFUSED
    }

    private static final Map<String, HistoricKnowledge.Kind> KINDS =
            Map.of("知识点", HistoricKnowledge.Kind.ENTRY, "典型案例", HistoricKnowledge.Kind.CASE);
    private static final Map<String, Word> STATES = Map.of(
            "已通过", Word.APPROVED,
            "待审核", Word.PROPOSED,
            "未通过", Word.REFUSED);

    private static final Column<String> UNIT =
            Column.needed("单位", List.of("报送单位", "承办单位", "unit"), "县住建管理局", "单位的编码、名称或别名；上传量计入该单位", Parse.line(100));
    private static final Column<HistoricKnowledge.Kind> KIND = Column.optional(
            "类型", List.of("kind"), "知识点", "知识点 或 典型案例；不填为知识点", Parse.word(HistoricKnowledge.Kind.class, KINDS));
    private static final Column<String> TITLE =
            Column.needed("标题", List.of("title"), "路灯报修流程", "一行；同一单位同一标题为同一条", Parse.line(HistoricKnowledge.MAX_TITLE));
    private static final Column<String> CONTENT = Column.needed(
            "内容",
            List.of("正文", "content"),
            "拨打12345，一般三个工作日内修复。",
            "话务员据此答复",
            Parse.prose(HistoricKnowledge.MAX_CONTENT));
    private static final Column<LocalDate> VALID_UNTIL =
            Column.optional("有效期至", List.of("validUntil"), "", "此日及以前可以答复；不填则长期有效", Parse::day);
    private static final Column<LocalDate> WRITTEN = Column.needed(
            "上传日期", List.of("上传月份", "报送日期", "written"), "2026-07-26", "如 2026-07-26 或 2026-07；计入该月", Parse::dayOrMonth);
    private static final Column<Word> STATE = Column.optional(
            "状态", List.of("审核状态", "state"), "已通过", "已通过、待审核、未通过；不填为待审核", Parse.word(Word.class, STATES));
    private static final Column<String> WHY =
            Column.optional("未通过原因", List.of("why"), "", "未通过的必填", Parse.line(HistoricKnowledge.MAX_WHY));
    static final List<Column<?>> COLUMNS = List.of(UNIT, KIND, TITLE, CONTENT, VALID_UNTIL, WRITTEN, STATE, WHY);

    static KnowledgeKind open(Target to) {
        var hotline = to.hotline();
        return new KnowledgeKind(
                Ticketing.deskImports(to.pools().apply("ticketing"), to.clock(), to.office(), hotline.code()),
                hotline,
                to.office().lists().unitsByName(hotline.code()),
                to.clock().instant());
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public HistoricKnowledge row(Cells cells) {
        var name = cells.need(UNIT);
        var unit = Optional.ofNullable(units.get(name))
                .orElseThrow(() -> new BadCell(UNIT, "\"" + name + "\" is no unit: import units first"));
        var written = cells.need(WRITTEN).atStartOfDay(hotline.zone()).toInstant();
        if (written.isAfter(now)) {
            throw new BadCell(WRITTEN, "lies in the future");
        }
        var entry = new HistoricKnowledge(
                unit,
                cells.get(KIND).orElse(HistoricKnowledge.Kind.ENTRY),
                cells.need(TITLE),
                cells.need(CONTENT),
                cells.get(VALID_UNTIL),
                written,
                state(cells));
        desk.wrongKnowledge(entry).ifPresent(reason -> {
            throw new BadCell(TITLE, reason);
        });
        return entry;
    }

    @Override
    public String key(HistoricKnowledge row) {
        return row.unit() + "\n" + row.kind() + "\n" + row.title();
    }

    @Override
    public Stored store(List<HistoricKnowledge> batch) {
        var kept = desk.keepKnowledge(batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    private static State state(Cells cells) {
        var why = cells.get(WHY);
        var state = cells.get(STATE).orElse(Word.PROPOSED);
        if (state != Word.REFUSED && why.isPresent()) {
            throw new BadCell(WHY, "is given, yet the entry was not refused");
        }
        return switch (state) {
            case APPROVED -> new State.Approved();
            case PROPOSED -> new State.Proposed();
            case REFUSED ->
                new State.Refused(why.orElseThrow(() -> new BadCell(WHY, "is empty, yet the entry was refused")));
        };
    }
}
