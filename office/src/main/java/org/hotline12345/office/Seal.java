package org.hotline12345.office;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts personal data (AES-256-GCM) and makes blind indexes of it (HMAC-SHA-256). Each citizen has a key of his own at each
 * hotline, of which one part follows from the key file and the other lies in the file of citizens' keys beside it; both are outside
 * the database and its backups. Whoever has only the rows can read nobody's number, and when a citizen's key is destroyed nobody can.
 */
public final class Seal {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String HMAC = "HmacSHA256";
    /** First byte of a value under the one key of all, as they were before citizens had keys. */
    private static final byte OF_ALL = 1;
    /** First byte of a value under a citizen's key; the key's place follows. */
    private static final byte OF_CITIZEN = 2;

    private static final byte ERASED = 3;
    private static final int OF_ALL_HEAD = 1;
    private static final int OF_CITIZEN_HEAD = 1 + Integer.BYTES;
    private static final byte[] CIPHER = {1};
    private static final byte[] INDEX = {2};

    /** What became of a sealed value's key. */
    public enum Fate {
        /** It is there. */
        READABLE,
        /** It is the one key of all, or one that leads to no citizen: erasing the citizen would miss it. */
        TO_RESEAL,
        ERASED,
        /** It is not there, and nobody destroyed it. */
        LOST
    }

