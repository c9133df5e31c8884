package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;

/** Several Asterisks in the configuration, and the seats of each. */
class SeatPlanTest {
    private static final String TWO = """
            nodes:
              - name: east
                seats: [1001-1099, 2001]
                ami: {host: east.example, secret-file: east-secret}
                record: {dir: east/cel}
              - name: west
                hotline: westland
                seats: [1100-1199]
                ami: {host: west.example, secret-file: west-secret}
                record: {source: remote, url: "https://west.example:8346"}
            """;

    private static TelephonyConfig read(String text) {
        var settings = Settings.parse("test", text, Map.of());
        var config = TelephonyConfig.read(settings);
        settings.check();
        return config;
    }

    @Test
    void asteriskThatIsAloneHasAllSeats() {
        var plan = new SeatPlan(read("node: pbx7").nodes());
        assertThat(plan.nodeOf(new Seat("1001"))).contains("pbx7");
        assertThat(plan.nodeOf(new Seat("window-3"))).contains("pbx7");
    }

    @Test
    void eachSeatIsAtTheAsteriskThatNamesIt() {
        var config = read(TWO);
        var plan = new SeatPlan(config.nodes());
        assertThat(plan.nodeOf(new Seat("1001"))).contains("east");
        assertThat(plan.nodeOf(new Seat("1099"))).contains("east");
        assertThat(plan.nodeOf(new Seat("2001"))).contains("east");
        assertThat(plan.nodeOf(new Seat("1100"))).contains("west");
        assertThat(plan.nodeOf(new Seat("2002"))).isEmpty();
        assertThat(plan.nodeOf(new Seat("01001")))
                .as("other digits are another seat")
                .isEmpty();
        assertThat(config.nodes().getFirst().hotline()).isEmpty();
        assertThat(config.nodes().getLast().hotline()).isEqualTo(Optional.of(new HotlineCode("westland")));
        assertThat(config.nodes().getLast().ami().host()).isEqualTo("west.example");
        assertThat(config.first().name()).isEqualTo("east");
    }

    @Test
    void whatTwoAsterisksMayNotShareIsRefused() {
        assertThatThrownBy(() -> read(TWO.replace("name: west", "name: east")))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("two of them have the name east");
        assertThatThrownBy(() -> read(TWO.replace("1100-1199", "1090-1199")))
                .hasMessageContaining("east and west have seats of the same number");
        assertThatThrownBy(() ->
                        read(TWO.replace("{source: remote, url: \"https://west.example:8346\"}", "{dir: east/cel}")))
                .hasMessageContaining("have the same record");
    }

    @Test
    void seatsOfEachMustBeNamedAndAsteriskToo() {
        assertThatThrownBy(() -> read(TWO.replace("    seats: [1100-1199]\n", "")))
                .hasMessageContaining("nodes[1].seats: a list of seats' numbers");
        assertThatThrownBy(() -> read(TWO.replace("1100-1199", "1199-1100"))).hasMessageContaining("nodes[1].seats");
        assertThatThrownBy(() -> read(TWO.replace("1100-1199", "all"))).hasMessageContaining("nodes[1].seats");
        assertThatThrownBy(() -> read(TWO.replace("- name: east\n    seats", "- seats")))
                .hasMessageContaining("nodes[0].name: is missing");
    }

    @Test
    void keysOfTheOneAsteriskBesideTheListAreRefused() {
        assertThatThrownBy(() -> read("node: pbx1\n" + TWO)).hasMessageContaining("node: \"pbx1\" is not allowed");
        assertThatThrownBy(() -> read("ami: {port: 5039}\n" + TWO)).hasMessageContaining("ami: belongs into each");
    }
}
