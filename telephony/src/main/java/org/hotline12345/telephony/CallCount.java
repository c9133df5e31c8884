package org.hotline12345.telephony;

/**
 * How many calls of a line share the same facts.
 *
 * @param waited how many of them have a waiting time
 * @param waitMillis how long these waited together
 * @param unsettled how many are over and not yet compared with Asterisk's own record
 */
public record CallCount(String line, CallFacts facts, long calls, long waited, long waitMillis, long unsettled) {}
