package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Domain;
import org.hotline12345.office.UnitCode;

/**
 * Which tickets of a hotline are wanted, newest first; what is left out lets all pass.
 *
 * @param unit the unit a ticket was sent to last
 * @param words each must stand in title, content or area; folded, see {@link SearchText}
 * @param place stands in the area; folded
 * @param phone the requester's number, as people write it
 * @param dueFrom deadlines at this moment and after
 * @param dueBefore deadlines before this moment
 * @param domain the code of what it is sorted by, or of what that is a part of
 * @param before continues a list: only tickets with smaller numbers
 */
public record TicketFilter(
        Optional<TicketStage> stage,
        Optional<UnitCode> unit,
        List<String> words,
        Optional<String> place,
        Optional<String> phone,
        Optional<Instant> dueFrom,
        Optional<Instant> dueBefore,
        Optional<String> domain,
        Optional<TicketNumber> before,
        int limit) {
    public static final int MAX_LIMIT = 200;
    /** Characters of all words together, and of a place. */
    public static final int MAX_TEXT = 200;

    private static final int MAX_WORDS = 10;
    private static final int SHORTEST_INDEXED = 2;

    public TicketFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
        }
        words = List.copyOf(words);
        domain = domain.map(Domain::checked);
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("q has at most " + MAX_WORDS + " words");
        }
        var isSearch = !words.isEmpty() || place.isPresent();
        if (isSearch
                && phone.isEmpty()
                && words.stream().noneMatch(TicketFilter::isIndexed)
                && !place.map(TicketFilter::isIndexed).orElse(false)) {
            throw new IllegalArgumentException("q or place needs a word of two characters or more");
        }
    }

    /** Of any domain. */
    public TicketFilter(
            Optional<TicketStage> stage,
            Optional<UnitCode> unit,
            List<String> words,
            Optional<String> place,
            Optional<String> phone,
            Optional<Instant> dueFrom,
            Optional<Instant> dueBefore,
            Optional<TicketNumber> before,
            int limit) {
        this(stage, unit, words, place, phone, dueFrom, dueBefore, Optional.empty(), before, limit);
    }

    /** By state and unit alone. */
    public TicketFilter(
            Optional<TicketStage> stage, Optional<UnitCode> unit, Optional<TicketNumber> before, int limit) {
        this(
                stage,
                unit,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                limit);
    }

    /** The same of that domain only. */
    public TicketFilter in(Optional<String> only) {
        return new TicketFilter(stage, unit, words, place, phone, dueFrom, dueBefore, only, before, limit);
    }

    /** The words of a question as people type it. */
    public static List<String> wordsOf(String question) {
        return SearchText.words(checked("q", question));
    }

    /** A place as people type it. */
    public static Optional<String> placeOf(String text) {
        return Optional.of(SearchText.fold(checked("place", text)).strip()).filter(place -> !place.isEmpty());
    }

    boolean asksForText() {
        return !words.isEmpty() || place.isPresent();
    }

    /** Whether the words stand where they are wanted. */
    boolean fits(Matter matter) {
        if (!asksForText()) {
            return true;
        }
        var text = SearchText.of(matter);
        return words.stream().allMatch(text::contains)
                && place.map(wanted -> SearchText.fold(matter.area().orElse("")).contains(wanted))
                        .orElse(true);
    }

    private static boolean isIndexed(String word) {
        return SearchText.grams(word).length > 0 && word.length() >= SHORTEST_INDEXED;
    }

    private static String checked(String name, String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(name + " has at most " + MAX_TEXT + " characters");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
            throw new IllegalArgumentException(name + " holds a control character");
        }
        return text;
    }
}
