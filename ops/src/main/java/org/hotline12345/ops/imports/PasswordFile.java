package org.hotline12345.ops.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.hotline12345.office.BadSettings;

/**
 * Where one-time passwords are written as they are made, for its owner's eyes alone; they are stored nowhere else. The file
 * comes to be with the first password.
 */
public final class PasswordFile {
    private final Path path;
    private int count;

    /** @throws BadSettings when there is such a file: it may hold passwords that are not handed out yet */
    public PasswordFile(Path path) {
        this.path = path;
        if (Files.exists(path)) {
            throw new BadSettings(
                    path + " is there already: hand its passwords out and remove it, or name another file");
        }
    }

    public Path path() {
        return path;
    }

    public int count() {
        return count;
    }

    void note(String login, String password) {
        try {
            if (count == 0) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(path, login + "\t" + password + "\n", StandardOpenOption.APPEND);
            count++;
        } catch (IOException e) {
            throw new BadSettings(path + " cannot be written (" + e + "): give " + login
                    + " a new password with \"hotline user reset\"");
        }
    }
}
