package org.hotline12345.telephony.cel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Which file of the record, whatever its name is now: files are renamed, and names and inodes used again. It is the SHA-256
 * of the file's first row, which holds a time in microseconds and a channel's id.
 *
 * @param value 64 hexadecimal digits, small letters
 */
public record FileIdentity(String value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public FileIdentity {
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("not 64 hexadecimal digits");
        }
    }

    static FileIdentity ofFirstRow(byte[] bytes, int length) {
        return new FileIdentity(HexFormat.of().formatHex(sha256(bytes, length)));
    }

    static byte[] sha256(byte[] bytes, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Short, for logs. */
    @Override
    public String toString() {
        return value.substring(0, 12);
    }
}
