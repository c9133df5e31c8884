package org.hotline12345.callback;

import java.time.LocalTime;

/**
 * The hours of a day in which citizens may be asked.
 *
 * @param fromMinute first minute of the day in which they may
 * @param untilMinute first minute in which they may no longer; 1440 for midnight
 */
public record AskingHours(int fromMinute, int untilMinute) {
    private static final int DAY = 24 * 60;

    public static final AskingHours ALL_DAY = new AskingHours(0, DAY);

    public AskingHours {
        if (fromMinute < 0 || fromMinute >= untilMinute || untilMinute > DAY) {
            throw new IllegalArgumentException(
                    "asking hours must begin before they end: minutes " + fromMinute + " to " + untilMinute);
        }
    }

    public boolean contain(LocalTime time) {
        var minute = time.getHour() * 60 + time.getMinute();
        return minute >= fromMinute && minute < untilMinute;
    }
}
