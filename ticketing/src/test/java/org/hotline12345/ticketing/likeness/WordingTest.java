package org.hotline12345.ticketing.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.HotlineCode;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");

    @Test
    void chineseIsTakenByTwosOtherScriptsByWordsAndPunctuationNotAtAll() {
        assertThat(Grams.of("路灯不亮，已３天！")).containsExactly("路灯", "灯不", "不亮", "已", "3", "天");
        assertThat(Grams.of("WiFi 坏")).containsExactly("wifi", "坏");
        assertThat(Grams.of(" \n\t，。")).isEmpty();
        assertThat(Grams.of("")).isEmpty();
    }

    @Test
    void charactersBeyondTheBasicPlaneAreOneCharacterEach() {
        assertThat(Grams.of("𠮷家𠮷")).containsExactly("𠮷家", "家𠮷");
    }

    @Test
    void twoTextsAreAlikeByTheWordsTheyShare() {
        assertThat(Grams.alikePercent(Set.of("路灯", "灯不"), Set.of("路灯", "不亮", "灯不")))
                .isEqualTo(66);
        assertThat(Grams.alikePercent(Set.of(), Set.of())).isZero();
        var one = Wording.of("解放路路灯不亮", "解放路中段的路灯坏了三天，晚上出行不便。");
        assertThat(one.alikePercent(one)).isEqualTo(100);
        assertThat(one.alikePercent(Wording.of("路灯不亮", "解放路路灯坏了，晚上很黑。"))).isGreaterThan(30);
        assertThat(one.alikePercent(Wording.of("小区停水", "兴华小区昨天起停水，物业不管。"))).isLessThan(5);
    }

    @Test
    void textsThatAreAlikeShareANumberAndStrangersNone() {
        var one = Wording.of("解放路路灯不亮", "解放路中段的路灯坏了三天，晚上出行不便。");
        var like = Wording.of("路灯不亮", "解放路中段的路灯坏了，晚上出行很不方便。");
        var stranger = Wording.of("兴华小区停水", "昨天起停水，物业说不知道什么时候恢复。");
        assertThat(shared(one.sketch(NORTH), like.sketch(NORTH))).isNotEmpty();
        assertThat(shared(one.sketch(NORTH), stranger.sketch(NORTH))).isEmpty();
    }

    @Test
    void hotlinesShareNoNumberEvenForTheSameText() {
        var one = Wording.of("解放路路灯不亮", "解放路中段的路灯坏了三天。");
        assertThat(shared(one.sketch(NORTH), one.sketch(SOUTH))).isEmpty();
    }

    @Test
    void neighboursOfOneStreetAreAtOnePlace() {
        assertThat(Place.of(Optional.of("解放路 12号"))).isEqualTo("解放路");
        assertThat(Place.of(Optional.of("解放路３０３号院2单元"))).isEqualTo("解放路");
        assertThat(Place.of(Optional.of("东关镇、李庄村"))).isEqualTo("东关镇李庄村");
        assertThat(Place.of(Optional.of("3号楼"))).isEqualTo("3号楼");
        assertThat(Place.of(Optional.empty())).isEmpty();
    }

    private static Set<Integer> shared(Integer[] one, Integer[] other) {
        var shared = new HashSet<>(Arrays.asList(one));
        shared.retainAll(Arrays.asList(other));
        return shared;
    }
}
