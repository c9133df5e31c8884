package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;

class TelephonyConfigTest {
    private static TelephonyConfig read(String text) {
        var settings = Settings.parse("test", text, Map.of());
        var config = TelephonyConfig.read(settings);
        settings.check();
        return config;
    }

    @Test
    void onlyTheSecretMustBeGiven() {
        var config = read("ami: {secret: a-long-secret}");
        assertThat(config.node()).isEqualTo("pbx1");
        assertThat(config.ami().port()).isEqualTo(5038);
        assertThat(config.dial().channel()).isEqualTo("PJSIP/{number}@carrier");
        assertThatThrownBy(() -> read("node: pbx1"))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("ami.secret: is missing");
    }

    @Test
    void secretIsNotInTheTextOfTheConfiguration() {
        assertThat(read("ami: {secret: a-long-secret}").toString()).doesNotContain("a-long-secret");
    }

    @Test
    void channelWithoutPlaceForTheNumberIsRefused() {
        assertThatThrownBy(() -> read("{ami: {secret: a-long-secret}, dial: {channel: PJSIP/carrier}}"))
                .hasMessageContaining("dial.channel");
    }

    @Test
    void peersMustBeAddresses() {
        assertThatThrownBy(() -> read("{ami: {secret: a-long-secret}, agi: {peers: [everybody]}}"))
                .hasMessageContaining("agi.peers");
    }

    @Test
    void profileHasDefaultsAndRefusesUnknownKeys() {
        var defaults = TelephonyProfile.read(Settings.parse("profile", "", Map.of()));
        assertThat(defaults.queue()).isEqualTo(new QueueName("hotline"));
        assertThat(defaults.shortAbandoned()).isEqualTo(Duration.ZERO);
        assertThat(defaults.welcome()).hasSize(2);
        var settings = Settings.parse("profile", "greting: 您好", Map.of());
        TelephonyProfile.read(settings);
        assertThatThrownBy(settings::check).hasMessageContaining("greting is no known key");
    }
}
