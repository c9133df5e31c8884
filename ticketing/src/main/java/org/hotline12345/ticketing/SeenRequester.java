package org.hotline12345.ticketing;

/**
 * A requester as one visitor may see it.
 *
 * @param full whether name and number stand there whole; masked otherwise
 */
public record SeenRequester(Requester requester, boolean full) {}
