package org.hotline12345.ticketing;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a ticket's words are searched: full-width as half-width, capitals as small letters, and found by their pieces of
 * two characters (grams), since Chinese has no blanks between words.
 */
final class SearchText {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private SearchText() {}

    /** All that is searched of a ticket, folded. */
    static String of(Matter matter) {
        return fold(
                matter.title() + "\n" + matter.content() + "\n" + matter.area().orElse(""));
    }

    /** One form for all ways to write the same. */
    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** The words of a question, folded; each must stand in the text. */
    static List<String> words(String question) {
        return BLANKS.splitAsStream(fold(question))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** Two neighbouring characters as one number; no gram spans a blank, as no word does. */
    static int[] grams(String folded) {
        var grams = new int[Math.max(0, folded.length() - 1)];
        int count = 0;
        for (int i = 1; i < folded.length(); i++) {
            var one = folded.charAt(i - 1);
            var next = folded.charAt(i);
            if (!isBlank(one) && !isBlank(next)) {
                grams[count++] = one << 16 | next;
            }
        }
        return Arrays.stream(grams, 0, count).sorted().distinct().toArray();
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isSpaceChar(c) || Character.isWhitespace(c);
    }
}
