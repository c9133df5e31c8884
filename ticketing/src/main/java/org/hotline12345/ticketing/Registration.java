package org.hotline12345.ticketing;

/**
 * What registering came to.
 *
 * @param fresh false when the agent had already registered that call's ticket, which this is
 */
public record Registration(Ticket ticket, boolean fresh) {}
