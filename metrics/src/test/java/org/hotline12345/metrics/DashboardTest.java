package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static ArrayList<String> known() {
        var known = new ArrayList<>(Dashboard.recorded());
        for (var line : Sample.morning().registry.scrape().split("\n")) {
            if (!line.startsWith("#")) {
                known.add(line.split("[{ ]", 2)[0]);
            }
        }
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
