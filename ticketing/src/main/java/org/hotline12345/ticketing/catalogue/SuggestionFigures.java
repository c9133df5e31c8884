package org.hotline12345.ticketing.catalogue;

/**
 * How good suggestions were for the dispatches of some days.
 *
 * @param dispatches to a leading unit, with or without a suggestion
 * @param suggested those before which at least one unit was suggested
 * @param firstTaken those that went to the first unit suggested
 * @param taken those that went to any unit suggested
 */
public record SuggestionFigures(long dispatches, long suggested, long firstTaken, long taken) {}
