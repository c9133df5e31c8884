package org.hotline12345.telephony.cel;

/**
 * A place in the record, between two rows.
 *
 * @param offset bytes from the beginning of the file
 */
public record Position(FileIdentity file, long offset) {
    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }
}
