package org.hotline12345.ticketing.likeness;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.Matter;

/** How a matter is worded: what two requests about the same have in common. */
public record Wording(Set<String> title, Set<String> whole) {
    /** Of a long content only the beginning counts: who complains says first of what. */
    private static final int COMPARED_CHARACTERS = 400;

    private static final int TITLE_PAIRS = 12;
    private static final int WHOLE_PAIRS = 20;

    public static Wording of(Matter matter) {
        return of(matter.title(), matter.content());
    }

    public static Wording of(String title, String content) {
        var begin = content.substring(0, Math.min(COMPARED_CHARACTERS, content.length()));
        return new Wording(Grams.of(title), Grams.of(title + '\n' + begin));
    }

    /** What is said beside the place, which does not make two matters one. */
    public Wording without(String place) {
        var named = Grams.of(place);
        return new Wording(
                title.stream().filter(word -> !named.contains(word)).collect(Collectors.toSet()),
                whole.stream().filter(word -> !named.contains(word)).collect(Collectors.toSet()));
    }

    /** In whole percent, 100 for the same words. */
    public int alikePercent(Wording other) {
        return Math.max(Grams.alikePercent(title, other.title), Grams.alikePercent(whole, other.whole));
    }

    /**
     * Numbers for an index: two texts that share a third of their words share one of these in more than nine of ten cases
     * (each number stands for a pair of smallest hashes), strangers hardly ever. So of a million tickets only a few are
     * compared word by word. The hotline is part of each number: hotlines do not find each other's tickets.
     */
    public Integer[] sketch(HotlineCode hotline) {
        var sketch = new Integer[TITLE_PAIRS + WHOLE_PAIRS];
        int seed = hotline.value().hashCode();
        fill(sketch, 0, TITLE_PAIRS, title, mix(seed));
        fill(sketch, TITLE_PAIRS, WHOLE_PAIRS, whole, mix(~seed));
        return Arrays.stream(sketch).distinct().sorted().toArray(Integer[]::new);
    }

    private static void fill(Integer[] sketch, int from, int pairs, Set<String> words, int seed) {
        for (int pair = 0; pair < pairs; pair++) {
            int first = smallest(words, mix(seed + 2 * pair));
            int second = smallest(words, mix(seed + 2 * pair + 1));
            sketch[from + pair] = mix(31 * first + second) + pair;
        }
    }

    private static int smallest(Set<String> words, int seed) {
        int smallest = Integer.MAX_VALUE;
        for (var word : words) {
            smallest = Math.min(smallest, mix(word.hashCode() ^ seed));
        }
        return smallest;
    }

    /** Spreads the bits (the finaliser of MurmurHash3). */
    private static int mix(int h) {
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
