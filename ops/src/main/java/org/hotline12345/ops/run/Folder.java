package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.hotline12345.office.BadSettings;
import org.jspecify.annotations.Nullable;

/** Folders that are made with care and taken away whole. */
final class Folder {
    private static final String OWNER_ONLY = "rwx------";

    private Folder() {}

    /**
     * Makes the folder and those above it, for its owner alone.
     *
     * @return its real path, without links
     */
    static Path make(Path folder) {
        try {
            Files.createDirectories(
                    folder.toAbsolutePath(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            var real = folder.toRealPath();
            if (!Files.isWritable(real)) {
                throw new AccessDeniedException(real.toString());
            }
            return real;
        } catch (IOException e) {
            throw new BadSettings("folder " + folder.toAbsolutePath() + " cannot be made or written: " + reason(e));
        }
    }

    /** The folder that this one, or this file, is in. */
    static Path parent(Path path) {
        return Objects.requireNonNull(
                path.toAbsolutePath().normalize().getParent(), "the root folder is nobody's place");
    }

    /** A new folder beside the named one, to be renamed to it when it is complete. */
    static Path makeBeside(Path folder) throws IOException {
        return Files.createTempDirectory(
                parent(folder),
                "." + folder.getFileName() + "-making-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }

    /** Takes the folder away with all that is in it; links are removed, not followed. */
    static void remove(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Why the operating system refused, in words for who runs the program. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied for user " + System.getProperty("user.name");
            case FileAlreadyExistsException _, NotDirectoryException _ -> "a file is in the way at " + e.getMessage();
            case NoSuchFileException _ -> e.getMessage() + " does not exist";
            case FileSystemException of when of.getReason() != null -> String.valueOf(of.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
