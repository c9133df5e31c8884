package org.hotline12345.ticketing.knowledge;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.likeness.Grams;

/** Words that are looked for: each must stand in the text, wherever. */
record KnowledgeWords(List<String> words) {
    private static final int MAX_QUERY = 100;
    private static final int MOST_WORDS = 10;

    static KnowledgeWords of(String query) {
        if (query.length() > MAX_QUERY) {
            throw Refused.invalid("\"q\" has at most " + MAX_QUERY + " characters");
        }
        var words = Arrays.stream(folded(query).split("[\\s\\p{Z}\\p{C}]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            throw Refused.invalid("\"q\" holds 1 to " + MOST_WORDS + " words, parted by blanks");
        }
        return new KnowledgeWords(words);
    }

    /** What an entry that has the words must have among its grams; a single character is no gram of a longer text. */
    Set<String> grams() {
        var grams = new HashSet<String>();
        for (var word : words) {
            Grams.of(word).stream().filter(gram -> isGramWherever(gram)).forEach(grams::add);
        }
        return grams;
    }

    boolean areIn(Draft draft) {
        var text = folded(draft.title() + '\n' + draft.content());
        return words.stream().allMatch(text::contains);
    }

    /** Those with more of the words in the title first. */
    Comparator<Knowledge.Version> bestFirst() {
        return Comparator.comparingLong((Knowledge.Version version) -> {
                    var title = folded(version.draft().title());
                    return words.stream().filter(title::contains).count();
                })
                .reversed();
    }

    /** Two Chinese characters are a gram wherever they stand; a part of a Latin word or of a figure is not. */
    private static boolean isGramWherever(String gram) {
        return gram.codePoints().allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                && gram.codePointCount(0, gram.length()) == 2;
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
