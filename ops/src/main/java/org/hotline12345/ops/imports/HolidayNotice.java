package org.hotline12345.ops.imports;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12345.office.CalendarDay;
import org.hotline12345.office.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of the State Council's yearly notice (国务院办公厅关于…年部分节假日安排的通知): its title names the year, each of its
 * points a holiday, the days off from first to last, and the weekend days that are worked instead. The weekdays in it are
 * compared with the calendar, so a slip or a wrong year does not pass.
 */
public final class HolidayNotice {
    private static final Pattern YEAR = Pattern.compile("(20[0-9]{2})\\s*年\\s*(?:部分)?节假日安排");
    private static final Pattern POINT =
            Pattern.compile("[一二三四五六七八九十]+、\\s*([\\p{IsHan}、]{1,12}?)\\s*[：:]\\s*([^\\n]*)");
    /** 1月1日（周四）至3日（周六）放假, or one day alone; further words such as 农历 may stand in the brackets. */
    private static final Pattern OFF = Pattern.compile("(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:（([^）]*)）)?"
            + "(?:至(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:（([^）]*)）)?)?\\s*放假");

    private static final Pattern WORKED_SENTENCE = Pattern.compile("([^。；]*)上班");
    private static final Pattern DAY = Pattern.compile("(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:（([^）]*)）)?");
    private static final Pattern WEEKDAY = Pattern.compile("(?:周|星期)([一二三四五六日天])");
    private static final String WEEKDAYS = "一二三四五六日";

    private HolidayNotice() {}

    /** @throws Refused (invalid) when it is no such notice, or contradicts the calendar */
    public static List<CalendarDay> read(String text) {
        var title = YEAR.matcher(text);
        if (!title.find()) {
            throw Refused.invalid("the notice names no year: its title is 国务院办公厅关于20..年部分节假日安排的通知");
        }
        var year = Integer.parseInt(title.group(1));
        var days = new ArrayList<CalendarDay>();
        var point = POINT.matcher(text);
        while (point.find()) {
            days.addAll(
                    point(year, point.group(1), point.group(2).replace('(', '（').replace(')', '）')));
        }
        if (days.isEmpty()) {
            throw Refused.invalid("the notice has no point such as 一、元旦：1月1日（周五）至3日（周日）放假，共3天。");
        }
        return List.copyOf(days);
    }

    private static List<CalendarDay> point(int year, String name, String words) {
        var days = new ArrayList<CalendarDay>();
        var off = OFF.matcher(words);
        if (!off.find()) {
            throw Refused.invalid(name + ": no days off are named (…月…日至…日放假)");
        }
        var first = day(year, name, off.group(1), off.group(2), off.group(3), 0);
        var last = off.group(5) == null
                ? first
                : day(year, name, off.group(4), off.group(5), off.group(6), first.getMonthValue());
        if (last.isBefore(first) || last.isAfter(first.plusDays(30))) {
            throw Refused.invalid(name + ": from " + first + " to " + last + " is no holiday");
        }
        first.datesUntil(last.plusDays(1)).forEach(day -> days.add(new CalendarDay(day, false, name)));
        var sentence = WORKED_SENTENCE.matcher(words.substring(off.end()));
        while (sentence.find()) {
            var worked = DAY.matcher(sentence.group(1));
            var month = 0;
            while (worked.find()) {
                var day = day(year, name, worked.group(1), worked.group(2), worked.group(3), month);
                month = day.getMonthValue();
                if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
                    throw Refused.invalid(name + ": " + day + " is worked, yet it is no weekend day");
                }
                days.add(new CalendarDay(day, true, name));
            }
        }
        return days;
    }

    /** @param monthBefore of the day before it in the sentence, for a day that names no month */
    private static LocalDate day(
            int year, String name, @Nullable String month, String day, @Nullable String brackets, int monthBefore) {
        try {
            var date = LocalDate.of(year, month == null ? monthBefore : Integer.parseInt(month), Integer.parseInt(day));
            Matcher weekday = WEEKDAY.matcher(brackets == null ? "" : brackets.replace('天', '日'));
            if (weekday.find()
                    && WEEKDAYS.indexOf(weekday.group(1)) + 1
                            != date.getDayOfWeek().getValue()) {
                throw Refused.invalid(name + ": " + date + " is no 周" + weekday.group(1) + "; is the year right?");
            }
            return date;
        } catch (DateTimeException e) {
            throw Refused.invalid(name + ": " + month + "月" + day + "日 is no day");
        }
    }
}
