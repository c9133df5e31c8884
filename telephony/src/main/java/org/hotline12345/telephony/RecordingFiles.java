package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of recorded talks: {@code YYYY/MM/DD/NAME.wav} below one folder, written by Asterisk, which may be another
 * user of the machine. Nothing outside of the folder is ever opened or deleted: names are of this form, and no folder or
 * file on the way may be a link.
 */
final class RecordingFiles {
    private static final Pattern NAME =
            Pattern.compile("([0-9]{4}/[0-9]{2}/[0-9]{2})/([A-Za-z0-9][A-Za-z0-9._-]{0,120})\\.wav");
    private static final Pattern FULL_NAME = Pattern.compile("(?:.*/)?(" + NAME.pattern() + ")", Pattern.DOTALL);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final int BLOCK = 1 << 16;

    /** What was found at a name. */
    sealed interface Found {
        /** @param sound whether there is anything to hear */
        record Complete(RecordingState.Content content, boolean sound) implements Found {}

        record Nothing() implements Found {}

        /** @param why for people, with what to do */
        record Unusable(String why) implements Found {}
    }

    private final Path folder;

    RecordingFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The name below the folder for a path as Asterisk gave it; Asterisk may see the folder under another path, so only
     * the end counts. What has no such end stays as it is, to be found unusable.
     */
    static String nameOf(String pathOfAsterisk) {
        var matcher = FULL_NAME.matcher(pathOfAsterisk);
        return matcher.matches() ? matcher.group(1) : pathOfAsterisk;
    }

    static String nameOf(LocalDate day, String base) {
        return DAY.format(day) + "/" + base + ".wav";
    }

    /** What tells without reading whether a file is still the same. */
    record Sight(long bytes, Instant modified, Optional<String> identity) {}

    /** @throws IOException when it is not there or cannot be seen */
    Sight sight(String name) throws IOException {
        var seen = Files.readAttributes(place(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Sight(
                seen.size(),
                seen.lastModifiedTime().toInstant(),
                Optional.ofNullable(seen.fileKey()).map(Object::toString));
    }

    /** Reads the whole file. */
    Found look(String name) {
        try (var channel = open(name)) {
            return look(name, channel);
        } catch (NoSuchFileException e) {
            return new Found.Nothing();
        } catch (IOException e) {
            return new Found.Unusable(why(name, e));
        }
    }

    /** The same with a file that is open; the channel's own position is not moved. */
    Found look(String name, FileChannel channel) throws IOException {
        var beginning = ByteBuffer.allocate(WavHeader.LIMIT);
        var digest = sha256();
        var block = ByteBuffer.allocate(BLOCK);
        long bytes = 0;
        for (int read = channel.read(block, 0); read > 0; read = channel.read(block, bytes)) {
            if (beginning.hasRemaining()) {
                beginning.put(block.array(), 0, Math.min(read, beginning.remaining()));
            }
            digest.update(block.array(), 0, read);
            bytes += read;
            block.clear();
        }
        var head = new byte[beginning.position()];
        beginning.get(0, head);
        var header = WavHeader.read(head);
        if (header.isEmpty() && bytes > 0) {
            return new Found.Unusable(name + " is no WAV file; look at what else writes into " + folder);
        }
        var length = bytes;
        var duration = header.map(wav -> wav.duration(length)).orElse(Duration.ZERO);
        var sound = header.filter(wav -> length > wav.soundAt()).isPresent();
        var made = Files.getLastModifiedTime(place(name), LinkOption.NOFOLLOW_LINKS);
        return new Found.Complete(
                new RecordingState.Content(
                        bytes, duration, new Checksum(HexFormat.of().formatHex(digest.digest())), made.toInstant()),
                sound);
    }

    /** @throws IOException also when the name leads, or its way goes, elsewhere */
    FileChannel open(String name) throws IOException {
        return FileChannel.open(place(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Why it could not be used, in words that say what to do. */
    String why(String name, IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return name + " may not be read by this program; give its user the right to read " + folder
                    + " (a common group with Asterisk's user, and that group's right to read)";
        }
        if (failure instanceof Elsewhere elsewhere) {
            return elsewhere.why;
        }
        return name + " cannot be read (" + failure.getClass().getSimpleName() + ")";
    }

    /** Whether there is no such file afterwards; false for a name that no file in the folder can have. */
    boolean delete(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            return false;
        }
        try {
            Files.deleteIfExists(place(name));
            return true;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** The files in days before that one, oldest day first; days that are empty are taken away. */
    List<String> before(LocalDate day, int limit) throws IOException {
        var limitDay = DAY.format(day);
        var found = new ArrayList<String>();
        for (var year : inside(folder, "[0-9]{4}")) {
            for (var month : inside(year, "[0-9]{2}")) {
                for (var folderOfDay : inside(month, "[0-9]{2}")) {
                    var name = folder.relativize(folderOfDay).toString();
                    if (name.compareTo(limitDay) >= 0 || found.size() >= limit) {
                        return found;
                    }
                    for (var file : inside(folderOfDay, ".+\\.wav")) {
                        if (found.size() < limit) {
                            found.add(folder.relativize(file).toString());
                        }
                    }
                    removeIfEmpty(folderOfDay);
                }
            }
        }
        return found;
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // Files are still in it.
        } catch (IOException e) {
            // Asterisk's folder may not be ours to remove; an empty one does no harm.
        }
    }

    private static List<Path> inside(Path folder, String pattern) throws IOException {
        try (var entries = Files.newDirectoryStream(
                folder, entry -> entry.getFileName().toString().matches(pattern))) {
            var found = new ArrayList<Path>();
            entries.forEach(found::add);
            found.sort(null);
            return found.stream().filter(entry -> !Files.isSymbolicLink(entry)).toList();
        }
    }

    /** @throws IOException when the name is no recording's, or a folder on its way is a link */
    private Path place(String name) throws IOException {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new Elsewhere("the recording's name is not of the form YYYY/MM/DD/NAME.wav; look at MONITOR_FILENAME"
                    + " in Asterisk's dialplan");
        }
        if (!Files.isDirectory(folder)) {
            throw new Elsewhere("the folder of recordings " + folder + " is not there; check telephony.recordings-dir");
        }
        var day = folder.resolve(matcher.group(1));
        if (!day.toRealPath().equals(folder.toRealPath().resolve(matcher.group(1)))) {
            throw new Elsewhere(name + " leads out of the folder of recordings by a link; it is not followed");
        }
        var file = day.resolve(matcher.group(2) + ".wav");
        if (Files.isSymbolicLink(file)) {
            throw new Elsewhere(name + " is a link; it is not followed");
        }
        return file;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }

    /** The name does not lead to a file in the folder. */
    private static final class Elsewhere extends IOException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Elsewhere(String why) {
            super(why);
            this.why = why;
        }
    }
}
