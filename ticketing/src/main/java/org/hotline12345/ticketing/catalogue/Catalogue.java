package org.hotline12345.ticketing.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.Matter;

/**
 * A published version of the dispatch catalogue (派单目录): category x area -> units. It is never changed; a newer one takes
 * its place on its day.
 */
public record Catalogue(
        int version,
        LocalDate from,
        String note,
        PersonId publishedBy,
        Instant publishedAt,
        List<CatalogueEntry> entries) {
    /** A line of the catalogue that fits a matter, and by which of its words. */
    record Match(CatalogueEntry entry, List<String> words) {}

    public static final int MOST_ENTRIES = 2_000;

    public Catalogue {
        entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException when the lines cannot be published: none, too many, or two for one category and area */
    static void check(List<CatalogueEntry> entries) {
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException("a catalogue has 1 to " + MOST_ENTRIES + " lines");
        }
        var places = new HashSet<List<String>>();
        for (var entry : entries) {
            if (!places.add(List.of(entry.category(), entry.area().orElse("")))) {
                throw new IllegalArgumentException("category " + entry.category() + " has two lines for "
                        + entry.area().map(area -> "area " + area).orElse("all areas"));
            }
        }
    }

    /** The category that a text is of, by the most of its words; empty when it has none of any. */
    public Optional<String> categoryOf(Matter matter) {
        return matches(matter).stream().findFirst().map(match -> match.entry().category());
    }

    /**
     * The lines that fit, the surest first: by how many words of the category the text has, then the one that names the
     * area. Where a line names the area, the category's line for all areas does not count.
     */
    List<Match> matches(Matter matter) {
        var text = matter.title() + '\n' + matter.content();
        var everywhere = matter.area().orElse("") + '\n' + text;
        var fitting = entries.stream()
                .filter(entry -> entry.area().map(everywhere::contains).orElse(true))
                .map(entry -> new Match(
                        entry,
                        entry.words().stream().filter(text::contains).sorted().toList()))
                .filter(match -> !match.words().isEmpty())
                .toList();
        return fitting.stream()
                .filter(match -> match.entry().area().isPresent()
                        || fitting.stream()
                                .noneMatch(other -> other.entry().area().isPresent()
                                        && other.entry()
                                                .category()
                                                .equals(match.entry().category())))
                .sorted(Comparator.comparingInt((Match match) -> match.words().size())
                        .thenComparing(match -> match.entry().area().isPresent())
                        .reversed())
                .toList();
    }
}
