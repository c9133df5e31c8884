package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final Map<Character, Rating> DIGITS =
            Map.of('1', Rating.SATISFIED, '2', Rating.BASICALLY_SATISFIED, '3', Rating.DISSATISFIED);

    @ParameterizedTest
    @ValueSource(strings = {"3", " 3 ", "３", "　３", "3\r\n", "\u00a03"})
    void aDigitRatesInAnyWidthAndWithAnyBlanks(String text) {
        assertThat(Answers.read(text, DIGITS)).contains(Rating.DISSATISFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "4", "0", "13", "1 3", "满意", "不满意", "1！", "一", "很满意，谢谢", "①1"})
    void anythingElseRatesNothing(String text) {
        assertThat(Answers.read(text, DIGITS)).isEmpty();
    }

    @Test
    void theDigitsAreTheProfiles() {
        assertThat(Answers.read("1", Map.of('9', Rating.SATISFIED))).isEmpty();
        assertThat(Answers.read("９", Map.of('9', Rating.SATISFIED))).contains(Rating.SATISFIED);
    }
}
