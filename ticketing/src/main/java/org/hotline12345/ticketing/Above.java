package org.hotline12345.ticketing;

import org.hotline12345.office.HotlineCode;

/**
 * The ticket of the hotline above that a ticket stands for (上级工单): a county is a unit to its city and has a hotline of its own.
 *
 * @param assignment the unit's assignment of that ticket, by ordinal
 */
public record Above(HotlineCode hotline, TicketNumber number, int assignment) {}
