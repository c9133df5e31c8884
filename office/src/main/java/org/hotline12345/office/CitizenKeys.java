package org.hotline12345.office;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The secret parts of citizens' keys, in a file beside the key file: a header and places of 64 bytes, each with one secret, and the
 * tag by which a citizen's place is found. Several processes share it. Secrets are made, and on the disk, a thousand at a time before
 * anybody gets one, so a new citizen waits for no disk and no secret that was used can be lost; a place that was given is never given
 * again. See RATIONALE.md.
 *
 * <p>Threads: any; whoever gives out a place holds the file's lock.
 */
final class CitizenKeys {
    static final int TAG_BYTES = 16;

    private static final int PLACE_BYTES = 64;
    private static final int TAG_AT = 16;
    private static final int SECRET_AT = 32;
    private static final int SECRET_BYTES = 32;
    /** So many secrets are made at once, with two waits for the disk. */
    private static final int MADE_AT_ONCE = 1_024;

    private static final int READ_AT_ONCE = 1_024;

    private static final long FORMAT = 0x3132333435434b31L;
    private static final int NEXT_AT = 8;
    private static final int MADE_AT = 12;
    private static final int NAME_AT = 16;
    private static final int NAME_BYTES = 16;
    private static final int BOOT_AT = 32;

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** Beyond every place: the lock keeps nobody from reading. */
    private static final long LOCK_AT = Long.MAX_VALUE - 1;

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOCK_REST = Duration.ofMillis(1);

    /** What a place is for, with the byte that stands in the file. */
    enum State {
        /** Given to nobody, or the note of it was lost with the machine: its secret is good all the same. */
        FREE(0),
        GIVEN(1),
        /** Its citizen is being erased: what was sealed can be read yet, nothing new is sealed. */
        CLOSED(2),
        /** Its secret is gone for ever. */
        ERASED(3);

        private final byte mark;

        State(int mark) {
            this.mark = (byte) mark;
        }

        static State of(byte mark) {
            for (var state : values()) {
                if (state.mark == mark) {
                    return state;
                }
            }
            throw new BadSettings("the file of citizens' keys holds a place of unknown kind " + mark
                    + ": put it back from its newest copy");
        }
    }

    /** A place as it stands in the file. */
    @SuppressWarnings("ArrayRecordComponent") // read and used within this package
    record Kept(int place, State state, byte[] tag, byte[] secret) {}

    private final Path path;
    private final SecureRandom random = new SecureRandom();
    private @Nullable RandomAccessFile file;
    /** From a tag's first bytes to places, open addressing; 0 is nothing. What is found is compared with the file. */
    private long[] table = new long[4_096];

    private int used;
    /** Up to here, not included, tags are in the table. */
    private int seen = 1;

