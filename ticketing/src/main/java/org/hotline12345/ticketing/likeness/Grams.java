package org.hotline12345.ticketing.likeness;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The small words of a text, by which texts are compared and found: each two neighbouring Chinese characters, and whole words
 * and figures of other scripts. Needs no dictionary, so place names and new words work as any other.
 */
public final class Grams {
    private Grams() {}

    /** In the order of the text; a Chinese character that stands alone is a word of its own. */
    public static Set<String> of(String text) {
        var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var found = new LinkedHashSet<String>();
        int at = 0;
        while (at < folded.length()) {
            int end = endOfRun(folded, at);
            if (end == at) {
                at += Character.charCount(folded.codePointAt(at));
            } else {
                add(found, folded, at, end);
                at = end;
            }
        }
        return found;
    }

    /** What share of the words of both they have in common, in whole percent. */
    public static int alikePercent(Set<String> one, Set<String> other) {
        var common = new HashSet<>(one);
        common.retainAll(other);
        int all = one.size() + other.size() - common.size();
        return all == 0 ? 0 : 100 * common.size() / all;
    }

    private static void add(Set<String> found, String text, int from, int to) {
        if (!isHan(text.codePointAt(from))) {
            found.add(text.substring(from, to));
            return;
        }
        int second = text.offsetByCodePoints(from, 1);
        if (second == to) {
            found.add(text.substring(from, to));
        }
        for (int first = from; second < to; first = text.offsetByCodePoints(first, 1)) {
            int end = text.offsetByCodePoints(second, 1);
            found.add(text.substring(first, end));
            second = end;
        }
    }

    /** The end of the letters or figures of one kind that begin there; the start itself when there are none. */
    private static int endOfRun(String text, int from) {
        var han = isHan(text.codePointAt(from));
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!Character.isLetterOrDigit(c) || isHan(c) != han) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static boolean isHan(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }
}
