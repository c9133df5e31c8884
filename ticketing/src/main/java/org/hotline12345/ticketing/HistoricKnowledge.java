package org.hotline12345.ticketing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hotline12345.office.UnitCode;

/**
 * An entry of the knowledge base (知识点) or a typical case (典型案例) as another system has it: of a unit there is one of a title.
 *
 * @param validUntil the last day on which it may be told to citizens; empty: until it is retired
 * @param writtenAt counts for the unit in that month
 */
public record HistoricKnowledge(
        UnitCode unit,
        Kind kind,
        String title,
        String content,
        Optional<LocalDate> validUntil,
        Instant writtenAt,
        State state) {
    public static final int MAX_TITLE = 200;
    public static final int MAX_CONTENT = 20_000;
    public static final int MAX_WHY = 500;

    public enum Kind {
        /** 知识点 */
        ENTRY,
        /** 典型案例 */
        CASE
    }

    /** What became of it. */
    public sealed interface State {
        /** Waits for the office here. */
        record Proposed() implements State {}

        record Approved() implements State {}

        record Refused(String why) implements State {}
    }

    public HistoricKnowledge {
        title = Texts.line("title", title, MAX_TITLE);
        content = content.strip();
        if (content.isEmpty() || content.length() > MAX_CONTENT || content.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"content\" has 1 to " + MAX_CONTENT + " characters");
        }
    }
}
