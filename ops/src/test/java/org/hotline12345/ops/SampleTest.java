package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.TelephonyProfile;
import org.junit.jupiter.api.Test;

/** The sample's profile is also the manual of all profiles. */
class SampleTest {
    /** Keys that stand behind a # without a blank. */
    private static String withAllKeys() {
        return Sample.profile().replaceAll("(?m)^( *)#(?=[a-z])", "$1").replaceAll("(?m)^( *)# (?= +\\S)", "$1 ");
    }

    @Test
    void everyOptionalKeyIsOneAndIsUsedAsItStands() {
        ProfileCommand.check(Settings.parse("sample", withAllKeys(), Map.of()));
        var profile = TelephonyProfile.read(
                Settings.parse("sample", withAllKeys(), Map.of()).section("telephony"));
        assertThat(profile.queue()).hasToString("hotline");
        assertThatThrownBy(() -> ProfileCommand.check(
                        Settings.parse("sample", withAllKeys().replace("closed-to:", "closed-too:"), Map.of())))
                .as("a key that is none is found")
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("closed-too");
    }

    @Test
    void defaultsThatItShowsAreTheDefaults() {
        var shown = TelephonyProfile.read(
                Settings.parse("sample", withAllKeys(), Map.of()).section("telephony"));
        var defaults = TelephonyProfile.read(Settings.parse("defaults", "", Map.of()));
        assertThat(shown)
                .usingRecursiveComparison()
                .ignoringFields("own", "parallel", "menus", "waiting.callbackOffer")
                .isEqualTo(defaults);
    }
}
