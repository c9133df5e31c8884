package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioFormatTest {
    private static final RatioFormat PERCENT = RatioFormat.percent(2, Rounding.HALF_UP, true, "未回访");

    @Test
    void aRateWithoutDivisorIsNeitherZeroNorHundred() {
        var rate = ratio(0, 0, PERCENT);
        assertThat(rate.value()).isEmpty();
        assertThat(rate.printed()).isEqualTo("未回访");
        assertThat(rate.arithmetic()).contains("分母为零");
    }

    @Test
    void strippedHundredAndZeroKeepTheirDigits() {
        assertThat(ratio(7, 7, PERCENT).printed()).isEqualTo("100%");
        assertThat(ratio(0, 7, PERCENT).printed()).isEqualTo("0%");
    }

    @Test
    void halvesAreCutAsTheProfileSays() {
        assertThat(ratio(1, 8, RatioFormat.percent(0, Rounding.HALF_UP, false, ""))
                        .printed())
                .isEqualTo("13%");
        assertThat(ratio(1, 8, RatioFormat.percent(0, Rounding.HALF_EVEN, false, ""))
                        .printed())
                .isEqualTo("12%");
        assertThat(ratio(1, 8, RatioFormat.percent(0, Rounding.DOWN, false, "")).printed())
                .isEqualTo("12%");
    }

    @Test
    void aMeanOfMillisecondsIsRoundedOnce() {
        // 1.4999 s: rounding to milliseconds first would give 1.5 and then 2.
        var mean = ratio(14_999, 10, RatioFormat.secondsOfMillis(0, Rounding.HALF_UP, false, "—"));
        assertThat(mean.printed()).isEqualTo("1秒");
    }

    @Test
    void theArithmeticNamesEveryPart() {
        var rate = new Figure.Ratio(
                "tickets.closure-rate",
                "办结率",
                new Count("办结的工单", 2110, "件"),
                new Count("工单", 2117, "件"),
                RatioFormat.percent(2, Rounding.DOWN, false, "—"));
        assertThat(rate.arithmetic()).isEqualTo("办结率 = 办结的工单 2110 件 ÷ 工单 2117 件 × 100% = 99.66%（截去尾数至小数点后2位）");
    }

    private static Figure.Ratio ratio(long numerator, long denominator, RatioFormat format) {
        return new Figure.Ratio("x", "x", new Count("a", numerator, ""), new Count("b", denominator, ""), format);
    }
}
