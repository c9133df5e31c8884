package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.RecordConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteRecordFilesTest extends RecordFilesContract {
    private static final String SECRET = "a-secret-of-the-record";

    @TempDir
    private static Path shared;

    private static TestCertificates here;
    private static TestCertificates elsewhere;

    private Path secretFile;
    private CelServer server;
    private RemoteRecordFiles files;

    @BeforeAll
    static void makeCertificates() throws Exception {
        here = TestCertificates.make(shared, "here", "EC", "dns:localhost,ip:127.0.0.1");
        elsewhere = TestCertificates.make(shared, "elsewhere", "RSA", "dns:elsewhere.example");
    }

    @BeforeEach
    void serve() throws IOException {
        secretFile = Files.writeString(shared.resolve("secret"), SECRET + "\n");
        server = CelServer.open(config(here), clock);
        files = RemoteRecordFiles.open(client(server.port(), here.certificate()));
    }

    @AfterEach
    void stop() {
        files.close();
        server.close();
    }

    @Override
    RecordFiles files() {
        return files;
    }

    @Test
    void whoDoesNotKnowTheSecretIsToldNothing() throws Exception {
        write("cel.csv", rows(1, 1));
        var identity = files.list().getFirst().identity().value();
        try (var client = HttpClient.newBuilder()
                .sslContext(RecordTls.client(here.certificate()))
                .build()) {
            for (var path : List.of("/", "/files", "/files/" + identity + "?offset=0&max=10", "/read-to")) {
                for (var given : List.of("", "Bearer ", "Bearer " + SECRET + "x", "Basic " + SECRET, SECRET)) {
                    var answer = client.send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                                    .header("Authorization", given)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(path + " with " + given).isEqualTo(401);
                    assertThat(answer.body()).isEqualTo("the secret is missing or wrong\n");
                }
            }
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        write("cel.csv", rows(1, 1));
        write("secret.csv", "secret");
        var identity = files.list().getFirst().identity().value();
        assertThat(status("GET", "/")).isEqualTo(404);
        assertThat(status("GET", "/files/cel.csv?offset=0&max=10")).isEqualTo(404);
        assertThat(status("GET", "/files/../secret.csv")).isEqualTo(404);
        assertThat(status("GET", "/files/%2e%2e/secret.csv")).isEqualTo(404);
        assertThat(status("GET", "/files/" + "0".repeat(64) + "?offset=0&max=10"))
                .isEqualTo(404);
        assertThat(status("GET", "/files/" + identity)).isEqualTo(400);
        assertThat(status("GET", "/files/" + identity + "?offset=-1&max=10")).isEqualTo(400);
        assertThat(status("GET", "/files/" + identity + "?offset=0&max=0")).isEqualTo(400);
        assertThat(status("GET", "/files/" + identity + "?offset=0&max=1048577"))
                .isEqualTo(400);
        assertThat(status("GET", "/files/" + identity + "?offset=0&max=1048576"))
                .isEqualTo(200);
        assertThat(status("DELETE", "/files/" + identity)).isEqualTo(405);
        assertThat(status("POST", "/files")).isEqualTo(404);
        assertThat(status("POST", "/read-to")).isEqualTo(400);
        assertThat(post("/read-to", "{\"identity\": \"x\", \"offset\": 1}")).isEqualTo(400);
        assertThat(post("/read-to", "{\"identity\": \"" + identity + "\", \"offset\": -1}"))
                .isEqualTo(400);
        assertThat(post("/read-to", " ".repeat(2_000))).isEqualTo(413);
        assertThat(post("/read-to", "{\"identity\": \"" + identity + "\", \"offset\": 1}"))
                .isEqualTo(204);
    }

    @Test
    void wrongSecretUnknownCertificateOtherHostAndSilenceAreTold() throws Exception {
        var wrong = Files.writeString(shared.resolve("wrong"), "another-secret-than-that\n");
        var config = client(server.port(), here.certificate());
        assertFails(new RecordConfig.Remote(config.url(), config.trustFile(), wrong, config.answerLimit()))
                .hasMessageContaining("refuses our secret");
        assertFails(new RecordConfig.Remote(
                        config.url(), config.trustFile(), shared.resolve("none"), config.answerLimit()))
                .hasMessageContaining("telephony.record.secret-file");
        assertFails(client(server.port(), elsewhere.certificate())).hasMessageContaining("trust-file");
        try (var other = CelServer.open(config(elsewhere), clock)) {
            assertFails(client(other.port(), elsewhere.certificate())).hasMessageContaining("for this host");
        }
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertFails(client(silent.getLocalPort(), here.certificate()))
                    .hasMessageContaining("did not answer within");
        }
        var port = server.port();
        server.close();
        assertFails(client(port, here.certificate())).hasMessageContaining("no record server listens");
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        var factory = RecordTls.client(here.certificate()).getSocketFactory();
        try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void filesThatCanNotBeUsedAreNamedAtTheStart() throws Exception {
        var config = config(here);
        assertThatThrownBy(() -> CelServer.open(withKey(config, elsewhere.key()), clock))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("is not the key of the certificate");
        var old = Files.writeString(shared.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> CelServer.open(withKey(config, old), clock)).hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> CelServer.open(withKey(config, shared.resolve("none")), clock))
                .hasMessageContaining("--key");
        var taken = new RecordConfig.Server(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                here.certificate(),
                here.key(),
                secretFile,
                RecordConfig.Rotation.DEFAULT);
        assertThatThrownBy(() -> CelServer.open(taken, clock)).isInstanceOf(BadSettings.class);
        assertThatThrownBy(() -> RemoteRecordFiles.open(client(1, here.key())))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("trust-file");
    }

    @Test
    void serverPutsFilesAwayOnceTheyAreRead() throws Exception {
        var old = "cel-20260101T000000.000Z.csv";
        write(old, rows(1, 2));
        write("cel-20260102T000000.000Z.csv", rows(3, 2));
        clock.move(CelRotation.LOOKS_EVERY);
        var all = reader().read(Optional.empty(), 10);
        reader().readTo(all.entries().getFirst().after());
        assertThat(files.list()).hasSize(2);
        clock.move(CelRotation.LOOKS_EVERY);
        reader().readTo(last(all));
        assertThat(folder.resolve(old)).doesNotExist();
        assertThat(files.list()).hasSize(1);
    }

    private RecordConfig.Server config(TestCertificates certificates) {
        return new RecordConfig.Server(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                certificates.certificate(),
                certificates.key(),
                secretFile,
                RecordConfig.Rotation.DEFAULT);
    }

    private static RecordConfig.Server withKey(RecordConfig.Server config, Path key) {
        return new RecordConfig.Server(
                config.dir(), config.listen(), config.certificate(), key, config.secretFile(), config.rotation());
    }

    private RecordConfig.Remote client(int port, Path trustFile) {
        return new RecordConfig.Remote(
                URI.create("https://127.0.0.1:" + port), trustFile, secretFile, Duration.ofSeconds(2));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(RecordConfig.Remote config) {
        try (var files = RemoteRecordFiles.open(config)) {
            return assertThatThrownBy(files::list).isInstanceOf(IOException.class);
        }
    }

    private int status(String method, String path) throws Exception {
        return send(method, path, HttpRequest.BodyPublishers.noBody());
    }

    private int post(String path, String body) throws Exception {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body));
    }

    private int send(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        try (var client = HttpClient.newBuilder()
                .sslContext(RecordTls.client(here.certificate()))
                .build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                                    .header("Authorization", "Bearer " + SECRET)
                                    .method(method, body)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
