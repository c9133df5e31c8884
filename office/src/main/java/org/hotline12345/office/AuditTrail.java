package org.hotline12345.office;

/**
 * What came of comparing the audit trail with its chain.
 *
 * @param links of the chain
 * @param rows that the links stand for
 * @param loose rows that no link stands for yet; they wait some seconds for it
 * @param end the beginning of the last link's hash: whoever noted it down elsewhere can tell later that nothing was cut off
 */
public record AuditTrail(long links, long rows, long loose, String end) {}
