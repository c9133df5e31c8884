package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;
import org.hotline12345.office.ProfileVersion;
import org.hotline12345.telephony.CallCount;
import org.hotline12345.telephony.CallFigures;

/**
 * Which facts a figure counts: a group of facts that are alike is counted by the very rules that counted them all, and where that gives
 * something, the group stands behind the figure. So no second list says what a figure means.
 */
public final class Behind {
    /** Distinct things are counted, so that the groups' counts do not add up to the whole. */
    private static final String DISTINCT = "个";

    private final BulletinProfile profile;
    private final Set<String> natures;

    private Behind(BulletinProfile profile, Set<String> natures) {
        this.profile = profile;
        this.natures = natures;
    }

    /** @param natures all that occur: a ticket counts in the divisor of every nature's share */
    public static Behind by(ProfileVersion version, Set<String> natures) {
        return new Behind(BulletinProfile.of(version), Set.copyOf(natures));
    }

    /** The figures of these tickets alone; empty where they contradict themselves. */
    public Map<String, Figure> ofTickets(TicketGroup group) {
        var counts = group.counts();
        var byNature = new HashMap<String, Long>();
        natures.forEach(nature -> byNature.put(nature, nature.equals(group.nature()) ? group.tickets() : 0L));
        return figures(new MonthCounts(
                CallFigures.NONE,
                counts,
                byNature,
                group.unit()
                        .map(unit -> List.of(new UnitCounts(unit.code(), unit.name(), unit.group(), true, counts)))
                        .orElse(List.of()),
                List.of(),
                Completeness.UNKNOWN));
    }

    /** The figures of these calls alone. */
    public Map<String, Figure> ofCalls(CallCount calls) {
        return figures(new MonthCounts(
                CallFigures.of(profile.counting(), List.of(calls)),
                TicketCounts.NONE,
                Map.of(),
                List.of(),
                List.of(),
                Completeness.UNKNOWN));
    }

    /** What is printed, and the facts behind it do not give. */
    public static List<Finding> disagreements(Map<String, Figure> printed, Stream<Map<String, Figure>> groups) {
        var numerators = new HashMap<String, Long>();
        var denominators = new HashMap<String, Long>();
        groups.forEach(figures -> figures.forEach((id, figure) -> {
            numerators.merge(id, value(numerator(figure)), Long::sum);
            denominators.merge(id, value(denominator(figure)), Long::sum);
        }));
        var findings = new ArrayList<Finding>();
        printed.forEach((id, figure) -> {
            compare(figure, numerator(figure), numerators.getOrDefault(id, 0L), findings);
            compare(figure, denominator(figure), denominators.getOrDefault(id, 0L), findings);
        });
        return findings;
    }

    private static void compare(Figure figure, Optional<Count> printed, long behind, List<Finding> findings) {
        printed.filter(count -> !count.unit().equals(DISTINCT) && count.value() != behind)
                .ifPresent(count -> findings.add(new Finding(
                        Finding.Kind.CONTRADICTION,
                        figure.name() + "：" + count.words() + "，所存明细合计" + behind + count.unit())));
    }

    /** What a figure counts, or counts above its divisor. */
    public static Optional<Count> numerator(Figure figure) {
        if (figure instanceof Figure.Total total) {
            return Optional.of(total.count());
        }
        return figure instanceof Figure.Ratio ratio ? Optional.of(ratio.numerator()) : Optional.empty();
    }

    public static Optional<Count> denominator(Figure figure) {
        return figure instanceof Figure.Ratio ratio ? Optional.of(ratio.denominator()) : Optional.empty();
    }

    /** The value as printed; empty where nothing could be computed. */
    public static Optional<BigDecimal> value(Figure figure) {
        if (figure instanceof Figure.Total total) {
            return Optional.of(total.count().decimal());
        }
        return figure instanceof Figure.Ratio ratio ? ratio.value() : Optional.empty();
    }

    /** How it was rounded, in words; empty for what was only counted. */
    public static Optional<String> rounding(Figure figure) {
        return figure instanceof Figure.Ratio ratio ? Optional.of(ratio.format().roundingWords()) : Optional.empty();
    }

    private static long value(Optional<Count> count) {
        return count.map(Count::value).orElse(0L);
    }

    private Map<String, Figure> figures(MonthCounts counts) {
        try {
            var figures = new LinkedHashMap<String, Figure>(Figures.of(profile, counts));
            NatureShare.of(profile, counts).forEach(nature -> {
                figures.put(nature.tickets().id(), nature.tickets());
                figures.put(nature.share().id(), nature.share());
            });
            figures.putAll(UnitTables.of(profile, counts).figures());
            return figures;
        } catch (IllegalArgumentException e) {
            // A count below nought, such as of tickets that are done and refused, too: the sums will not agree and say
            // so.
            return Map.of();
        }
    }
}
