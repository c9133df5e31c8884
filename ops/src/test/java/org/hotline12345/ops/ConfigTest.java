package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.CallCounting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    private Path folder;

    private static String manual() throws IOException {
        try (var resource = Config.class.getResourceAsStream("/hotline.yaml")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theManualNamesEveryKeyWithItsDefault() throws Exception {
        var settings = Settings.parse("hotline.yaml", manual(), Map.of());
        var fromManual = Config.read(settings);
        settings.check();
        assertThat(settings.absent()).as("keys that the manual does not name").isEmpty();
        assertThat(fromManual).isEqualTo(Config.load(Optional.empty(), Map.of()));
    }

    @Test
    void wrongAndUnknownKeysStopTheStartAllAtOnce() throws Exception {
        var file = folder.resolve("mine.yaml");
        Files.writeString(file, "web:\n  port: 99999\ndatabase:\n  embeded: true\n");
        assertThatThrownBy(() -> Config.load(Optional.of(file), Map.of()))
                .hasMessageContaining(file + ":2: web.port: \"99999\" is not allowed: a whole number from 1 to 65535")
                .hasMessageContaining(file + ":4: database.embeded is no known key; known here: ");
    }

    @Test
    void anUnreadableFileIsSaidInWords() {
        assertThatThrownBy(() -> Config.load(Optional.of(folder.resolve("absent.yaml")), Map.of()))
                .hasMessageContaining("absent.yaml cannot be read");
    }

    @Test
    void theSampleProfileCanBeUsed() {
        ProfileCommand.check(Settings.parse("sample-profile.yaml", Sample.profile(), Map.of()));
    }

    @Test
    void theSampleProfileNamesEveryRuleOfCountingWithItsDefault() {
        var settings = Settings.parse("sample-profile.yaml", Sample.profile(), Map.of());
        var counting = settings.section("telephony").section("counting");
        assertThat(CallCounting.read(counting)).isEqualTo(CallCounting.read(Settings.parse("none", "", Map.of())));
        assertThat(counting.absent()).as("rules that the sample does not name").isEmpty();
    }

    @Test
    void aWrongRuleOfCountingIsNamedOnceWithItsLine() {
        assertThatThrownBy(() -> ProfileCommand.check(
                        Settings.parse("mine.yaml", "telephony:\n  counting:\n    short-abandoned: 10min\n", Map.of())))
                .hasMessageContaining(
                        "mine.yaml:3: telephony.counting.short-abandoned: \"10min\" is not allowed: a time from")
                .satisfies(e ->
                        assertThat(e.getMessage().split("short-abandoned:", -1)).hasSize(2));
    }

    @Test
    void anExternalDatabaseNeedsItsPasswordFile() {
        assertThatThrownBy(() -> Config.load(Optional.empty(), Map.of("database.embedded", "false")))
                .hasMessageContaining("database.password-file");
    }

    @Test
    void aSignInOverTlsIsKeptInACookieForTlsAlone() {
        var oidc = Map.of(
                "office.oidc.issuer", "https://login.example.cn",
                "office.oidc.client-id", "hotline",
                "office.oidc.client-secret-file", "oidc-secret",
                "office.oidc.address", "https://12345.example.cn");
        assertThatThrownBy(() -> Config.load(Optional.empty(), oidc))
                .hasMessageContaining("web.secure-cookie: true with an https address in office.oidc.address");
        var safe = new HashMap<>(oidc);
        safe.put("web.secure-cookie", "true");
        assertThat(Config.load(Optional.empty(), safe)
                        .office()
                        .oidc()
                        .orElseThrow()
                        .returnAddress())
                .isEqualTo("https://12345.example.cn/api/session/provider/return");
    }

    @Test
    void theEmbeddedAsterisksManagerPortSpeaksNoTls() {
        assertThatThrownBy(() -> Config.load(Optional.empty(), Map.of("telephony.ami.tls", "true")))
                .hasMessageContaining("telephony.ami.tls: \"true\" is not allowed: false with asterisk.embedded")
                .hasMessageContaining("AMI_TLS_PORT");
        var external = Map.of("telephony.ami.tls", "true", "asterisk.embedded", "false");
        assertThat(Config.load(Optional.empty(), external)
                        .telephony()
                        .first()
                        .ami()
                        .tls())
                .isTrue();
    }
}
