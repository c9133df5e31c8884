package org.hotline12345.ops.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Which stories are played how often, and what must be counted in each. */
final class FloodMix {
    /**
     * So many in a hundred. Counted: outcome, wait and talk in milliseconds, transfers, legs, as the recording's own time stamps
     * and its {@code queue_log} tell them; a semicolon parts two citizens.
     */
    private static final String STORIES = """
            23 answered                               ANSWERED 1010 3007 0 1001+
            20 answered-citizen-hangs-up              ANSWERED 1018 6116 0 1001+
             5 hold                                   ANSWERED 537 5520 0 1001+
             3 seat-signs-off-in-talk                 ANSWERED 508 8632 0 1001+
             2 seat-dies-in-talk                      ANSWERED 522 6517 0 1001+
             4 calls-back-within-a-minute             ANSWERED 519 2078 0 1001+; ANSWERED 512 2003 0 1001+
             1 supervisor-listens                     ANSWERED 511 9002 0 1001+
             3 seat-refuses-then-second-seat          ANSWERED 558 2004 0 1001- 1002+
             3 ring-no-answer-then-second-seat        ANSWERED 21525 1995 0 1001- 1002+
             1 picked-from-queue                      ANSWERED 2901 3005 0 1002+
             4 hang-up-in-greeting                    ABANDONED_GREETING - - 0 -
             6 abandoned-in-queue                     ABANDONED_QUEUE 5141 - 0 -
             5 hang-up-while-ringing                  ABANDONED_QUEUE 5108 - 0 1001-
             2 queue-wait-ran-out                     ABANDONED_QUEUE 4003 - 0 -
             1 queue-full                             ABANDONED_QUEUE 6139 - 0 -; ABANDONED_QUEUE 0 - 0 -
             3 blind-transfer                         ANSWERED 512 5094 1 1001+> 1002+
             1 blind-transfer-not-answered            ANSWERED 527 5090 1 1001+> 1002- 1001+
             2 blind-transfer-second-queue            ANSWERED 527 5065 1 1001+> 1002+
             2 attended-transfer                      ANSWERED 510 12135 1 1001+> 1002+
             1 attended-transfer-before-answer        ANSWERED 511 6440 1 1001+> 1002+
             1 attended-transfer-cancelled            ANSWERED 510 14004 0 1001+ 1002-
             1 attended-transfer-second-queue         ANSWERED 520 12861 1 1001+> 1002+
             1 attended-transfer-second-queue-waiting ANSWERED 521 8426 1 1001+> 1002+
             1 three-way                              ANSWERED 509 23166 1 1001+> outside+
             2 transfer-outside                       ANSWERED 509 5065 1 1001+> outside+
             1 emergency-transfer                     ANSWERED 509 4145 1 1001+> outside+
             1 seat-dials-out
            """;

    private static final long SEED = 12345;

    private final List<FloodStory> deck;

    private FloodMix(List<FloodStory> deck) {
        this.deck = deck;
    }

    static FloodMix read() throws IOException {
        var deck = new ArrayList<FloodStory>();
        for (var line : STORIES.lines().map(String::strip).toList()) {
            var words = line.split(" +", 3);
            var counted = words.length < 3
                    ? List.<FloodStory.Counted>of()
                    : Arrays.stream(words[2].split("; ", -1))
                            .map(FloodMix::counted)
                            .toList();
            deck.addAll(Collections.nCopies(Integer.parseInt(words[0]), FloodStory.read(words[1], counted)));
        }
        Collections.shuffle(deck, new Random(SEED));
        return new FloodMix(deck);
    }

    FloodStory story(long ordinal) {
        return deck.get((int) (ordinal % deck.size()));
    }

    /** Citizens in a play of the mean. */
    double calls() {
        return deck.stream().mapToInt(story -> story.calls().size()).average().orElseThrow();
    }

    /** Manager events for each citizen, in the mean. */
    double eventsOfCall() {
        return deck.stream().mapToInt(story -> story.events().size()).average().orElseThrow() / calls();
    }

    private static FloodStory.Counted counted(String text) {
        var words = text.strip().split(" ", 5);
        return new FloodStory.Counted(
                words[0],
                millis(words[1]),
                millis(words[2]),
                Integer.parseInt(words[3]),
                words[4].equals("-") ? "" : words[4]);
    }

    private static Optional<Long> millis(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(Long.valueOf(word));
    }
}
