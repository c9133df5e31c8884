package org.hotline12345.bulletin;

import java.math.RoundingMode;

/** How an office cuts a rate to the digits that it prints; offices differ, and each is right by its own rule. */
public enum Rounding {
    HALF_UP(RoundingMode.HALF_UP, "四舍五入"),
    HALF_EVEN(RoundingMode.HALF_EVEN, "四舍六入五成双"),
    DOWN(RoundingMode.DOWN, "截去尾数");

    private final RoundingMode mode;
    private final String words;

    Rounding(RoundingMode mode, String words) {
        this.mode = mode;
        this.words = words;
    }

    RoundingMode mode() {
        return mode;
    }

    String words() {
        return words;
    }
}
