package org.hotline12345.ops.imports;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.hotline12345.office.Domain;

/** Finds what would lie in itself. */
final class Loops {
    private Loops() {}

    /** Codes from which the way up never ends, once the newer ones stand in for those that are there. */
    static List<String> in(List<Domain> there, List<Domain> newer) {
        Map<String, String> parents = new HashMap<>();
        for (var some : List.of(there, newer)) {
            some.forEach(domain -> domain.parent()
                    .ifPresentOrElse(
                            parent -> parents.put(domain.code(), parent), () -> parents.remove(domain.code())));
        }
        return parents.keySet().stream()
                .filter(code -> isEndless(code, parents))
                .sorted()
                .toList();
    }

    private static boolean isEndless(String code, Map<String, String> parents) {
        var seen = new HashSet<String>();
        for (var at = code; at != null; at = parents.get(at)) {
            if (!seen.add(at)) {
                return true;
            }
        }
        return false;
    }
}
