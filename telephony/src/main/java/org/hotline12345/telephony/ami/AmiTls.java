package org.hotline12345.telephony.ami;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.TelephonyConfig;

/** TLS to Asterisk: only a certificate that our own CAs vouch for, made out to the host that we connect to, is believed. */
final class AmiTls {
    /** Why the greeting failed, and what to look at. */
    record Failure(AmiState.Reason reason, String why) {}

    private AmiTls() {}

    /**
     * A handler for one connection. The file is read each time, so that a new CA needs no restart.
     *
     * @throws BadSettings when the trust file cannot be read or holds no certificate
     */
    static SslHandler handler(TelephonyConfig.Ami config) {
        try {
            var context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .trustManager(trusted(config))
                    .build();
            var handler = context.newHandler(UnpooledByteBufAllocator.DEFAULT, config.host(), config.port());
            handler.setHandshakeTimeout(config.connectLimit().toMillis(), TimeUnit.MILLISECONDS);
            return handler;
        } catch (IOException e) {
            throw new BadSettings("telephony.ami.trust-file: " + config.trustFile() + " cannot be used ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static X509Certificate[] trusted(TelephonyConfig.Ami config) throws IOException {
        try (var in = Files.newInputStream(config.trustFile())) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (certificates.length > 0) {
                return certificates;
            }
        } catch (CertificateException e) {
            // said below
        }
        throw new BadSettings("telephony.ami.trust-file: " + config.trustFile()
                + " must hold the PEM certificates of the CAs that may vouch for Asterisk");
    }

    static Failure failure(TelephonyConfig.Ami config, Throwable failed) {
        return switch (root(failed)) {
            case NotSslRecordException _ ->
                new Failure(
                        AmiState.Reason.UNREACHABLE,
                        "what listens there does not speak TLS: take the port of tlsbindaddr in its manager.conf,"
                                + " or set telephony.ami.tls to false");
            case SslHandshakeTimeoutException _ ->
                new Failure(AmiState.Reason.UNREACHABLE, "what listens there does not answer the greeting of TLS");
            case CertPathBuilderException _, CertPathValidatorException _ ->
                new Failure(
                        AmiState.Reason.UNTRUSTED,
                        "no certificate in " + config.trustFile()
                                + " (telephony.ami.trust-file) vouches for its certificate");
            case CertificateExpiredException expired -> outOfDate(expired);
            case CertificateNotYetValidException early -> outOfDate(early);
            case CertificateException other ->
                new Failure(
                        AmiState.Reason.UNTRUSTED,
                        "its certificate is not made out to " + config.host() + " (telephony.ami.host): "
                                + other.getMessage());
            case Throwable other ->
                new Failure(AmiState.Reason.UNREACHABLE, "the greeting of TLS failed: " + other.getMessage());
        };
    }

    private static Failure outOfDate(CertificateException why) {
        return new Failure(AmiState.Reason.UNTRUSTED, "its certificate is not valid today: " + why.getMessage());
    }

    private static Throwable root(Throwable failed) {
        var root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
