package org.hotline12345.ticketing.knowledge;

import org.hotline12345.office.UnitCode;

/**
 * What a unit uploaded to the knowledge base in a month.
 *
 * @param uploaded entries written in that month, whatever became of them
 * @param approved those of them that were approved: these count
 */
public record UnitUploads(UnitCode unit, long uploaded, long approved) {}
