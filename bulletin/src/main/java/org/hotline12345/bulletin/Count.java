package org.hotline12345.bulletin;

import java.math.BigDecimal;

/**
 * A number counted from rows, with the words that say what was counted.
 *
 * @param what the definition as a reader understands it, such as 按时办结的工单
 * @param unit 通, 件, 毫秒
 */
public record Count(String what, long value, String unit) {
    public Count {
        if (value < 0) {
            throw new IllegalArgumentException(what + " cannot be counted as " + value);
        }
    }

    BigDecimal decimal() {
        return BigDecimal.valueOf(value);
    }

    String words() {
        return what + " " + value + " " + unit;
    }
}
