package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.hotline12345.office.BadSettings;

/** Passwords that nobody has to know: made once, kept in a file that its owner alone can read. */
final class Secret {
    private static final int BYTES = 24;

    private Secret() {}

    /** 32 characters of A-Z, a-z, 0-9, '_' and '-'. */
    static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The secret in the file, which is made first when it is not there. */
    static String kept(Path file) {
        try {
            if (Files.notExists(file)) {
                write(file, random() + "\n");
            }
            var text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new BadSettings(file + " is empty: put the secret back, or delete the file to have one made");
            }
            return text;
        } catch (IOException e) {
            throw new BadSettings(file + " cannot be read or written: " + Folder.reason(e));
        }
    }

    /** Writes a file with mode 0600; it appears whole or not at all. */
    static void write(Path file, String text) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var part = Files.createTempFile(Folder.parent(file), "." + file.getFileName(), ".new", owner);
        try {
            Files.write(part, text.getBytes(StandardCharsets.UTF_8));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
