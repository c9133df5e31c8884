package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * A line of the dispatch catalogue (派单目录) as a file has it: whose duty a category of matters is in an area.
 *
 * @param words by which a text is known to be of the category
 * @param area empty wherever no other line of the category names the area
 */
public record CatalogueLine(
        String category, List<String> words, Optional<String> area, UnitCode lead, List<UnitCode> assisting) {
    /** Of a category, a word and an area. */
    public static final int MAX_NAME = 50;

    public CatalogueLine {
        words = List.copyOf(words);
        assisting = List.copyOf(assisting);
    }
}
