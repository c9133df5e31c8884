package org.hotline12345.telephony.cel;

/**
 * A file of the record that holds at least one row.
 *
 * @param name for people; the file may have another one by now
 * @param size bytes when it was listed
 * @param settled whether nothing will be added any more: it was renamed some seconds ago, and Asterisk opens the file
 *     anew for each row
 */
public record RecordFile(FileIdentity identity, String name, long size, boolean settled) {}