    private final SecretKeySpec cipherKey;
    private final SecretKeySpec indexKey;
    private final SecretKeySpec citizenKey;
    private final SecretKeySpec tagKey;
    private final CitizenKeys citizens;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] cipherKey, byte[] indexKey, CitizenKeys citizens) {
        this.cipherKey = new SecretKeySpec(cipherKey, "AES");
        this.indexKey = new SecretKeySpec(indexKey, HMAC);
        // No hotline's code begins with a zero byte, so these are nobody's index.
        this.citizenKey = derived("\0citizen keys");
        this.tagKey = derived("\0citizen tags");
        this.citizens = citizens;
    }

    /**
     * Reads the key file, two lines of 32 bytes in Base64: the cipher key and the index key. The file of citizens' keys is named as
     * it is, with {@code .citizens} behind.
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
                return new Seal(
                        cipherKey,
                        indexKey,
                        new CitizenKeys(keyFile.resolveSibling(keyFile.getFileName() + ".citizens")));
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

    // Citizens

    /**
     * The key of the citizen with that number, made now where there is none yet.
     *
     * @param normalised the number in its one normal form: two spellings are two citizens
     */
    public CitizenKey keyOf(HotlineCode hotline, String normalised) {
        return key(citizens.of(tag(hotline, normalised)), oldIndex(hotline, normalised));
    }

    /** The same; empty where nothing was sealed for that number, or its citizen is erased. */
    public Optional<CitizenKey> known(HotlineCode hotline, String normalised) {
        return citizens.find(tag(hotline, normalised)).map(kept -> key(kept, oldIndex(hotline, normalised)));
    }

    /** A key for one request whose citizen has no number. */
    public CitizenKey ownKey() {
        return key(citizens.fresh(), new byte[0]);
    }

    /**
     * The fingerprint by which rows of equal data of one hotline are found.
     *
     * @param normalised the data in its one normal form: two spellings have two fingerprints
     */
    public BlindIndex index(HotlineCode hotline, String normalised) {
        return known(hotline, normalised)
                .map(CitizenKey::index)
                .orElseGet(() -> new BlindIndex(oldIndex(hotline, normalised)));
    }

    /** What was sealed; empty when its citizen is erased. @throws IllegalStateException as {@link #open} */
    public Optional<String> read(Sealed sealed) {
        var bytes = sealed.bytes();
        return switch (bytes.length == 0 ? 0 : bytes[0]) {
            case OF_ALL -> Optional.of(decrypted(bytes, OF_ALL_HEAD, cipherKey));
            case OF_CITIZEN -> {
                var place = place(bytes);
                var kept = citizens.at(place)
                        .orElseThrow(() -> new IllegalStateException("the citizen's key at place " + place
                                + " is not there: another file of citizens' keys, or an old copy of it"));
                yield kept.state() == CitizenKeys.State.ERASED
                        ? Optional.empty()
                        : Optional.of(decrypted(bytes, OF_CITIZEN_HEAD, cipherKey(kept)));
            }
            case ERASED -> Optional.empty();
            default ->
                throw new IllegalStateException("sealed value of " + bytes.length + " bytes has an unknown format");
        };
    }

    /** @throws IllegalStateException when the value was sealed with another key or was changed, or its citizen is erased */
    public String open(Sealed sealed) {
        return read(sealed).orElseThrow(() -> new IllegalStateException("the citizen of this value is erased"));
    }

    /** What became of the value's key; the value itself is not opened. */
    public Fate fate(Sealed sealed) {
        var bytes = sealed.bytes();
        return switch (bytes.length == 0 ? 0 : bytes[0]) {
            case OF_ALL -> Fate.TO_RESEAL;
            case OF_CITIZEN ->
                citizens.at(place(bytes))
                        .map(kept -> switch (kept.state()) {
                            case FREE -> Fate.TO_RESEAL;
                            case GIVEN, CLOSED -> Fate.READABLE;
                            case ERASED -> Fate.ERASED;
                        })
                        .orElse(Fate.LOST);
            case ERASED -> Fate.ERASED;
            default -> Fate.LOST;
        };
    }

    /** The citizen's key that the value is under; empty when it is under none, or the key is destroyed. */
    public Optional<CitizenKey> keyUsed(Sealed sealed) {
        var bytes = sealed.bytes();
        return bytes.length > 0 && bytes[0] == OF_CITIZEN
                ? citizens.at(place(bytes))
                        .filter(kept -> kept.state() != CitizenKeys.State.ERASED)
                        .map(kept -> key(kept, new byte[0]))
                : Optional.empty();
    }

    CitizenKeys citizens() {
        return citizens;
    }

    void close() {
        citizens.close();
    }

    private CitizenKey key(CitizenKeys.Kept kept, byte[] before) {
        return new CitizenKey(
                this, kept.place(), cipherKey(kept), new BlindIndex(mac(citizenKey, INDEX, kept.secret()), before));
    }

    private SecretKeySpec cipherKey(CitizenKeys.Kept kept) {
        return new SecretKeySpec(mac(citizenKey, CIPHER, kept.secret()), "AES");
    }

    private byte[] tag(HotlineCode hotline, String normalised) {
        return Arrays.copyOf(of(tagKey, hotline, normalised), CitizenKeys.TAG_BYTES);
    }

    /** As rows were indexed before citizens had keys: whoever has the key file can try all numbers. */
    private byte[] oldIndex(HotlineCode hotline, String normalised) {
        return of(indexKey, hotline, normalised);
    }

    /** A code that follows from the text, and that nobody can make without the key file; of nothing personal. */
    public byte[] proof(HotlineCode hotline, String text) {
        return of(indexKey, hotline, text);
    }

    private static byte[] of(SecretKeySpec key, HotlineCode hotline, String text) {
        return mac(
                key,
                hotline.value().getBytes(StandardCharsets.UTF_8),
                new byte[] {0},
                text.getBytes(StandardCharsets.UTF_8));
    }

    // Sealing

    /** Under the one key of all: for what is nobody's. */
    public Sealed seal(String text) {
        return encrypted(text, new byte[] {OF_ALL}, cipherKey);
    }

    Sealed seal(String text, int place, SecretKeySpec key) {
        return encrypted(text, head(place), key);
    }

    private static byte[] head(int place) {
        return ByteBuffer.allocate(OF_CITIZEN_HEAD)
                .put(OF_CITIZEN)
                .putInt(place)
                .array();
    }

    private static int place(byte[] bytes) {
        return bytes.length < OF_CITIZEN_HEAD ? 0 : ByteBuffer.wrap(bytes).getInt(1);
    }

    private Sealed encrypted(String text, byte[] head, SecretKeySpec key) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return new Sealed(ByteBuffer.allocate(head.length + NONCE_BYTES + encrypted.length)
                    .put(head)
                    .put(nonce)
                    .put(encrypted)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM must be there in every JDK", e);
        }
    }

    private static String decrypted(byte[] bytes, int head, SecretKeySpec key) {
        if (bytes.length <= head + NONCE_BYTES) {
            throw new IllegalStateException("sealed value of " + bytes.length + " bytes has an unknown format");
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, Arrays.copyOfRange(bytes, head, head + NONCE_BYTES)));
            var text = cipher.doFinal(bytes, head + NONCE_BYTES, bytes.length - head - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed value cannot be opened: another key file, or changed bytes", e);
        }
    }

    /** Of the audit trail's chain, under a key of its own that follows from the index key. */
    Mac auditMac() {
        return started(derived("\0audit trail"));
    }

    private SecretKeySpec derived(String purpose) {
        return new SecretKeySpec(mac(indexKey, purpose.getBytes(StandardCharsets.UTF_8)), HMAC);
    }

    private static byte[] mac(SecretKeySpec key, byte[]... parts) {
        var mac = started(key);
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static Mac started(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 must be there in every JDK", e);
        }
    }
}
