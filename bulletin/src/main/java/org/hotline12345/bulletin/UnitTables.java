package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;

/** The attached tables: one for each ranking group, with a row for each unit that got tickets and one for them all. */
final class UnitTables {
    private static final String SURVEY = "满意率调查";
    private static final List<Block.Column> COLUMNS = List.of(
            new Block.Column("", "排名", 8),
            new Block.Column("", "承办单位", 26),
            new Block.Column("", "工单量", 9),
            new Block.Column("", "办结", 9),
            new Block.Column("", "办结率", 17),
            new Block.Column("", "按时办结", 9),
            new Block.Column("", "按时办结率", 17),
            new Block.Column(SURVEY, "调查", 9),
            new Block.Column(SURVEY, "满意", 9),
            new Block.Column(SURVEY, "基本满意", 9),
            new Block.Column(SURVEY, "不满意", 9),
            new Block.Column(SURVEY, "未评价", 9),
            new Block.Column(SURVEY, "已评价", 9),
            new Block.Column(SURVEY, "满意率", 17));

    private record Line(UnitCounts unit, Figure.Ratio closure, Figure.Ratio onTime, Figure.Ratio satisfaction) {
        Optional<BigDecimal> score(BulletinProfile.RankBy by) {
            return switch (by) {
                case SATISFACTION -> satisfaction.value();
                case ON_TIME -> onTime.value();
                case CLOSURE -> closure.value();
            };
        }
    }

    private final BulletinProfile profile;
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private int ranked;

    private UnitTables(BulletinProfile profile) {
        this.profile = profile;
    }

    static UnitTables of(BulletinProfile profile, MonthCounts counts) {
        var tables = new UnitTables(profile);
        var groups = counts.units().stream()
                .sorted(Comparator.comparingInt(unit -> rank(profile.groups(), unit.group())))
                .collect(Collectors.groupingBy(UnitCounts::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach(tables::add);
        if (groups.isEmpty()) {
            tables.blocks.add(new Block.Paragraph(List.of(new Piece.Words("本期没有转派承办单位的工单。"))));
        } else if (!counts.unitsWithout().isEmpty()) {
            tables.blocks.add(new Block.Paragraph(
                    List.of(new Piece.Words("本期没有工单的单位：" + String.join("、", counts.unitsWithout()) + "。"))));
        }
        return tables;
    }

    List<Block> blocks() {
        return blocks;
    }

    Map<String, Figure> figures() {
        return figures;
    }

    /** How many units got a place or share one. */
    int ranked() {
        return ranked;
    }

    /** The groups that the profile names stand first, in its order. */
    private static int rank(List<String> groups, String group) {
        var index = groups.indexOf(group);
        return index < 0 ? groups.size() : index;
    }

    private void add(String group, List<UnitCounts> units) {
        var by = profile.rankBy();
        Comparator<Line> order =
                Comparator.comparing((Line line) -> line.unit().tickets().tickets(), Comparator.reverseOrder());
        if (profile.rankMethod() != RankMethod.NONE) {
            order = Comparator.comparing(
                            (Line line) -> line.score(by).orElse(BigDecimal.ONE.negate()), Comparator.reverseOrder())
                    .thenComparing(order);
        }
        var lines = units.stream()
                .map(this::line)
                .sorted(order.thenComparing(line -> line.unit().code()))
                .toList();
        var scores = lines.stream().map(line -> line.score(by)).toList();
        var places = profile.rankMethod().places(scores);
        ranked += profile.rankMethod() == RankMethod.NONE
                ? 0
                : (int) scores.stream().filter(Optional::isPresent).count();
        var rows = new ArrayList<List<Piece>>();
        for (int i = 0; i < lines.size(); i++) {
            var place = places.get(i).map(String::valueOf).orElse("");
            rows.add(row(place, lines.get(i)));
        }
        var sum = units.stream().map(UnitCounts::tickets).reduce(TicketCounts.NONE, TicketCounts::plus);
        rows.add(row("", line(new UnitCounts("@" + group, "合计", group, true, sum))));
        blocks.add(new Block.Table("units/" + group, group, COLUMNS, rows, true));
    }

    private Line line(UnitCounts unit) {
        var tickets = unit.tickets();
        var id = "unit/" + unit.code();
        var closed = new Count("办结的工单", tickets.closed(), "件");
        return new Line(
                unit,
                new Figure.Ratio(
                        id + "/closure-rate",
                        unit.name() + "办结率",
                        closed,
                        new Count("工单", tickets.tickets(), "件"),
                        profile.rates()),
                new Figure.Ratio(
                        id + "/on-time-rate",
                        unit.name() + "按时办结率",
                        new Count("按时办结的工单", tickets.closedInTime(), "件"),
                        new Count("有时限的办结工单", tickets.closedWithDue(), "件"),
                        profile.rates()),
                new Figure.Ratio(
                        id + "/satisfaction-rate",
                        unit.name() + "满意率",
                        profile.satisfaction().numerator(tickets),
                        profile.satisfaction().denominator(tickets),
                        profile.rates()));
    }

    private List<Piece> row(String place, Line line) {
        var unit = line.unit();
        var tickets = unit.tickets();
        return List.of(
                new Piece.Words(place),
                new Piece.Words(unit.name()),
                number(unit, "tickets", "工单量", tickets.tickets()),
                number(unit, "closed", "办结", tickets.closed()),
                ratio(line.closure()),
                number(unit, "closed-in-time", "按时办结", tickets.closedInTime()),
                ratio(line.onTime()),
                number(unit, "surveys-asked", "调查", tickets.surveysAsked()),
                number(unit, "satisfied", "满意", tickets.satisfied()),
                number(unit, "basically-satisfied", "基本满意", tickets.basicallySatisfied()),
                number(unit, "dissatisfied", "不满意", tickets.dissatisfied()),
                number(unit, "unrated", "未评价", tickets.unrated()),
                number(unit, "surveys-rated", "已评价", tickets.surveysRated()),
                ratio(line.satisfaction()));
    }

    private Piece number(UnitCounts unit, String what, String name, long value) {
        var id = "unit/" + unit.code() + "/" + what;
        var figure = new Figure.Total(id, unit.name() + name, new Count(name, value, "件"));
        figures.put(id, figure);
        return value == 0 ? new Piece.Words(profile.zeroCell()) : new Piece.Value(figure);
    }

    private Piece ratio(Figure.Ratio figure) {
        figures.put(figure.id(), figure);
        return new Piece.Value(figure);
    }
}
