package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How places are given to scores; who has no score gets no place. */
public enum RankMethod {
    /** 1, 2, 2, 3: the next score takes the next place. */
    DENSE,
    /** As {@link #DENSE}, but of those with equal scores only the first row shows the place. */
    DENSE_BLANK_TIES,
    /** 1, 2, 2, 4: as many places are passed over as units were equal. */
    COMPETITION,
    /** No places at all. */
    NONE;

    /**
     * The place to print in each row, in the order of the rows; the highest score is first.
     *
     * @param scores as printed: two units that show the same score share a place
     */
    public List<Optional<Integer>> places(List<Optional<BigDecimal>> scores) {
        if (this == NONE) {
            return scores.stream().map(_ -> Optional.<Integer>empty()).toList();
        }
        // A tree map compares 100 and 100.00 as equal, which a hash map would not.
        var unitsByScore = new TreeMap<BigDecimal, Integer>();
        scores.forEach(score -> score.ifPresent(value -> unitsByScore.merge(value, 1, Integer::sum)));
        var placeByScore = new TreeMap<BigDecimal, Integer>();
        int place = 1;
        for (var entry : unitsByScore.descendingMap().entrySet()) {
            placeByScore.put(entry.getKey(), place);
            place += this == COMPETITION ? entry.getValue() : 1;
        }
        var shown = new HashSet<Integer>();
        var places = new ArrayList<Optional<Integer>>(scores.size());
        for (var score : scores) {
            var found = score.flatMap(value -> Optional.ofNullable(placeByScore.get(value)));
            var first = found.map(shown::add).orElse(false);
            places.add(this == DENSE_BLANK_TIES && !first ? Optional.empty() : found);
        }
        return List.copyOf(places);
    }
}
