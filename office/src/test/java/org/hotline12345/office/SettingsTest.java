package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings of(String yaml) {
        return Settings.parse("hotline.yaml", yaml, Map.of());
    }

    @Test
    void absentKeysTakeTheirDefault() {
        var settings = of("web:\n  port: 8080\n");
        assertThat(settings.section("web").port("port", 1)).isEqualTo(8080);
        assertThat(settings.section("web").duration("idle", Duration.ofSeconds(3), Duration.ZERO, Duration.ofDays(1)))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.section("other").text("name", "none")).isEqualTo("none");
        settings.check();
    }

    @Test
    void allProblemsAreNamedAtOnceWithLineValueAndWhatIsAllowed() {
        var settings = of("web:\n  port: 99999\n  wait: 5 parsecs\nwep: 1\n");
        settings.section("web").port("port", 8080);
        settings.section("web").duration("wait", Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThatThrownBy(settings::check)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(
                        "hotline.yaml:2: web.port: \"99999\" is not allowed: a whole number from 1 to 65535")
                .hasMessageContaining("hotline.yaml:3: web.wait: \"5 parsecs\" is not allowed: a time from 1s to 1min")
                .hasMessageContaining("hotline.yaml:4: wep is no known key; known here: web");
    }

    @Test
    void theCommandLineStandsAboveTheFileAndIsCheckedToo() {
        var settings = Settings.parse("hotline.yaml", "web: {port: 80}", Map.of("web.port", "81", "web.colour", "red"));
        assertThat(settings.section("web").port("port", 1)).isEqualTo(81);
        assertThatThrownBy(settings::check).hasMessage("command line: web.colour is no known key");
    }

    @Test
    void listsOfSectionsAreReadInOrderWithTheirPlace() {
        var settings = of("units:\n  - {code: a}\n  - {code: 5!}\n");
        var codes = settings.list("units").stream()
                .map(unit -> unit.text("code", "", java.util.regex.Pattern.compile("[a-z]+"), "letters"))
                .toList();
        assertThat(codes).isEqualTo(List.of("a", ""));
        assertThatThrownBy(settings::check).hasMessage("hotline.yaml:3: units[1].code: \"5!\" is not allowed: letters");
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() {
        assertThatThrownBy(() -> of("web: [1, 2\nport: 3")).hasMessageContaining("hotline.yaml");
        assertThatThrownBy(() -> of("just words")).hasMessageContaining("must hold keys and values");
        var twice = of("a: 1\na: 2");
        twice.text("a", "");
        assertThatThrownBy(twice::check).hasMessage("hotline.yaml:2: a is given twice");
    }
}
