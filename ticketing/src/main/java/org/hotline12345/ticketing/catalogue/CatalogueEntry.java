package org.hotline12345.ticketing.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12345.office.UnitCode;

/**
 * One line of the catalogue: whose duty a category of matters is in an area.
 *
 * @param words by which a text is known to be of the category
 * @param area a town or street as people name it; empty wherever no other line of the category names the area
 */
public record CatalogueEntry(
        String category, Set<String> words, Optional<String> area, UnitCode lead, List<UnitCode> assisting) {
    static final int MAX_NAME = 50;
    static final int MOST_WORDS = 50;
    static final int MOST_ASSISTING = 20;

    public CatalogueEntry {
        category = line("category", category);
        words = Set.copyOf(words.stream().map(word -> line("words", word)).toList());
        area = area.filter(name -> !name.isBlank()).map(name -> line("area", name));
        assisting = List.copyOf(assisting);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            throw new IllegalArgumentException("\"words\" of " + category + " are 1 to " + MOST_WORDS);
        }
        if (assisting.size() > MOST_ASSISTING || assisting.contains(lead)) {
            throw new IllegalArgumentException("\"assisting\" of " + category + " names at most " + MOST_ASSISTING
                    + " units, and not the leading one");
        }
    }

    public Stream<UnitCode> units() {
        return Stream.concat(Stream.of(lead), assisting.stream());
    }

    private static String line(String name, String text) {
        var stripped = text.strip();
        if (stripped.isEmpty()
                || stripped.length() > MAX_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("\"" + name + "\" is one line of 1 to " + MAX_NAME + " characters");
        }
        return stripped;
    }
}
