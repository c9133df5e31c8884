package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.TelephonyConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmiTlsTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static X509Bundle ourCa;
    private static X509Bundle otherCa;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeCas() throws Exception {
        ourCa = ca("CN=Our CA");
        otherCa = ca("CN=Other CA");
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void linkStandsWhenTheCertificateIsForTheHostAndFromATrustedCa() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(ourCa));
        var link = link("localhost", asterisk.port(), true, trustFile(ourCa));
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
        asterisk.play("answered.ami");
        await().atMost(SOON).until(() -> link.waiting() > 20);
        assertThat(link.ask(AmiAction.of("Ping")).isSuccess()).isTrue();
    }

    @Test
    void oneOfSeveralTrustedCasIsEnough() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(ourCa));
        var link = link("localhost", asterisk.port(), true, trustFile(otherCa, ourCa));
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
    }

    @Test
    void certificateForAnAddressIsCheckedToo() throws Exception {
        var right = tlsAsterisk(new CertificateBuilder()
                .subject("CN=pbx1")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(ourCa));
        var link = link("127.0.0.1", right.port(), true, trustFile(ourCa));
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
    }

    @Test
    void certificateForAnotherHostIsNotBelieved() throws Exception {
        var asterisk = tlsAsterisk(forHost("pbx1.example").buildIssuedBy(ourCa));
        var away = away(link("localhost", asterisk.port(), true, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNTRUSTED);
        assertThat(away.why()).contains("not made out to localhost", "telephony.ami.host");
        assertThat(asterisk.actions).as("nothing was said to it").isEmpty();
    }

    @Test
    void certificateFromAnotherCaIsNotBelieved() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(otherCa));
        var away = away(link("localhost", asterisk.port(), true, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNTRUSTED);
        assertThat(away.why()).contains("trust-file", "vouches for");
        assertThat(asterisk.actions).isEmpty();
    }

    @Test
    void certificateOutOfDateIsNotBelieved() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost")
                .notBefore(Instant.now().minus(Duration.ofDays(20)))
                .notAfter(Instant.now().minus(Duration.ofDays(10)))
                .buildIssuedBy(ourCa));
        var away = away(link("localhost", asterisk.port(), true, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNTRUSTED);
        assertThat(away.why()).contains("not valid today");
    }

    @Test
    void plainPortIsToldFromOneThatSpeaksTls() throws Exception {
        var asterisk = RecordedAsterisk.open();
        open.add(asterisk);
        var away = away(link("localhost", asterisk.port(), true, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNREACHABLE);
        assertThat(away.why()).contains("does not speak TLS", "telephony.ami.tls");
        assertThat(asterisk.actions).isEmpty();
    }

    @Test
    void tlsPortAskedWithoutTlsGivesNoLink() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(ourCa));
        var away = away(link("localhost", asterisk.port(), false, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNREACHABLE);
        assertThat(away.why()).contains("before the log-in", "telephony.ami.tls");
    }

    @Test
    void hostThatAcceptsAndSaysNothingIsUnreachable() throws Exception {
        var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        open.add(silent);
        var away = away(link("localhost", silent.getLocalPort(), true, trustFile(ourCa)));
        assertThat(away.reason()).isEqualTo(AmiState.Reason.UNREACHABLE);
    }

    @Test
    void trustFileThatIsMissingOrHoldsNoCertificateIsNamed() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(ourCa));
        var missing = away(link("localhost", asterisk.port(), true, folder.resolve("missing.pem")));
        assertThat(missing.reason()).isEqualTo(AmiState.Reason.UNTRUSTED);
        assertThat(missing.why()).contains("telephony.ami.trust-file", "missing.pem");
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThat(away(link("localhost", asterisk.port(), true, empty)).why()).contains("must hold the PEM");
        var broken = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nno\n");
        assertThat(away(link("localhost", asterisk.port(), true, broken)).why()).contains("must hold the PEM");
    }

    @Test
    void trustFileIsReadAnewSoThatANewCaNeedsNoRestart() throws Exception {
        var asterisk = tlsAsterisk(forHost("localhost").buildIssuedBy(ourCa));
        var file = trustFile(otherCa);
        var link = link("localhost", asterisk.port(), true, file);
        away(link);
        Files.writeString(file, ourCa.getCertificatePEM());
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
    }

    private static X509Bundle ca(String subject) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static CertificateBuilder forHost(String host) {
        return new CertificateBuilder().subject("CN=" + host).addSanDnsName(host);
    }

    private RecordedAsterisk tlsAsterisk(X509Bundle certificate) throws Exception {
        var tls = SSLContext.getInstance("TLS");
        tls.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        var asterisk = RecordedAsterisk.open(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        open.add(asterisk);
        return asterisk;
    }

    private Path trustFile(X509Bundle... cas) throws Exception {
        var text = new StringBuilder();
        for (var ca : cas) {
            text.append(ca.getCertificatePEM());
        }
        return Files.writeString(Files.createTempFile(folder, "trust", ".pem"), text);
    }

    private AmiLink link(String host, int port, boolean tls, Path trustFile) {
        var settings = Settings.parse(
                "test",
                """
                ami: {host: %s, port: %d, tls: %b, trust-file: %s, secret-file: %s, connect-limit: 1s, action-limit: 1s, \
                retry-first: 20ms, retry-most: 100ms}
                """.formatted(host, port, tls, trustFile, RecordedAsterisk.secretFile(RecordedAsterisk.SECRET)),
                Map.of());
        var link = AmiLink.open(TelephonyConfig.read(settings).first().ami(), Clock.systemUTC(), 1_000);
        settings.check();
        open.add(link);
        return link;
    }

    private static AmiState.Away away(AmiLink link) {
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Away);
        return (AmiState.Away) link.state();
    }
}
