package org.hotline12345.telephony.cel;

/** What reading the record gives, in the order of the files. */
public sealed interface CelEntry permits CelRow, CelEntry.Damaged, CelEntry.Lost {
    /**
     * Bytes that are no row, passed over: a row torn by a full disk or a killed Asterisk, or one longer than any honest
     * one. Holds nothing of what they say, for that may be a citizen's.
     *
     * @param bytes how many; what is longer than the limit of a row comes as several
     */
    record Damaged(int bytes, String why) implements CelEntry {}

    /**
     * The place to go on from is not there any more, so rows may be missing. Reading goes on where {@code why} says; rows
     * that were read before may come again.
     */
    record Lost(Position place, Why why) implements CelEntry {
        public enum Why {
            /** The file is gone: reading goes on at the beginning of the oldest file there is. */
            GONE,
            /** The file is shorter than it was: reading goes on at its beginning. */
            SHORTER
        }
    }
}
