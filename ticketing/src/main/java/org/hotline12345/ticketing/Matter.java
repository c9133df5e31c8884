package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.Domain;

/**
 * What the citizen asks for, in the agent's words.
 *
 * @param area the place it is about, in words, if it has one
 * @param urgent whether it takes the short way: hours instead of days
 * @param domain the code of what it is sorted by (事项归口), if it is sorted
 */
public record Matter(
        Nature nature, String title, String content, Optional<String> area, boolean urgent, Optional<String> domain) {
    public static final int MAX_TITLE = 200;
    public static final int MAX_AREA = 200;

    public Matter {
        title = Texts.line("title", title, MAX_TITLE);
        content = Texts.prose("content", content);
        area = area.filter(text -> !text.isBlank()).map(text -> Texts.line("area", text, MAX_AREA));
        domain = domain.filter(code -> !code.isBlank()).map(Domain::checked);
    }

    /** A matter that is not sorted. */
    public Matter(Nature nature, String title, String content, Optional<String> area, boolean urgent) {
        this(nature, title, content, area, urgent, Optional.empty());
    }

    /** A matter that has its days and is not sorted. */
    public Matter(Nature nature, String title, String content, Optional<String> area) {
        this(nature, title, content, area, false);
    }

    /** The same, sorted so. */
    public Matter in(Optional<String> other) {
        return new Matter(nature, title, content, area, urgent, other);
    }
}
