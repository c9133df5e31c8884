package org.hotline12345.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts personal data (AES-256-GCM) and makes blind indexes of it (HMAC-SHA-256, one key space per hotline). The two
 * keys differ and lie in a file outside the database and its backups; whoever has only the rows can read nobody's
 * number.
 */
public final class Seal {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** First byte of each sealed value, so that a later format can be told from this one. */
    private static final byte FORMAT = 1;

    private final SecretKeySpec cipherKey;
    private final SecretKeySpec indexKey;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] cipherKey, byte[] indexKey) {
        this.cipherKey = new SecretKeySpec(cipherKey, "AES");
        this.indexKey = new SecretKeySpec(indexKey, "HmacSHA256");
    }

    /**
     * Reads the key file, two lines of 32 bytes in Base64: the cipher key and the index key.
     *
     * @throws BadSettings when the file cannot be read or holds no such keys
     */
    public static Seal read(Path keyFile) {
        List<String> lines;
        try {
            lines = Files.readAllLines(keyFile);
        } catch (IOException e) {
            throw new BadSettings(
                    "key file " + keyFile + " cannot be read (" + e.getClass().getSimpleName()
                            + "): give the path of the file that was made when the hotline was set up; without it personal data cannot be read");
        }
        try {
            var cipherKey = Base64.getDecoder().decode(lines.get(0).strip());
            var indexKey = Base64.getDecoder().decode(lines.get(1).strip());
            if (cipherKey.length == KEY_BYTES && indexKey.length == KEY_BYTES && !Arrays.equals(cipherKey, indexKey)) {
                return new Seal(cipherKey, indexKey);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // falls through to the one message below
        }
        throw new BadSettings("key file " + keyFile + " must hold two different lines of 32 bytes in Base64");
    }

    /** Makes a key file, readable by its owner alone; an existing one is left as it is. */
    public static void create(Path keyFile) {
        if (Files.exists(keyFile)) {
            return;
        }
        var random = new SecureRandom();
        var text = new StringBuilder();
        for (int line = 0; line < 2; line++) {
            var key = new byte[KEY_BYTES];
            random.nextBytes(key);
            text.append(Base64.getEncoder().encodeToString(key)).append('\n');
        }
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(keyFile, owner);
            Files.writeString(keyFile, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BadSettings("key file " + keyFile + " cannot be written: " + e);
        }
    }

    public Sealed seal(String text) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
            var encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            var bytes = new byte[1 + NONCE_BYTES + encrypted.length];
            bytes[0] = FORMAT;
            System.arraycopy(nonce, 0, bytes, 1, NONCE_BYTES);
            System.arraycopy(encrypted, 0, bytes, 1 + NONCE_BYTES, encrypted.length);
            return new Sealed(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM must be there in every JDK", e);
        }
    }

    /** @throws IllegalStateException when the value was sealed with another key or was changed */
    public String open(Sealed sealed) {
        var bytes = sealed.bytes();
        if (bytes.length <= 1 + NONCE_BYTES || bytes[0] != FORMAT) {
            throw new IllegalStateException("sealed value of " + bytes.length + " bytes has an unknown format");
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    cipherKey,
                    new GCMParameterSpec(TAG_BITS, Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES)));
            var text = cipher.doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed value cannot be opened: another key file, or changed bytes", e);
        }
    }

    /** Of the audit trail's chain, under a key of its own that follows from the index key. */
    Mac auditMac() {
        try {
            var derive = Mac.getInstance("HmacSHA256");
            derive.init(indexKey);
            // No hotline's code begins with a zero byte, so this is nobody's index.
            var key = derive.doFinal("\0audit trail".getBytes(StandardCharsets.UTF_8));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 must be there in every JDK", e);
        }
    }

    /**
     * The fingerprint by which equal data of one hotline are found.
     *
     * @param normalised the data in its one normal form: two spellings have two fingerprints
     */
    public BlindIndex index(HotlineCode hotline, String normalised) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(indexKey);
            mac.update(hotline.value().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return new BlindIndex(mac.doFinal(normalised.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 must be there in every JDK", e);
        }
    }
}
