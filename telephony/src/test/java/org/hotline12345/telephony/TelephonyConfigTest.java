package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelephonyConfigTest {
    private static TelephonyConfig read(String text) {
        var settings = Settings.parse("test", text, Map.of());
        var config = TelephonyConfig.read(settings);
        settings.check();
        return config;
    }

    @TempDir
    private Path folder;

    @Test
    void everyKeyHasADefault() {
        var config = read("");
        assertThat(config.first().name()).isEqualTo("pbx1");
        assertThat(config.first().ami().port()).isEqualTo(5038);
        assertThat(config.dial().channel()).isEqualTo("PJSIP/{number}@carrier");
        assertThat(config.within(folder).first().ami().secretFile()).isEqualTo(folder.resolve("ami-secret"));
    }

    @Test
    void secretIsReadFromItsFileWhenItIsNeeded() throws Exception {
        var ami = read("").within(folder).first().ami();
        assertThatThrownBy(ami::secret).isInstanceOf(BadSettings.class).hasMessageContaining("cannot be read");
        Files.writeString(folder.resolve("ami-secret"), "a-long-secret\n");
        assertThat(ami.secret()).isEqualTo("a-long-secret");
        assertThat(ami.toString()).doesNotContain("a-long-secret");
        Files.writeString(folder.resolve("ami-secret"), "short\n");
        assertThatThrownBy(ami::secret).hasMessageContaining("must hold 8 to 200");
    }

    @Test
    void channelWithoutPlaceForTheNumberIsRefused() {
        assertThatThrownBy(() -> read("{dial: {channel: PJSIP/carrier}}")).hasMessageContaining("dial.channel");
    }

    @Test
    void peersMustBeAddresses() {
        assertThatThrownBy(() -> read("{agi: {peers: [everybody]}}")).hasMessageContaining("agi.peers");
    }

    @Test
    void profileHasDefaultsAndRefusesUnknownKeys() {
        var defaults = TelephonyProfile.read(Settings.parse("profile", "", Map.of()));
        assertThat(defaults.queue()).isEqualTo(new QueueName("hotline"));
        assertThat(defaults.counting().shortAbandoned()).isEqualTo(Duration.ZERO);
        assertThat(defaults.promptsOfTheDialplan().get("greeting")).hasSize(2);
        var settings = Settings.parse("profile", "greting: 您好", Map.of());
        TelephonyProfile.read(settings);
        assertThatThrownBy(settings::check).hasMessageContaining("greting is no known key");
    }
}
