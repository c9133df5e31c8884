package org.hotline12345.telephony;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What we say to, and ask, a citizen whom we call: a conversation as data. */
public record Interview(List<Step> steps) {
    private static final int MAX_STEPS = 20;

    public Interview {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(
                    "an interview has 1 to " + MAX_STEPS + " steps, this one " + steps.size());
        }
    }

    /** One step of the conversation. */
    public sealed interface Step {
        /** What is spoken. */
        String text();
    }

    /** Says something and goes on. */
    public record Say(String text) implements Step {
        public Say {
            checkText(text);
        }
    }

    /**
     * Says a question and waits for one digit.
     *
     * @param allowed the keys that count as an answer
     * @param tries how often the question is put when no allowed key comes
     * @param patience how long a key is awaited after the question
     */
    public record AskDigit(String text, Set<Character> allowed, int tries, Duration patience) implements Step {
        public AskDigit {
            checkText(text);
            allowed = Set.copyOf(allowed);
            if (allowed.isEmpty() || !allowed.stream().allMatch(key -> "0123456789*#".indexOf(key) >= 0)) {
                throw new IllegalArgumentException("the keys of a question are of 0 to 9, * and #: " + allowed);
            }
            if (tries < 1 || tries > 5) {
                throw new IllegalArgumentException("a question is put 1 to 5 times, not " + tries);
            }
            if (patience.isNegative() || patience.isZero() || patience.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("a key is awaited for more than 0 and up to 60 s, not " + patience);
            }
        }
    }

    private static void checkText(String text) {
        if (text.isBlank() || text.length() > 500 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a spoken text has 1 to 500 characters on one line");
        }
    }
}
