package org.hotline12345.ticketing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where attached files lie: each under the name of its content, so a file is there whole or not at all, and once. */
final class AttachmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentFolder.class);
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);
    private static final int MOST_PARTS = 10_000;

    private final Path folder;

    AttachmentFolder(Path folder) {
        this.folder = folder;
    }

    /** A file that does not exist yet, for what is just coming in. */
    Path incoming() {
        try {
            return made(folder.resolve("incoming")).resolve(UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what came in before and was never kept, because the line broke or the program died. */
    void tidy(Instant now) {
        var incoming = folder.resolve("incoming");
        if (!Files.isDirectory(incoming)) {
            return;
        }
        try (var files = Files.newDirectoryStream(incoming)) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(LEFT_BEHIND))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("what was left in {} could not be removed", incoming, e);
        }
    }

    /** What the file is; empty for anything that may not be attached. */
    static Optional<AttachmentKind> kindOf(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(AttachmentKind.HEAD);
        }
        return AttachmentKind.isZip(head) ? documentKind(file) : AttachmentKind.beginning(head);
    }

    /**
     * Keeps what came in, on the disk itself when this returns: rows must not name a file that a power cut takes away.
     *
     * @return the SHA-256 of its content, in hex
     */
    String keep(Path received) throws IOException {
        var name = digest(received);
        try (var channel = FileChannel.open(received, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        var shelf = made(shelf(name));
        var place = of(name);
        try {
            Files.move(received, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // The same content: some file systems say so instead of replacing it.
            Files.deleteIfExists(received);
        }
        for (var parent : List.of(shelf, folder)) {
            try (var channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        return name;
    }

    Path of(String sha256) {
        return shelf(sha256).resolve(sha256);
    }

    private Path shelf(String sha256) {
        return folder.resolve(sha256.substring(0, 2));
    }

    /** Documents of office programs are archives with parts of known names; those with programs inside are not taken. */
    private static Optional<AttachmentKind> documentKind(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_PARTS || zip.getEntry("[Content_Types].xml") == null) {
                return Optional.empty();
            }
            var hasProgram = zip.stream().anyMatch(part -> part.getName().endsWith("vbaProject.bin"));
            if (hasProgram) {
                return Optional.empty();
            }
            if (zip.getEntry("word/document.xml") != null) {
                return Optional.of(AttachmentKind.DOCX);
            }
            return zip.getEntry("xl/workbook.xml") != null ? Optional.of(AttachmentKind.XLSX) : Optional.empty();
        } catch (ZipException e) {
            LOG.debug("an archive that cannot be read", e);
            return Optional.empty();
        }
    }

    /** Personal data may stand in them: nobody but this program's user reads the folder. */
    private static Path made(Path directory) throws IOException {
        return Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    static String digest(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
