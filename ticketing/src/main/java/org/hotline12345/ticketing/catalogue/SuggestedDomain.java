package org.hotline12345.ticketing.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Domain;
import org.hotline12345.ticketing.Matter;

/**
 * What a matter is likely to be sorted by (事项归口), from its text; whoever registers it decides.
 *
 * @param words of the text that say so
 */
public record SuggestedDomain(Domain domain, List<String> words) {
    private static final int SHORTEST_NAME = 2;

    public SuggestedDomain {
        words = List.copyOf(words);
    }

    /** By the catalogue's words for the category of that name, else by the longest name of a domain that the text has. */
    static Optional<SuggestedDomain> of(Matter matter, Optional<Catalogue> catalogue, List<Domain> domains) {
        return catalogue.stream()
                .flatMap(version -> version.matches(matter).stream())
                .flatMap(match -> domains.stream()
                        .filter(domain -> domain.name().equals(match.entry().category()))
                        .map(domain -> new SuggestedDomain(domain, match.words())))
                .findFirst()
                .or(() -> named(matter, domains));
    }

    private static Optional<SuggestedDomain> named(Matter matter, List<Domain> domains) {
        var text = matter.title() + '\n' + matter.content();
        return domains.stream()
                .filter(domain -> domain.name().length() >= SHORTEST_NAME && text.contains(domain.name()))
                .max(Comparator.comparingInt((Domain domain) -> domain.name().length()))
                .map(domain -> new SuggestedDomain(domain, List.of(domain.name())));
    }
}
