package org.hotline12345.office.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.OfficeConfig;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider behind TLS, whose certificate no public CA vouches for. */
class TrustFileTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private HttpsServer server;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("secret"), "s3cret");
        certificate("ours", "ip:127.0.0.1");
        certificate("elsewhere", "dns:elsewhere.example");
        start("ours");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void start(String name) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                HostileProvider.say(
                        exchange,
                        200,
                        new JsonObject()
                                .put("issuer", issuer())
                                .put("authorization_endpoint", issuer() + "/authorize")
                                .put("token_endpoint", issuer() + "/token")
                                .put("jwks_uri", issuer() + "/keys")
                                .put("id_token_signing_alg_values_supported", new JsonArray().add("ES256")));
            }
        });
        server.start();
    }

    private String issuer() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A key whose certificate signed itself: {@code NAME.p12}, and the certificate in PEM, {@code NAME.pem}. */
    private void certificate(String name, String madeOutTo) throws Exception {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=provider",
                        "-ext",
                        "san=" + madeOutTo,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        folder.resolve(name + ".p12").toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        var encoded = store(name).getCertificate("server").getEncoded();
        Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END CERTIFICATE-----\n");
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
    }

    private Provider provider(Map<String, String> more) {
        var settings = new LinkedHashMap<>(Map.of(
                "oidc.issuer", issuer(),
                "oidc.client-id", "hotline",
                "oidc.client-secret-file", "secret",
                "oidc.address", "https://12345.example.cn"));
        settings.putAll(more);
        var config = OfficeConfig.read(Settings.parse("test", "", settings))
                .within(folder)
                .oidc();
        return new Provider(config.orElseThrow(), Clock.systemUTC(), () -> "x".repeat(43));
    }

    private String state(Map<String, String> more) {
        try (var provider = provider(more)) {
            provider.greet();
            return provider.state();
        }
    }

    @Test
    void onlyWhoTheTrustFileVouchesForIsBelieved() {
        assertThat(state(Map.of("oidc.trust-file", "ours.pem"))).isEqualTo("there");
        assertThat(state(Map.of("oidc.trust-file", "elsewhere.pem")))
                .contains("no secure connection", "office.oidc.trust-file");
        assertThat(state(Map.of())).contains("no secure connection");
    }

    @Test
    void aCertificateForAnotherHostIsNone() throws Exception {
        server.stop(0);
        start("elsewhere");
        assertThat(state(Map.of("oidc.trust-file", "elsewhere.pem"))).contains("no secure connection");
    }

    @Test
    void aTrustFileThatIsNoneStopsTheStart() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(folder.resolve("words.pem"), "no certificate");
        for (var file : new String[] {"absent.pem", "empty.pem", "words.pem"}) {
            assertThatThrownBy(() -> provider(Map.of("oidc.trust-file", file)).close())
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("office.oidc.trust-file: \"" + folder.resolve(file) + "\"");
        }
    }
}
