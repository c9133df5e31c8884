package org.hotline12345.ops.imports;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12345.office.CalendarDay;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.OfficeLists;
import org.hotline12345.office.WorkCalendar;

/** Public holidays and make-up workdays: by the day. */
public record CalendarKind(OfficeLists lists, HotlineCode hotline, WorkCalendar known) implements Kind<CalendarDay> {
    private static final Map<String, Boolean> WORDS =
            Map.of("放假", false, "休", false, "OFF", false, "上班", true, "调休上班", true, "班", true, "WORK", true);
    private static final Column<LocalDate> DAY =
            Column.needed("日期", List.of("date", "day"), "2027-01-01", "如 2027-01-01", Parse::day);
    private static final Column<Boolean> KIND =
            Column.needed("安排", List.of("类型", "kind"), "放假", "放假，或 上班（周末调休上班）；一年要给全", CalendarKind::worked);
    private static final Column<String> NAME = Column.needed("节日", List.of("名称", "name"), "元旦", "节日名称", Parse.line(20));
    static final List<Column<?>> COLUMNS = List.of(DAY, KIND, NAME);
    /** Off by law in every year, whatever the notice moves. */
    private static final List<MonthDay> ALWAYS_OFF = List.of(
            MonthDay.of(1, 1),
            MonthDay.of(5, 1),
            MonthDay.of(5, 2),
            MonthDay.of(10, 1),
            MonthDay.of(10, 2),
            MonthDay.of(10, 3));
    /** The spring festival's days by law; its place in the year moves. */
    private static final int SPRING_DAYS = 4;

    public static CalendarKind open(Target to) {
        var hotline = to.hotline().code();
        return new CalendarKind(to.office().lists(), hotline, to.office().calendar(hotline));
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public CalendarDay row(Cells cells) {
        return new CalendarDay(cells.need(DAY), cells.need(KIND), cells.need(NAME));
    }

    @Override
    public String key(CalendarDay row) {
        return row.day().toString();
    }

    @Override
    public boolean isLookedAtTogether() {
        return true;
    }

    /** Half a year would pass for a known one, and deadlines would be final on it. */
    @Override
    public List<String> wrongTogether(List<CalendarDay> rows) {
        var wrong = new ArrayList<String>();
        var years = rows.stream().map(row -> row.day().getYear()).collect(Collectors.toCollection(TreeSet::new));
        for (var year : years) {
            if (known.knows(LocalDate.of(year, 1, 1))) {
                continue;
            }
            var off = rows.stream()
                    .filter(row -> !row.worked() && row.day().getYear() == year)
                    .map(CalendarDay::day)
                    .collect(Collectors.toSet());
            var missing = missing(year, off);
            if (!missing.isEmpty()) {
                wrong.add("the year " + year + " is not whole, as it lacks days off: " + missing
                        + "; give all days of the State Council's notice");
            }
        }
        return wrong;
    }

    private static String missing(int year, Set<LocalDate> off) {
        var missing = ALWAYS_OFF.stream()
                .map(day -> day.atYear(year))
                .filter(day -> !off.contains(day))
                .map(LocalDate::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        var spring = off.stream()
                .filter(day -> day.isAfter(LocalDate.of(year, 1, 18)) && day.isBefore(LocalDate.of(year, 3, 1)))
                .count();
        if (spring < SPRING_DAYS) {
            missing.add("春节");
        }
        return String.join("、", missing);
    }

    @Override
    public Stored store(List<CalendarDay> batch) {
        var kept = lists.keepCalendarDays(hotline, batch);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    private static Boolean worked(String text) {
        var worked = WORDS.get(text);
        if (worked == null) {
            throw new IllegalArgumentException("\"" + text + "\" is neither 放假 nor 上班");
        }
        return worked;
    }
}
