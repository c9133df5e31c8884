package org.hotline12345.callback.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static String joined(String text) {
        return Segments.cut(text).stream()
                .map(part -> new String(part, StandardCharsets.UTF_16BE))
                .collect(Collectors.joining());
    }

    @Test
    void seventyCharactersAreOneMessageAndSeventyOneAreTwo() {
        assertThat(Segments.cut("满".repeat(70))).hasSize(1);
        assertThat(Segments.cut("满".repeat(71))).hasSize(2);
        assertThat(Segments.cut("满".repeat(134))).hasSize(2);
        assertThat(Segments.cut("满".repeat(135))).hasSize(3);
    }

    @Test
    void aCharacterOfTwoUnitsIsNeverCutInTwo() {
        var rare = "满".repeat(66) + "𠮷" + "意".repeat(40);
        assertThat(joined(rare)).isEqualTo(rare);
        assertThat(Segments.cut(rare).getFirst()).hasSize(66 * 2);
    }

    @Test
    void noPartIsLongerThanAMessageHoldsBesideItsHeader() {
        var text = "您好𠮷".repeat(300);
        assertThat(joined(text)).isEqualTo(text);
        assertThat(Segments.cut(text))
                .allSatisfy(part -> assertThat(part.length).isBetween(1, Segments.PART_BYTES));
    }

    @Test
    void theHeaderSaysWhichPartOfHowManyItIs() {
        assertThat(Segments.withHeader(new byte[] {9}, 0x1ff, 3, 2)).containsExactly(5, 0, 3, 0xff, 3, 2, 9);
    }

    @Test
    void aTextThatCannotBeNumberedIsRefused() {
        assertThatThrownBy(() -> Segments.cut("长".repeat(67 * 255 + 1))).hasMessageContaining("more than 255 parts");
    }
}
