package org.hotline12345.ticketing;

import java.util.Optional;

/**
 * What the citizen asks for, in the agent's words.
 *
 * @param area the place it is about, in words, if it has one
 * @param urgent whether it takes the short way: hours instead of days
 */
public record Matter(Nature nature, String title, String content, Optional<String> area, boolean urgent) {
    public static final int MAX_TITLE = 200;
    public static final int MAX_AREA = 200;

    public Matter {
        title = Texts.line("title", title, MAX_TITLE);
        content = Texts.prose("content", content);
        area = area.filter(text -> !text.isBlank()).map(text -> Texts.line("area", text, MAX_AREA));
    }

    /** A matter that has its days. */
    public Matter(Nature nature, String title, String content, Optional<String> area) {
        this(nature, title, content, area, false);
    }
}
