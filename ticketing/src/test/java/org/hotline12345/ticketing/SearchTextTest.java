package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class SearchTextTest {
    @Test
    void whatIsWrittenInManyWaysIsOneWord() {
        assertThat(SearchText.words("　ＡＢＣ－１２ 路灯\t路灯")).containsExactly("abc-12", "路灯");
    }

    @Test
    void aWordHasItsNeighboursAndABlankHasNone() {
        assertThat(SearchText.grams("路灯坏 a")).hasSize(2);
        assertThat(SearchText.grams("路")).isEmpty();
        assertThat(SearchText.grams("")).isEmpty();
    }

    @Property(tries = 300)
    void theGramsOfAPartAreAmongThoseOfTheWhole(@ForAll String before, @ForAll String part, @ForAll String after) {
        var whole = SearchText.grams(before + part + after);
        assertThat(Arrays.stream(SearchText.grams(part)).boxed().toList())
                .allMatch(gram -> Arrays.binarySearch(whole, gram) >= 0);
    }

    @Property(tries = 300)
    void packedNumbersComeOutAsTheyWentIn(
            @ForAll @Size(max = 50) @UniqueElements List<@LongRange(min = 1, max = 99_991_231_999_999L) Long> numbers) {
        var ascending = numbers.stream().mapToLong(Long::longValue).sorted().toArray();
        assertThat(Postings.unpack(Postings.pack(ascending))).isEqualTo(ascending);
        assertThat(Postings.both(ascending, ascending)).isEqualTo(ascending);
        assertThat(Postings.either(ascending, new long[0])).isEqualTo(ascending);
        if (ascending.length > 0) {
            var highest = ascending[ascending.length - 1];
            var block = GramBlock.pack(
                    List.of(new GramBlock.Entry(-7, ascending), new GramBlock.Entry(9, new long[] {1})), highest);
            assertThat(GramBlock.numbers(block, -7, highest)).isEqualTo(ascending);
            assertThat(GramBlock.numbers(block, 9, highest)).containsExactly(1);
            assertThat(GramBlock.numbers(block, 8, highest)).isEmpty();
            assertThat(GramBlock.unpack(block, highest))
                    .extracting(GramBlock.Entry::gram)
                    .containsExactly(-7, 9);
        }
    }

    @Test
    void aSingleCharacterNarrowsAWordButIsNoQuestion() {
        assertThatThrownBy(() -> asking("路")).hasMessageContaining("two characters");
        assertThat(asking("路 灯坏").words()).containsExactly("路", "灯坏");
    }

    @Test
    void whatIsTooLongOrNoTextIsRefused() {
        assertThatThrownBy(() -> TicketFilter.wordsOf("路".repeat(10_000))).hasMessageContaining("200");
        assertThatThrownBy(() -> TicketFilter.wordsOf("路灯\0")).hasMessageContaining("control");
        assertThatThrownBy(() -> asking("一一 二二 三三 四四 五五 六六 七七 八八 九九 十十 百百")).hasMessageContaining("10 words");
    }

    private static TicketFilter asking(String question) {
        return new TicketFilter(
                Optional.empty(),
                Optional.empty(),
                TicketFilter.wordsOf(question),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                50);
    }
}
