package org.hotline12345.bulletin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the published tables; none of their values holds a comma or a quote. */
final class SeedTables {
    private SeedTables() {}

    static List<Map<String, String>> read(String file) {
        var lines = Resource.text("seeds/" + file).lines().toList();
        var head = lines.getFirst().split(",", -1);
        return lines.stream()
                .skip(1)
                .map(line -> {
                    var cells = line.split(",", -1);
                    var row = new HashMap<String, String>();
                    for (int i = 0; i < head.length; i++) {
                        row.put(head[i], Arrays.asList(cells).get(i));
                    }
                    return Map.copyOf(row);
                })
                .toList();
    }
}
