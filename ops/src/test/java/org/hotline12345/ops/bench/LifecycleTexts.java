package org.hotline12345.ops.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts of invented two-character words, some frequent and most rare, as the words of a language are; always the same for
 * the same seed, so that what is searched is known.
 */
final class LifecycleTexts {
    static final int PHRASE_CHARACTERS = 40;
    static final int PHRASES = 20_000;

    private static final int WORDS = 8_000;
    private static final int CHARACTERS = 2_500;
    private static final int FIRST_CHARACTER = 0x4E00;

    private final List<String> words;
    private final List<String> phrases;

    LifecycleTexts(long seed) {
        var random = new Random(seed);
        words = IntStream.range(0, WORDS)
                .mapToObj(_ -> character(random) + character(random))
                .toList();
        phrases = IntStream.range(0, PHRASES).mapToObj(_ -> phrase(random)).toList();
    }

    private static String character(Random random) {
        // A few hundred characters make most of a Chinese text.
        return Character.toString(FIRST_CHARACTER + (int) (CHARACTERS * Math.pow(random.nextDouble(), 3)));
    }

    private String phrase(Random random) {
        return IntStream.range(0, PHRASE_CHARACTERS / 2)
                .mapToObj(_ -> words.get((int) (WORDS * Math.pow(random.nextDouble(), 3))))
                .collect(Collectors.joining());
    }

    List<String> phrases() {
        return phrases;
    }

    /** The word of that rank: 0 is the most frequent. */
    String word(int rank) {
        return words.get(rank);
    }

    static int words() {
        return WORDS;
    }

    String content(Random random, int characters) {
        return IntStream.range(0, characters / PHRASE_CHARACTERS)
                .mapToObj(_ -> phrases.get(random.nextInt(PHRASES)))
                .collect(Collectors.joining());
    }
}
