package org.hotline12345.office;

/**
 * What became of a list that was brought in.
 *
 * @param same entries that stood there as they are
 */
public record Kept(int added, int changed, int same) {}
