package org.hotline12345.telephony.cel;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.RecordConfig;

/**
 * Follows the record as it grows, from file to file. Keeps nothing itself: whoever reads stores the position with what the
 * rows led to, and comes back with it.
 */
public final class CelReader implements AutoCloseable {
    /** So many entries are given at once at most. */
    public static final int MAX_ENTRIES = 10_000;

    /** Holds a whole piece from any place on, so each full one brings us forward. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private final RecordFiles files;

    public CelReader(RecordFiles files) {
        this.files = files;
    }

    /**
     * The record that the configuration names; empty when it says there is none.
     *
     * @throws BadSettings when the trust file cannot be used
     */
    public static Optional<CelReader> open(RecordConfig config, Clock clock) {
        return switch (config) {
            case RecordConfig.None _ -> Optional.empty();
            case RecordConfig.Local local ->
                Optional.of(new CelReader(new LocalRecordFiles(local.dir(), local.rotation(), clock)));
            case RecordConfig.Remote remote -> Optional.of(new CelReader(RemoteRecordFiles.open(remote)));
        };
    }

    /**
     * The entries after a position.
     *
     * @param from empty: from the beginning of the oldest file
     * @throws IOException with what to do, when the record cannot be read now; nothing is lost by asking again
     */
    public Batch read(Optional<Position> from, int maxEntries) throws IOException {
        if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
            throw new IllegalArgumentException("1 to " + MAX_ENTRIES + " entries, not " + maxEntries);
        }
        var list = files.list();
        if (list.isEmpty()) {
            return new Batch(List.of(), from.isEmpty());
        }
        var entries = new ArrayList<Batch.Entry>();
        var start = from.orElse(new Position(list.getFirst().identity(), 0));
        var index = indexOf(list, start.file());
        var offset = start.offset();
        if (index < 0) {
            index = 0;
            offset = lost(start, CelEntry.Lost.Why.GONE, list.getFirst(), entries);
        } else if (offset > list.get(index).size()) {
            offset = lost(start, CelEntry.Lost.Why.SHORTER, list.get(index), entries);
        }
        while (entries.size() < maxEntries) {
            var file = list.get(index);
            var bytes = files.read(file, offset, CHUNK_BYTES);
            var isWhole = bytes.length < CHUNK_BYTES;
            var begin = offset;
            for (var piece :
                    CelDecoder.decode(bytes, bytes.length, isWhole && file.settled(), maxEntries - entries.size())) {
                offset = begin + piece.end();
                entries.add(new Batch.Entry(piece.entry(), new Position(file.identity(), offset)));
            }
            if (!isWhole || entries.size() == maxEntries) {
                continue;
            }
            if (index == list.size() - 1) {
                return new Batch(entries, true);
            }
            if (!file.settled()) {
                return new Batch(entries, false);
            }
            index++;
            offset = 0;
        }
        return new Batch(entries, false);
    }

    /**
     * Says that everything before this place is stored: older files may be deleted when they were kept long enough.
     *
     * @throws IOException with what to do, when files could not be put away; reading goes on
     */
    public void readTo(Position place) throws IOException {
        files.readTo(place);
    }

    @Override
    public void close() {
        files.close();
    }

    private static long lost(Position place, CelEntry.Lost.Why why, RecordFile goOnWith, List<Batch.Entry> entries) {
        entries.add(new Batch.Entry(new CelEntry.Lost(place, why), new Position(goOnWith.identity(), 0)));
        return 0;
    }

    private static int indexOf(List<RecordFile> list, FileIdentity identity) {
        for (int index = 0; index < list.size(); index++) {
            if (list.get(index).identity().equals(identity)) {
                return index;
            }
        }
        return -1;
    }
}
