package org.hotline12345.telephony;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;
import org.hotline12345.office.WorkCalendar;

/**
 * When agents take calls.
 *
 * @param fromMinute minute of the day at which the hotline opens
 * @param untilMinute minute of the day at which it closes; 1440 is midnight. Before {@code fromMinute}: of the next day
 * @param workingDaysOnly whether days off are closed: weekends and public holidays, less the weekend days that are worked
 */
record OpeningHours(int fromMinute, int untilMinute, boolean workingDaysOnly) {
    private static final int DAY = 24 * 60;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00");
    private static final String TIME_IN_WORDS = "a time from 00:00 to 24:00, in quotation marks";

    /** Which days are open. */
    enum Days {
        ALL,
        /** As the office's work calendar has them. */
        WORKING
    }

    static OpeningHours read(Settings settings) {
        var hours = new OpeningHours(
                minute(settings.text("hours-from", "00:00", TIME, TIME_IN_WORDS)),
                minute(settings.text("hours-until", "24:00", TIME, TIME_IN_WORDS)),
                settings.oneOf("hours-days", Days.ALL, Days.class) == Days.WORKING);
        if (hours.fromMinute == hours.untilMinute) {
            settings.problem("hours-until", "the hotline would never be open: it must differ from hours-from");
        }
        return hours;
    }

    boolean isOpen(Instant at, ZoneId zone, WorkCalendar calendar) {
        var local = at.atZone(zone);
        var minute = local.toLocalTime().toSecondOfDay() / 60;
        var day = local.toLocalDate();
        if (fromMinute < untilMinute) {
            return minute >= fromMinute && minute < untilMinute && (!workingDaysOnly || calendar.isWorked(day));
        }
        // Over midnight: the small hours belong to the day before.
        var begun = minute >= fromMinute ? day : day.minusDays(1);
        return (minute >= fromMinute || minute < untilMinute) && (!workingDaysOnly || calendar.isWorked(begun));
    }

    private static int minute(String time) {
        return time.equals("24:00") ? DAY : LocalTime.parse(time).toSecondOfDay() / 60;
    }
}
