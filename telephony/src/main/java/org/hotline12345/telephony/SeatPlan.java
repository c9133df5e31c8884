package org.hotline12345.telephony;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which Asterisk each seat belongs to: one that is alone has them all. */
final class SeatPlan {
    private final Map<String, List<SeatRange>> ranges = new LinkedHashMap<>();

    SeatPlan(List<TelephonyConfig.Node> nodes) {
        nodes.forEach(node -> ranges.put(node.name(), node.seats()));
    }

    private SeatPlan(String node) {
        ranges.put(node, List.of());
    }

    static SeatPlan of(String onlyNode) {
        return new SeatPlan(onlyNode);
    }

    Optional<String> nodeOf(Seat seat) {
        for (var node : ranges.entrySet()) {
            var isAll = node.getValue().isEmpty();
            if (isAll || node.getValue().stream().anyMatch(range -> range.has(seat))) {
                return Optional.of(node.getKey());
            }
        }
        return Optional.empty();
    }

    boolean isAt(String node, Seat seat) {
        return nodeOf(seat).filter(node::equals).isPresent();
    }
}
