package org.hotline12345.telephony.cel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.telephony.RecordConfig.Rotation;

/** The record in a folder of this machine: {@code cel.csv}, which Asterisk writes, and those it was renamed to. */
public final class LocalRecordFiles implements RecordFiles {
    static final String CURRENT = "cel.csv";
    /** In the order of these names the files were written. */
    static final Pattern ROTATED = Pattern.compile("cel-([0-9]{8}T[0-9]{6}\\.[0-9]{3}Z)\\.csv");

    /** Asterisk opens the file anew for each row; a row in the making when it was renamed is written by then. */
    static final Duration SETTLES_AFTER = Duration.ofSeconds(2);

    private static final int LIST_TRIES = 5;
    private static final int FIRST_LOOK_BYTES = 4 * 1024;

    private final Path folder;
    private final Clock clock;

    private final CelRotation rotation;

    /** @param clock that of the machine the folder is on */
    public LocalRecordFiles(Path folder, Rotation rules, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.rotation = new CelRotation(folder, this, rules, clock);
    }

    @Override
    public List<RecordFile> list() throws IOException {
        // A renaming in the midst could hide a file. When Asterisk's file is the same before and after, there was none.
        for (int attempt = 0; attempt < LIST_TRIES; attempt++) {
            var before = inodeOfCurrent();
            var found = look();
            if (before.equals(inodeOfCurrent())) {
                return found;
            }
        }
        throw new IOException(folder + " changes faster than it can be listed: let only one program rename " + CURRENT);
    }

    @Override
    public byte[] read(RecordFile file, long offset, int maxBytes) throws IOException {
        if (offset < 0 || maxBytes < 1 || maxBytes > MAX_READ_BYTES) {
            throw new IllegalArgumentException("offset " + offset + ", bytes " + maxBytes);
        }
        var bytes = readIfSame(file, offset, maxBytes);
        if (bytes.isPresent()) {
            return bytes.get();
        }
        for (var renamed : list()) {
            if (renamed.identity().equals(file.identity())) {
                bytes = readIfSame(renamed, offset, maxBytes);
            }
        }
        return bytes.orElseThrow(() -> new FileNotFoundException(
                file.name() + " is gone from " + folder + ": list the files again to see what is left"));
    }

    @Override
    public void readTo(Position place) throws IOException {
        tend(Optional.of(place));
    }

    /** Rotates, also when nobody reads; nothing that was not read is deleted. */
    void tend(Optional<Position> readTo) throws IOException {
        rotation.tend(readTo);
    }

    private List<RecordFile> look() throws IOException {
        // Of two copies the later stays: the one Asterisk writes to.
        var found = new LinkedHashMap<FileIdentity, RecordFile>();
        for (var name : names(folder)) {
            try (var channel = open(name)) {
                var settled = !name.equals(CURRENT) && isSettled(name);
                var size = channel.size();
                identity(channel, settled).ifPresent(identity -> {
                    found.remove(identity);
                    found.put(identity, new RecordFile(identity, name, size, settled));
                });
            } catch (NoSuchFileException e) {
                // Deleted or renamed since its name was read.
            }
        }
        return List.copyOf(found.values());
    }

    /** Names of the record's files, in the order they were written. */
    static List<String> names(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, "cel*.csv")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (ROTATED.matcher(name).matches()) {
                    names.add(name);
                }
                if (names.size() >= MAX_FILES) {
                    throw new IOException(
                            folder + " holds more than " + MAX_FILES + " files of the record: move old ones");
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException(folder + " is no folder: it must be the one Asterisk writes " + CURRENT + " into", e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        if (Files.isRegularFile(folder.resolve(CURRENT), LinkOption.NOFOLLOW_LINKS)) {
            names.add(CURRENT);
        }
        return names;
    }

    private Optional<byte[]> readIfSame(RecordFile file, long offset, int maxBytes) throws IOException {
        try (var channel = open(file.name())) {
            if (!identity(channel, file.settled()).equals(Optional.of(file.identity()))) {
                return Optional.empty();
            }
            return Optional.of(read(channel, offset, maxBytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(folder.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Empty while the first row is not whole. */
    private static Optional<FileIdentity> identity(FileChannel channel, boolean settled) throws IOException {
        for (var look : new int[] {FIRST_LOOK_BYTES, CelDecoder.ENOUGH_BYTES}) {
            var bytes = read(channel, 0, look);
            var isWhole = bytes.length < look;
            var first = CelDecoder.decode(bytes, bytes.length, isWhole && settled, 1);
            if (!first.isEmpty()) {
                return Optional.of(
                        FileIdentity.ofFirstRow(bytes, first.getFirst().end()));
            }
            if (isWhole) {
                break;
            }
        }
        return Optional.empty();
    }

    private static byte[] read(FileChannel channel, long offset, int maxBytes) throws IOException {
        var buffer = ByteBuffer.allocate(Math.clamp(channel.size() - offset, 0, maxBytes));
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // Until it is full, or the file is shorter than it was.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** By the time of the last change of the inode, which renaming sets as well as writing. */
    private boolean isSettled(String name) throws IOException {
        var changed = (FileTime) Files.getAttribute(folder.resolve(name), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        return Duration.between(changed.toInstant(), clock.instant()).abs().compareTo(SETTLES_AFTER) > 0;
    }

    private Optional<Object> inodeOfCurrent() throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(folder.resolve(CURRENT), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
