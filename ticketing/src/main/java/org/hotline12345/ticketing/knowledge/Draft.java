package org.hotline12345.ticketing.knowledge;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a unit writes for the knowledge base.
 *
 * @param validUntil the last day on which it may be told to citizens; empty: until it is retired
 */
public record Draft(String title, String content, Optional<LocalDate> validUntil) {
    static final int MAX_TITLE = 200;
    static final int MAX_CONTENT = 20_000;

    public Draft {
        title = text("title", title, MAX_TITLE);
        content = text("content", content, MAX_CONTENT);
        if (title.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("\"title\" is one line of text");
        }
    }

    boolean isValidOn(LocalDate day) {
        return validUntil.map(last -> !day.isAfter(last)).orElse(true);
    }

    private static String text(String name, String text, int max) {
        var stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > max || stripped.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + name + "\" has 1 to " + max + " characters");
        }
        return stripped;
    }
}
