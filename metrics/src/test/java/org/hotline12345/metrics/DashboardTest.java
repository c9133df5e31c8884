package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static List<String> known() {
        var known = new ArrayList<>(Dashboard.recorded());
        Sample.morning()
                .scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> known.add(line.split("[{ ]", 2)[0]));
        return known;
    }

    @Test
    void everyPanelAsksForMetersOrRulesThatExist() {
        assertThat(Dashboard.expressions()).hasSizeGreaterThan(9);
        for (var expression : Dashboard.expressions()) {
            assertThat(Dashboard.names(expression)).isNotEmpty().isSubsetOf(known());
        }
    }

    @Test
    void everyRuleAsksForMetersOrRulesThatExist() {
        assertThat(Dashboard.recorded()).hasSize(4);
        assertThat(Dashboard.names(Dashboard.read(Dashboard.RULES))).isSubsetOf(known());
    }
}