    CitizenKeys(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    boolean isThere() {
        return Files.exists(path);
    }

    /** The file's own name: another file, however made, has another. */
    synchronized byte[] name() {
        return Arrays.copyOfRange(header(), NAME_AT, NAME_AT + NAME_BYTES);
    }

    synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            file = null;
        }
    }

    /** The place of that tag, if it was given and its citizen is not erased. */
    synchronized Optional<Kept> find(byte[] tag) {
        if (file == null && !isThere()) {
            return Optional.empty();
        }
        var known = inTable(tag);
        if (known.isPresent()) {
            return known;
        }
        return takeUp() ? inTable(tag) : Optional.empty();
    }

    /** The same; without one it is given now. */
    synchronized Kept of(byte[] tag) {
        var known = find(tag);
        return known.isPresent() ? known.get() : locked(() -> find(tag).orElseGet(() -> give(tag)));
    }

    /** A place that no tag leads to. */
    synchronized Kept fresh() {
        return locked(() -> give(new byte[TAG_BYTES]));
    }

    /** Empty for a place that was never made. */
    synchronized Optional<Kept> at(int place) {
        if (place < 1 || (file == null && !isThere()) || place >= made(header())) {
            return Optional.empty();
        }
        return Optional.of(kept(place, read(place, 1), 0));
    }

    /** From now on its tag leads nowhere; on the disk when this returns. */
    synchronized void closePlace(int place) {
        locked(() -> {
            var bytes = read(place, 1);
            if (bytes[0] != State.ERASED.mark) {
                Arrays.fill(bytes, 0, SECRET_AT, (byte) 0);
                bytes[0] = State.CLOSED.mark;
                write(place * (long) PLACE_BYTES, bytes);
                sync();
            }
            return place;
        });
    }

    /** Its secret is written over; on the disk when this returns. Does nothing the second time. */
    synchronized void erase(int place) {
        locked(() -> {
            if (read(place, 1)[0] == State.ERASED.mark) {
                return place;
            }
            var bytes = new byte[PLACE_BYTES];
            random.nextBytes(bytes);
            write(place * (long) PLACE_BYTES, bytes);
            sync();
            Arrays.fill(bytes, (byte) 0);
            bytes[0] = State.ERASED.mark;
            write(place * (long) PLACE_BYTES, bytes);
            sync();
            return place;
        });
    }

    // Giving out places, under the file's lock

    private Kept give(byte[] tag) {
        var header = header();
        var next = next(header);
        var made = made(header);
        var boot = boot();
        if (!Arrays.equals(boot, Arrays.copyOfRange(header, BOOT_AT, PLACE_BYTES))) {
            // The machine was off meanwhile: which of the made places were given in its last seconds is not certain.
            next = made;
            System.arraycopy(boot, 0, header, BOOT_AT, boot.length);
            ByteBuffer.wrap(header).putInt(NEXT_AT, next);
            write(0, header);
            sync();
        }
        if (next == made) {
            made = make(header, made);
        }
        var bytes = read(next, 1);
        bytes[0] = State.GIVEN.mark;
        System.arraycopy(tag, 0, bytes, TAG_AT, TAG_BYTES);
        write(next * (long) PLACE_BYTES, bytes);
        // The place before the count of it: who ends in between has given it to nobody.
        write(NEXT_AT, ByteBuffer.allocate(Integer.BYTES).putInt(next + 1).array());
        takeUp();
        return kept(next, bytes, 0);
    }

    /** The secrets first, then the note that they are made. */
    private int make(byte[] header, int from) {
        var to = Math.addExact(from, MADE_AT_ONCE);
        var bytes = new byte[MADE_AT_ONCE * PLACE_BYTES];
        for (int i = 0; i < MADE_AT_ONCE; i++) {
            var secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            System.arraycopy(secret, 0, bytes, i * PLACE_BYTES + SECRET_AT, SECRET_BYTES);
        }
        write(from * (long) PLACE_BYTES, bytes);
        sync();
        ByteBuffer.wrap(header).putInt(MADE_AT, to);
        write(0, header);
        sync();
        return to;
    }

    private <T> T locked(Supplier<T> work) {
        var until = System.nanoTime() + LOCK_LIMIT.toNanos();
        while (true) {
            try (var lock = open().getChannel().tryLock(LOCK_AT, 1, false)) {
                if (lock != null) {
                    return work.get();
                }
            } catch (OverlappingFileLockException e) {
                // Another of this program's own has it.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(path + " is locked by another program since " + LOCK_LIMIT);
            }
            LockSupport.parkNanos(LOCK_REST.toNanos());
        }
    }

    // Finding places

    private Optional<Kept> inTable(byte[] tag) {
        var mark = mark(tag);
        for (int i = slot(mark, table.length); table[i] != 0; i = (i + 1) & (table.length - 1)) {
            if ((int) (table[i] >>> Integer.SIZE) == mark) {
                var place = (int) table[i];
                var kept = kept(place, read(place, 1), 0);
                if (kept.state() == State.GIVEN && Arrays.equals(kept.tag(), tag)) {
                    return Optional.of(kept);
                }
            }
        }
        return Optional.empty();
    }

    /** Takes up what was given out since; whether there was anything. */
    private boolean takeUp() {
        var next = next(header());
        if (next <= seen) {
            return false;
        }
        while (seen < next) {
            var many = Math.min(READ_AT_ONCE, next - seen);
            var bytes = read(seen, many);
            for (int i = 0; i < many; i++) {
                var kept = kept(seen + i, bytes, i);
                if (kept.state() == State.GIVEN && !Arrays.equals(kept.tag(), new byte[TAG_BYTES])) {
                    add(mark(kept.tag()), kept.place());
                }
            }
            seen += many;
        }
        return true;
    }

    private void add(int mark, int place) {
        if (++used > table.length / 4 * 3) {
            var greater = new long[Math.multiplyExact(table.length, 2)];
            for (var entry : table) {
                if (entry != 0) {
                    put(greater, entry);
                }
            }
            table = greater;
        }
        put(table, ((long) mark << Integer.SIZE) | place);
    }

    private static void put(long[] into, long entry) {
        int i = slot((int) (entry >>> Integer.SIZE), into.length);
        while (into[i] != 0) {
            i = (i + 1) & (into.length - 1);
        }
        into[i] = entry;
    }

    private static int slot(int mark, int length) {
        return ((mark * 0x9E3779B9) >>> 1) & (length - 1);
    }

    private static int mark(byte[] tag) {
        return ByteBuffer.wrap(tag).getInt();
    }

    // The file

    private byte[] header() {
        return read(0, 1);
    }

    private static int next(byte[] header) {
        return ByteBuffer.wrap(header).getInt(NEXT_AT);
    }

    private static int made(byte[] header) {
        return ByteBuffer.wrap(header).getInt(MADE_AT);
    }

    private static Kept kept(int place, byte[] bytes, int index) {
        var from = index * PLACE_BYTES;
        return new Kept(
                place,
                State.of(bytes[from]),
                Arrays.copyOfRange(bytes, from + TAG_AT, from + TAG_AT + TAG_BYTES),
                Arrays.copyOfRange(bytes, from + SECRET_AT, from + SECRET_AT + SECRET_BYTES));
    }

    // Not by a channel: whoever is interrupted while it reads would close it for all.
    private byte[] read(int place, int many) {
        var bytes = new byte[many * PLACE_BYTES];
        try {
            var from = open();
            from.seek(place * (long) PLACE_BYTES);
            from.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long at, byte[] bytes) {
        try {
            var to = open();
            to.seek(at);
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sync() {
        try {
            open().getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RandomAccessFile open() {
        var now = file;
        if (now != null) {
            return now;
        }
        try {
            if (!isThere()) {
                create();
            }
            now = new RandomAccessFile(path.toFile(), "rw");
            if (now.length() < PLACE_BYTES || now.readLong() != FORMAT) {
                now.close();
                throw new BadSettings(path + " holds no citizens' keys: put the right file back from its copy");
            }
        } catch (IOException e) {
            throw new BadSettings(path + " with the citizens' keys cannot be used: " + e.getMessage());
        }
        file = now;
        return now;
    }

    /** Made beside and put in place whole, by whoever is first. */
    private void create() throws IOException {
        var name = new byte[NAME_BYTES];
        random.nextBytes(name);
        var header = ByteBuffer.allocate(PLACE_BYTES)
                .putLong(FORMAT)
                .putInt(1)
                .putInt(1)
                .put(name)
                .put(boot())
                .array();
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var folder = path.toAbsolutePath().getParent();
        var fresh = Files.createTempFile(folder, path.getFileName().toString(), ".new", owner);
        try {
            try (var out = new RandomAccessFile(fresh.toFile(), "rw")) {
                out.write(header);
                out.getFD().sync();
            }
            Files.createLink(path, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another program was first.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Which run of the machine this is. */
    private static byte[] boot() {
        try {
            var id = Files.readString(BOOT).strip();
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("this run of the machine has no name", e);
        }
    }
}
