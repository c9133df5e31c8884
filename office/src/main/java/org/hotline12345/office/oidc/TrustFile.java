package org.hotline12345.office.oidc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hotline12345.office.BadSettings;

/** TLS that believes the CAs in a PEM file and no others. */
final class TrustFile {
    private TrustFile() {}

    /** @throws BadSettings when the file cannot be read or holds no certificate */
    static SSLContext context(Path file) {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new BadSettings(
                        "office.oidc.trust-file: \"" + file + "\" holds no certificate (PEM, BEGIN CERTIFICATE)");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new BadSettings("office.oidc.trust-file: \"" + file + "\" cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        } catch (CertificateException e) {
            throw new BadSettings("office.oidc.trust-file: \"" + file + "\" is no PEM file with certificates");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS must be there in every JDK", e);
        }
    }
}
