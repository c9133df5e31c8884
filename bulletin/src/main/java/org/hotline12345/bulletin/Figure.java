package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.Optional;

/** A number that a bulletin prints, with everything that led to it. */
public sealed interface Figure {
    /** Names the figure in sentences and for whoever looks it up: {@code calls.answer-rate}. */
    String id();

    String name();

    /** The very text in the bulletin. */
    String printed();

    /** How it came about, for a reader who doubts it. */
    String arithmetic();

    /** Whether nothing was counted: a clause that speaks of nothing but such figures can be left out. */
    boolean isNothing();

    /** Something counted from rows. */
    record Total(String id, String name, Count count) implements Figure {
        @Override
        public String printed() {
            return Long.toString(count.value());
        }

        @Override
        public String arithmetic() {
            return name + "：" + count.words();
        }

        @Override
        public boolean isNothing() {
            return count.value() == 0;
        }
    }

    /** One count divided by another: a rate, a share, a mean. */
    record Ratio(String id, String name, Count numerator, Count denominator, RatioFormat format) implements Figure {
        /** The value as printed, rounded; empty when the divisor is zero. */
        public Optional<BigDecimal> value() {
            return format.value(numerator, denominator);
        }

        @Override
        public String printed() {
            return format.print(value());
        }

        @Override
        public String arithmetic() {
            var parts = name + " = " + numerator.words() + " ÷ " + denominator.words() + format.factorWords();
            return denominator.value() == 0
                    ? parts + "；分母为零，不能计算，印“" + format.none() + "”"
                    : parts + " = " + printed() + "（" + format.roundingWords() + "）";
        }

        @Override
        public boolean isNothing() {
            return denominator.value() == 0;
        }
    }
}
