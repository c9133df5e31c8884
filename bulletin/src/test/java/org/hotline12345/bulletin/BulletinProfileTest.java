package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.ProfileVersion;
import org.junit.jupiter.api.Test;

class BulletinProfileTest {
    @Test
    void anEmptyProfileHasItsDefaults() {
        var profile = read("");
        assertThat(profile.firstDay()).isEqualTo(1);
        assertThat(profile.basis()).isEqualTo(BulletinProfile.Basis.ACCEPTED_AT);
        assertThat(profile.rates().scale()).isEqualTo(2);
        assertThat(profile.words()).containsKeys("title", "calls", "survey", "notes");
    }

    @Test
    void anOfficesOwnRulesAreRead() {
        var profile = read("""
                bulletin:
                  title: 关于{hotline}{period}办理情况的通报
                  first-day: 26
                  basis: CLOSED_AT
                  none: 未回访
                  natures: [COMPLAINT, INQUIRY]
                  rates: {scale: 2, rounding: DOWN}
                  shares: {scale: 1, strip-zeros: true}
                  satisfaction: NOT_DISSATISFIED
                  rank: {method: DENSE_BLANK_TIES, by: ON_TIME}
                  words:
                    calls: "接通{calls.answered}通。"
                """);
        assertThat(profile.firstDay()).isEqualTo(26);
        assertThat(profile.rates().rounding()).isEqualTo(Rounding.DOWN);
        assertThat(profile.shares().stripZeros()).isTrue();
        assertThat(profile.rates().none()).isEqualTo("未回访");
        assertThat(profile.words())
                .containsEntry("calls", "接通{calls.answered}通。")
                .containsEntry("title", "关于{hotline}{period}办理情况的通报");
    }

    @Test
    void aSentenceThatNamesNoKnownFigureIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("""
                        bulletin:
                          first-day: 31
                          words:
                            calls: "接通{calls.anwsered}通。"
                            survey: "[满意{surveys.satisfied}件"
                        """))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(":2: bulletin.first-day: \"31\" is not allowed")
                .hasMessageContaining(":4: bulletin.words.calls")
                .hasMessageContaining("{calls.anwsered} is no known figure")
                .hasMessageContaining("a [ has no ] after it");
    }

    @Test
    void whatAllFiguresShareIsRefusedHereWithTheWayToItsPlace() {
        assertThatThrownBy(() -> read("bulletin: {answer-limit: 20s}"))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(":1: bulletin.answer-limit: \"20s\" is not allowed: it is said in"
                        + " telephony.counting.answer-limit, once for all figures");
        assertThatThrownBy(() -> read("telephony: {counting: {greeting: MAYBE, answer-limit: 0s}}"))
                .hasMessageContaining("telephony.counting.greeting: \"MAYBE\" is not allowed: one of")
                .hasMessageContaining("telephony.counting.answer-limit: \"0s\" is not allowed");
        assertThatThrownBy(() -> read("telephony: {counting: {short: 5s}}"))
                .hasMessageContaining("telephony.counting.short is no known key");
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> read("bulletin: {rates: {decimals: 2}}"))
                .hasMessageContaining("bulletin.rates.decimals is no known key");
    }

    static BulletinProfile read(String yaml) {
        return BulletinProfile.of(new ProfileVersion(new HotlineCode("north"), 1, Instant.EPOCH, yaml));
    }
}
