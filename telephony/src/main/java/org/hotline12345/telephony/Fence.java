package org.hotline12345.telephony;

/**
 * What a process writes under that hears an Asterisk: its lease's epoch. A transaction that holds it ({@link PgLeases#hold})
 * commits only while the lease is that one, so that a process which slept through the end of its lease writes nothing.
 */
record Fence(String node, long epoch) {}
