package org.hotline12345.telephony.cel;

import java.util.List;

/**
 * What a reading gave.
 *
 * @param atEnd whether everything that was in the record when the reading began has been given, with this batch. When it
 *     is false and there are no entries, ask again after a pause: a file that was renamed a moment ago is waited for
 */
public record Batch(List<Entry> entries, boolean atEnd) {
    /** @param after where to go on once this entry is done with */
    public record Entry(CelEntry what, Position after) {}

    public Batch {
        entries = List.copyOf(entries);
    }
}
