package org.hotline12345.bulletin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One nature of requests, with its tickets and its share of them all. */
record NatureShare(Figure.Total tickets, Figure.Ratio share) {
    /** In the order of the profile, or else the most frequent first. */
    static List<NatureShare> of(BulletinProfile profile, MonthCounts counts) {
        var byNature = counts.byNature();
        var codes = new ArrayList<>(profile.natures());
        if (codes.isEmpty()) {
            byNature.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(entry -> codes.add(entry.getKey()));
        }
        var all = new Count("本期工单", counts.tickets().tickets(), "件");
        return codes.stream()
                .map(code -> {
                    var name = NatureNames.of(code);
                    var count = new Count(name + "工单", byNature.getOrDefault(code, 0L), "件");
                    return new NatureShare(
                            new Figure.Total("nature/" + code, name, count),
                            new Figure.Ratio("nature/" + code + "/share", name + "占比", count, all, profile.shares()));
                })
                .toList();
    }
}
