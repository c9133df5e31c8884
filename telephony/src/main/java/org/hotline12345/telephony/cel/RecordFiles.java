package org.hotline12345.telephony.cel;

import java.io.IOException;
import java.util.List;

/** Where Asterisk's record lies: on this machine or beside an Asterisk elsewhere. */
public interface RecordFiles extends AutoCloseable {
    /** So many bytes are read at once at most. */
    int MAX_READ_BYTES = 1 << 20;

    /** So many files may lie there. */
    int MAX_FILES = 10_000;

    /**
     * In the order they were written, oldest first; the last is the one Asterisk writes to. A file without a whole row is
     * not in the list yet.
     *
     * @throws IOException with what to do, when the place cannot be read or does not answer
     */
    List<RecordFile> list() throws IOException;

    /**
     * The bytes of that very file, whatever its name is now.
     *
     * @param offset where to begin
     * @param maxBytes up to {@link #MAX_READ_BYTES}; fewer come only where the file ends, none beyond its end
     * @throws IOException with what to do, when the file is gone or the place cannot be read or does not answer
     */
    byte[] read(RecordFile file, long offset, int maxBytes) throws IOException;

    /**
     * Says that everything before this place is stored: older files may be deleted when they were kept long enough. May be
     * said as often as it is true.
     *
     * @throws IOException with what to do, when files could not be put away or the place does not answer; reading goes on
     */
    void readTo(Position place) throws IOException;

    @Override
    default void close() {}
}
