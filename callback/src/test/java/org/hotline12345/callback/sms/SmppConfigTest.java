package org.hotline12345.callback.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmppConfigTest {
    private static Optional<SmppConfig> read(String yaml) {
        var settings = Settings.parse("test", yaml, Map.of());
        var config = SmppConfig.read(settings);
        settings.check();
        return config;
    }

    @Test
    void withoutAHostThereIsNoLinkAndNothingElseIsNeeded() {
        assertThat(read("")).isEmpty();
        assertThat(read("{host: , port: 2775, system-id: \"\", password-file: \"\", source: \"\"}"))
                .isEmpty();
    }

    @Test
    void withAHostTheAccountMustBeGiven() {
        assertThatThrownBy(() -> read("host: smsc.example"))
                .hasMessageContaining("system-id: must be given")
                .hasMessageContaining("password-file: must be given")
                .hasMessageContaining("source: must be given");
    }

    @Test
    void thePasswordStandsInAFileAndIsShownNowhere(@TempDir Path folder) throws Exception {
        var file = folder.resolve("password");
        var config = read("{host: smsc.example, system-id: hotline, source: \"10612345\", password-file: " + file + "}")
                .orElseThrow();
        assertThatThrownBy(config::password).hasMessageContaining("cannot be read");
        Files.writeString(file, "secret12\n");
        assertThat(config.password()).isEqualTo("secret12");
        assertThat(config.toString()).doesNotContain("secret12");
        Files.writeString(file, "much-too-long");
        assertThatThrownBy(config::password)
                .hasMessageContaining("more than 8 characters")
                .message()
                .doesNotContain("much-too-long");
    }
}
