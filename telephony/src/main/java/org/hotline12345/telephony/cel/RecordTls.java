package org.hotline12345.telephony.cel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.hotline12345.office.BadSettings;
import org.jspecify.annotations.Nullable;

/** TLS between record server and reader: TLS 1.3, and no trust but in what a file names. */
final class RecordTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Within one process only; nobody types it. */
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private RecordTls() {}

    static SSLParameters parameters() {
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    /** @throws BadSettings when a file cannot be read or the two do not belong together */
    static SSLContext server(Path certificateFile, Path keyFile) {
        var chain = certificates("--cert", certificateFile);
        var key = key(keyFile, chain.getFirst());
        try {
            var store = emptyStore();
            store.setKeyEntry("server", key, IN_MEMORY, chain.toArray(new Certificate[0]));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return context(factory.getKeyManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws BadSettings when the file cannot be read */
    static SSLContext client(Path trustFile) {
        try {
            var store = emptyStore();
            for (var certificate : certificates("telephony.record.trust-file", trustFile)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return context(null, factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust, null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            var found = new ArrayList<Certificate>(
                    CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new BadSettings(key + ": " + file + " holds no certificate (PEM, BEGIN CERTIFICATE)");
            }
            return found;
        } catch (IOException e) {
            throw unreadable(key, file, e);
        } catch (CertificateException e) {
            throw new BadSettings(key + ": " + file + " is no PEM file with certificates: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file, Certificate certificate) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unreadable("--key", file, e);
        }
        var pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new BadSettings(
                    "--key: " + file + " holds no unencrypted PKCS#8 key (PEM, BEGIN PRIVATE KEY); convert it:"
                            + " openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(pem.group(1));
            var key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            if (belong(key, certificate)) {
                return key;
            }
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            // Of another kind than the certificate's, or cut: the same words help.
        } catch (GeneralSecurityException e) {
            throw new BadSettings("--key: " + file + " is of a kind that cannot be used here: " + e.getMessage());
        }
        throw new BadSettings("--key: " + file + " is not the key of the certificate in --cert");
    }

    private static boolean belong(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        var signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(new byte[] {1});
        var signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(new byte[] {1});
        return signature.verify(signed);
    }

    private static BadSettings unreadable(String key, Path file, IOException e) {
        return new BadSettings(
                key + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
}
