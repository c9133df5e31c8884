package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a ratio of two counts is computed and printed: one multiplication, one division, rounded once.
 *
 * @param factor what the quotient is multiplied by: 100 for a percentage, 0.001 for seconds from milliseconds
 * @param stripZeros whether 90.20 % is printed as 90.2 %
 * @param sign printed after the number
 * @param none printed where the divisor is zero: such a rate is neither 0 % nor 100 %
 */
public record RatioFormat(
        BigDecimal factor, int scale, Rounding rounding, boolean stripZeros, String sign, String none) {
    /** More digits than any bulletin prints. */
    static final int MAX_SCALE = 6;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal THOUSANDTH = new BigDecimal("0.001");

    public RatioFormat {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("a ratio is printed with 0 to " + MAX_SCALE + " decimals, not " + scale);
        }
    }

    public static RatioFormat percent(int scale, Rounding rounding, boolean stripZeros, String none) {
        return new RatioFormat(HUNDRED, scale, rounding, stripZeros, "%", none);
    }

    public static RatioFormat secondsOfMillis(int scale, Rounding rounding, boolean stripZeros, String none) {
        return new RatioFormat(THOUSANDTH, scale, rounding, stripZeros, "秒", none);
    }

    /** The rounded value, empty when the divisor is zero. */
    public Optional<BigDecimal> value(Count numerator, Count denominator) {
        return denominator.value() == 0
                ? Optional.empty()
                : Optional.of(
                        numerator.decimal().multiply(factor).divide(denominator.decimal(), scale, rounding.mode()));
    }

    public String print(Optional<BigDecimal> value) {
        return value.map(number -> (stripZeros ? stripped(number) : number.toPlainString()) + sign)
                .orElse(none);
    }

    /** The factor as a reader expects it in the arithmetic: × 100% or ÷ 1000. */
    String factorWords() {
        return factor.compareTo(BigDecimal.ONE) < 0
                ? " ÷ " + BigDecimal.ONE.divide(factor).toPlainString()
                : " × " + factor.toPlainString() + sign;
    }

    String roundingWords() {
        return rounding.words() + (scale == 0 ? "取整" : "至小数点后" + scale + "位") + (stripZeros ? "，末尾的零不印" : "");
    }

    private static String stripped(BigDecimal number) {
        // 100.00 strips to 1E+2, hence plain; a zero strips to 0 whatever its scale.
        return number.stripTrailingZeros().toPlainString();
    }
}
