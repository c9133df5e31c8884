package org.hotline12345.ticketing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.UnitCode;

/**
 * A ticket on paper. Pure: the same ticket, words and day give the same sheet.
 *
 * @param facts label and value, where the sheet has a table of them
 * @param text the paragraphs after it
 */
public record Sheet(String title, List<Fact> facts, List<String> text) {
    /** A line of the table. */
    public record Fact(String label, String value) {}

    private static final String NOT_GIVEN = "未填写";

    public Sheet {
        facts = List.copyOf(facts);
        text = List.copyOf(text);
    }

    /** @param requester as whoever prints it sees it: what is hidden from a person is on no paper of that person */
    public static Sheet of(
            SheetKind kind,
            SheetProfile profile,
            Ticket ticket,
            SeenRequester requester,
            Hotline hotline,
            Function<UnitCode, String> unitName,
            Instant now) {
        var words = profile.of(kind);
        var zone = hotline.zone();
        var values = values(ticket, hotline, unitName, now);
        return new Sheet(
                words.title(),
                kind.hasFacts() ? facts(ticket, requester, unitName, values, zone) : List.of(),
                words.text().stream()
                        .map(paragraph -> SheetProfile.filled(paragraph, values))
                        .toList());
    }

    private static Map<SheetSlot, String> values(
            Ticket ticket, Hotline hotline, Function<UnitCode, String> unitName, Instant now) {
        var zone = hotline.zone();
        var lead = ticket.lead();
        var values = new EnumMap<SheetSlot, String>(SheetSlot.class);
        for (var slot : SheetSlot.values()) {
            values.put(
                    slot,
                    switch (slot) {
                        case HOTLINE -> hotline.name();
                        case NUMBER -> ticket.number().value();
                        case TITLE -> ticket.matter().title();
                        case NATURE -> ticket.matter().nature().title();
                        case AREA -> ticket.matter().area().orElse(NOT_GIVEN);
                        case REGISTERED -> moment(ticket.registeredAt(), zone);
                        case UNIT -> lead.map(one -> unitName.apply(one.unit())).orElse("（未派单）");
                        case SENT -> lead.map(one -> moment(one.sentAt(), zone)).orElse("（未派单）");
                        case DUE -> lead.map(one -> due(one, zone)).orElse("（未派单）");
                        case TODAY -> DateTimeFormatter.ofPattern("yyyy年M月d日").format(now.atZone(zone));
                    });
        }
        return values;
    }

    private static List<Fact> facts(
            Ticket ticket,
            SeenRequester requester,
            Function<UnitCode, String> unitName,
            Map<SheetSlot, String> values,
            ZoneId zone) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("工单编号", ticket.number().value() + (ticket.matter().urgent() ? "（紧急）" : "")));
        facts.add(new Fact("登记时间", moment(ticket.registeredAt(), zone)));
        facts.add(new Fact("诉求性质", ticket.matter().nature().title()));
        facts.add(new Fact("诉求人", who(requester, requester.requester().name())));
        facts.add(new Fact("联系电话", who(requester, requester.requester().phone())));
        facts.add(new Fact("地点", ticket.matter().area().orElse(NOT_GIVEN)));
        facts.add(new Fact("标题", ticket.matter().title()));
        facts.add(new Fact("内容", ticket.matter().content()));
        facts.add(new Fact("主办单位", values.getOrDefault(SheetSlot.UNIT, "")));
        var assisting = ticket.openAssignments().stream()
                .filter(one -> one.part() == Part.ASSIST)
                .map(one -> unitName.apply(one.unit()))
                .toList();
        if (!assisting.isEmpty()) {
            facts.add(new Fact("协办单位", String.join("、", assisting)));
        }
        facts.add(new Fact("办理时限", values.getOrDefault(SheetSlot.DUE, "")));
        return facts;
    }

    private static String who(SeenRequester requester, Optional<String> value) {
        return requester.secrecy() == SeenRequester.Secrecy.HIDDEN ? "保密" : value.orElse(NOT_GIVEN);
    }

    private static String due(Assignment one, ZoneId zone) {
        return moment(one.due().at(), zone) + (one.due().provisional() ? "（暂定）" : "");
    }

    private static String moment(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("yyyy年M月d日H时mm分").format(at.atZone(zone));
    }
}
