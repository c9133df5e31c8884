package org.hotline12345.bulletin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallCounting;

/** Writes the bulletin: the profile's sentences with the month's figures in them. */
final class Draft {
    private static final String[] NUMERALS = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    private static final int TOP_UNITS = 3;

    private final Hotline hotline;
    private final BulletinProfile profile;
    private final MonthCounts counts;
    private final Map<String, List<Piece>> slots = new HashMap<>();
    private final List<NatureShare> natures;
    private final List<Section> sections = new ArrayList<>();

    private Draft(Hotline hotline, BulletinProfile profile, MonthCounts counts) {
        this.hotline = hotline;
        this.profile = profile;
        this.counts = counts;
        this.natures = NatureShare.of(profile, counts);
    }

    static Bulletin write(
            Hotline hotline, Period period, BulletinProfile profile, int version, Instant madeAt, MonthCounts counts) {
        return new Draft(hotline, profile, counts).bulletin(period, version, madeAt);
    }

    /** Every name that a sentence may use in braces. */
    static Set<String> slots(BulletinProfile profile) {
        var anywhere = new Hotline(new HotlineCode("any"), "热线", "12345", "010", ZoneId.of("UTC"));
        var draft = new Draft(anywhere, profile, MonthCounts.NONE);
        var month = Period.of("2000-01");
        draft.fillSlots(
                month, month.span(1, ZoneId.of("UTC")), Instant.EPOCH, Figures.of(profile, MonthCounts.NONE), 0);
        return new HashSet<>(draft.slots.keySet());
    }

    private Bulletin bulletin(Period period, int version, Instant madeAt) {
        var span = period.span(profile.firstDay(), hotline.zone());
        var figures = Figures.of(profile, counts);
        var tables = UnitTables.of(profile, counts);
        fillSlots(period, span, madeAt, figures, tables.ranked());
        natures.forEach(nature -> {
            figures.put(nature.tickets().id(), nature.tickets());
            figures.put(nature.share().id(), nature.share());
        });
        figures.putAll(tables.figures());

        section("heading-calls", paragraphs("calls"));
        section("heading-intake", intake());
        section("heading-handling", paragraphs("handling"));
        section("heading-survey", paragraphs("survey"));
        return new Bulletin(
                hotline.code(),
                period,
                span,
                version,
                madeAt,
                madeAt,
                profile.sentence("title").fill(slots).stream().map(Piece::text).toList(),
                text("addressee"),
                text("opening"),
                sections,
                new Section(text("heading-attachment"), tables.blocks()),
                text("notes"),
                completeUntil(span, madeAt),
                text("issuer"),
                Checks.of(profile, counts, span, madeAt),
                figures);
    }

    private void fillSlots(Period period, Span span, Instant cutOff, Map<String, Figure> figures, int ranked) {
        figures.forEach((id, figure) -> slots.put(id, List.of(new Piece.Value(figure))));
        words("hotline", hotline.name());
        words("period", period.words());
        words("span", span.words());
        words("cut-off", DateTimeFormatter.ofPattern("yyyy年M月d日H时m分").format(cutOff.atZone(span.zone())));
        words("basis", profile.basis().words());
        words("answer-limit", CallCounting.seconds(profile.counting().answerLimit()));
        words("offered-definition", profile.counting().offeredInWords());
        words("abandoned-definition", profile.counting().abandonedInWords());
        words("complete-until", completeUntil(span, cutOff));
        words("rank-by", profile.rankBy().words());
        words(
                "satisfaction-formula",
                profile.satisfaction().numerator(TicketCounts.NONE).what() + "÷"
                        + profile.satisfaction().denominator(TicketCounts.NONE).what());
        var rankedUnits = new Figure.Total("units.ranked", "参加排名", new Count("有可计算比率的单位", ranked, "个"));
        slots.put(rankedUnits.id(), List.of(new Piece.Value(rankedUnits)));
        slots.put("list.natures", natureList());
        slots.put("list.top-units", topUnits());
    }

    /** No later than the period and the cut-off, for what comes then is not spoken of. */
    private String completeUntil(Span span, Instant cutOff) {
        var end = cutOff.isBefore(span.until()) ? cutOff : span.until();
        return counts.completeness()
                .until()
                .map(until -> Moments.words(until.isBefore(end) ? until : end, span.zone()))
                .orElse("未知");
    }

    private List<Block> intake() {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Heading("（一）受理总量"));
        blocks.addAll(paragraphs("intake-total"));
        blocks.addAll(paragraphs("intake-units"));
        if (counts.tickets().tickets() > 0) {
            blocks.add(new Block.Heading("（二）诉求类型"));
            blocks.addAll(paragraphs("intake-natures"));
            blocks.add(new Block.Chart(
                    "natures",
                    "诉求类型分布（件）",
                    natures.stream().map(NatureShare::tickets).toList()));
        }
        return blocks;
    }

    private List<Piece> natureList() {
        var pieces = new ArrayList<Piece>();
        for (var nature : natures) {
            pieces.add(new Piece.Words(
                    (pieces.isEmpty() ? "" : "；") + nature.tickets().name()));
            pieces.add(new Piece.Value(nature.tickets()));
            pieces.add(new Piece.Words("件，占"));
            pieces.add(new Piece.Value(nature.share()));
        }
        return pieces;
    }

    /** The three units with most tickets, and who has as many as the third. */
    private List<Piece> topUnits() {
        var units = counts.units().stream()
                .sorted(Comparator.comparingLong(
                                (UnitCounts unit) -> unit.tickets().tickets())
                        .reversed()
                        .thenComparing(UnitCounts::code))
                .toList();
        if (units.isEmpty()) {
            return List.of();
        }
        var least = units.get(Math.min(TOP_UNITS, units.size()) - 1).tickets().tickets();
        var words = units.stream()
                .filter(unit -> unit.tickets().tickets() >= least)
                .limit(2 * TOP_UNITS)
                .map(unit -> unit.name() + "（" + unit.tickets().tickets() + "件）")
                .collect(Collectors.joining("、"));
        return List.of(new Piece.Words(words));
    }

    private void section(String headingKey, List<Block> blocks) {
        if (!blocks.isEmpty()) {
            sections.add(new Section(NUMERALS[sections.size()] + "、" + text(headingKey), blocks));
        }
    }

    /** The paragraph of that key, if the profile has words for it. */
    private List<Block> paragraphs(String key) {
        var pieces = profile.sentence(key).fill(slots);
        return pieces.isEmpty() ? List.of() : List.of(new Block.Paragraph(pieces));
    }

    private String text(String key) {
        return profile.sentence(key).fill(slots).stream().map(Piece::text).collect(Collectors.joining());
    }

    private void words(String name, String text) {
        slots.put(name, List.of(new Piece.Words(text)));
    }
}
