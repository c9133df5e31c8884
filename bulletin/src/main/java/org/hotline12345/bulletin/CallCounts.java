package org.hotline12345.bulletin;

/**
 * The calls of a period, counted once in the database.
 *
 * @param offered asked for an agent, that is were queued
 * @param answeredInLimit answered within the time that the profile names
 * @param waitMillis how long the answered calls waited together
 * @param answeredUnqueued answered, yet never queued: there should be none
 * @param answeredWithoutWait answered, yet with no waiting time: there should be none
 */
record CallCounts(
        long arrived,
        long offered,
        long answered,
        long abandoned,
        long interrupted,
        long open,
        long abandonedInGreeting,
        long answeredInLimit,
        long waitMillis,
        long answeredUnqueued,
        long answeredWithoutWait) {
    static final CallCounts NONE = new CallCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
