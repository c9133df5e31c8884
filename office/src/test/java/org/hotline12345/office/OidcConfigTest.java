package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcConfigTest {
    private static final Map<String, String> WHOLE = Map.of(
            "issuer", "https://login.example.cn/realms/staff",
            "client-id", "hotline",
            "client-secret-file", "oidc-secret",
            "address", "https://12345.example.cn");

    @TempDir
    private Path folder;

    private static Optional<OidcConfig> read(Map<String, String> keys) {
        var overrides = new LinkedHashMap<String, String>();
        keys.forEach((key, value) -> overrides.put("oidc." + key, value));
        var settings = Settings.parse("mine.yaml", "", overrides);
        var config = OfficeConfig.read(settings).oidc();
        settings.check();
        return config;
    }

    private static Map<String, String> with(String key, String value) {
        var keys = new LinkedHashMap<>(WHOLE);
        keys.put(key, value);
        return keys;
    }

    private static Map<String, String> without(String key) {
        var keys = new LinkedHashMap<>(WHOLE);
        keys.remove(key);
        return keys;
    }

    @Test
    void withoutAnIssuerThereIsNoProvider() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(WHOLE).orElseThrow().claim()).isEqualTo("sub");
        assertThat(read(WHOLE).orElseThrow().sameLogin()).isFalse();
    }

    @Test
    void halfAConfigurationStopsTheStartAndNamesWhatIsMissing() {
        for (var key : new String[] {"client-id", "client-secret-file", "address"}) {
            assertThatThrownBy(() -> read(without(key)))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("oidc." + key + ": must be given with issuer");
            assertThatThrownBy(() -> read(Map.of(key, WHOLE.get(key))))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("oidc." + key + ": \"" + WHOLE.get(key) + "\" is not allowed: without");
        }
        assertThatThrownBy(() -> read(Map.of("local-passwords", "NONE")))
                .hasMessageContaining("oidc.local-passwords: \"NONE\" is not allowed: ALL");
    }

    @Test
    void aWrongValueIsNamedWithWhatIsAllowed() {
        wrong("issuer", "http://login.example.cn");
        wrong("issuer", "http://127.0.0.1.example.cn");
        wrong("issuer", "https://login.example.cn?realm=staff");
        wrong("issuer", "https://admin@login.example.cn");
        wrong("address", "http://12345.example.cn");
        wrong("address", "https://12345.example.cn/");
        wrong("address", "12345.example.cn");
        wrong("claim", "a claim");
        wrong("local-passwords", "SOME");
        wrong("clock-skew", "1h");
        wrong("answer-limit", "0s");
        wrong("sign-in-limit", "1s");
        wrong("same-login", "yes");
        wrong("scopes", "profile");
        wrong("name", "统".repeat(31));
        assertThat(read(with("issuer", "http://127.0.0.1:45701")).orElseThrow().issuer())
                .endsWith("45701");
    }

    private static void wrong(String key, String value) {
        assertThatThrownBy(() -> read(with(key, value)))
                .as("%s: %s", key, value)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("oidc." + key + ": \"" + value + "\" is not allowed: ");
    }

    @Test
    void theSecretComesFromItsFile() throws IOException {
        var config = read(WHOLE).orElseThrow().within(folder);
        assertThatThrownBy(config::secret)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("office.oidc.client-secret-file")
                .hasMessageContaining("cannot be read");
        Files.writeString(folder.resolve("oidc-secret"), " \n");
        assertThatThrownBy(config::secret).hasMessageContaining("must hold our secret");
        Files.writeString(folder.resolve("oidc-secret"), "one\ntwo\n");
        assertThatThrownBy(config::secret).hasMessageContaining("must hold our secret");
        Files.writeString(folder.resolve("oidc-secret"), "x".repeat(2_000));
        assertThatThrownBy(config::secret).hasMessageContaining("must hold our secret");
        Files.writeString(folder.resolve("oidc-secret"), "s3cret\n");
        assertThat(config.secret()).isEqualTo("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret");
    }
}
