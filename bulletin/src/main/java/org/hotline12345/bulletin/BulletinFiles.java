package org.hotline12345.bulletin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Prints bulletins as files. */
public final class BulletinFiles {
    private BulletinFiles() {}

    /** The file's content; the same bulletin gives the same bytes. */
    public static byte[] print(Bulletin bulletin, BulletinFormat format) {
        return switch (format) {
            case DOCX -> DocxFile.print(bulletin);
            case HTML -> HtmlPage.print(bulletin);
        };
    }

    /** {@code 12345通报-ningling-2026-11.docx}. */
    public static String name(Bulletin bulletin, BulletinFormat format) {
        return "12345通报-" + bulletin.hotline() + "-" + bulletin.period() + "." + format.extension();
    }

    /**
     * Writes one file of each format, whole or not at all; a file of that name is replaced.
     *
     * @return what was written, in the order of the formats
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static List<Path> write(Bulletin bulletin, Path folder, Set<BulletinFormat> formats) {
        try {
            Files.createDirectories(folder);
            var written = new ArrayList<Path>();
            for (var format : BulletinFormat.values()) {
                if (formats.contains(format)) {
                    written.add(write(folder.resolve(name(bulletin, format)), print(bulletin, format)));
                }
            }
            return List.copyOf(written);
        } catch (IOException e) {
            throw new UncheckedIOException("bulletin cannot be written to " + folder, e);
        }
    }

    private static Path write(Path file, byte[] content) throws IOException {
        var unfinished = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
