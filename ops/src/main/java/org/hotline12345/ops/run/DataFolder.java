package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.hotline12345.office.BadSettings;

/**
 * The data folder, held by one program at a time: two copies on the same rows would tear them apart.
 *
 * <p>The operating system lets go of the lock when the program dies, however it dies.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws BadSettings when another program holds it, with its process id */
    static DataFolder hold(Path data) {
        return tryHold(data)
                .orElseThrow(() -> new BadSettings("data folder " + data.toAbsolutePath()
                        + " is in use by another hotline (process " + holder(data)
                        + "): stop that one, or give another folder with --data"));
    }

    /** Empty when another program holds it. */
    static Optional<DataFolder> tryHold(Path data) {
        var folder = Folder.make(data);
        try {
            var channel = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var lock = lock(channel);
            if (lock.isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new DataFolder(channel, lock.get()));
        } catch (IOException e) {
            throw new BadSettings("data folder " + folder + " cannot be used: " + Folder.reason(e));
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static String holder(Path data) {
        try {
            return Files.readString(data.resolve(LOCK)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock of the data folder cannot be released", e);
        }
    }
}
