package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.office.CalendarDay;
import org.hotline12345.office.WorkCalendar;
import org.junit.jupiter.api.Test;

class HolidayNoticeTest {
    private static final String OF_2026 = """
            国务院办公厅关于2026年部分节假日安排的通知
            各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
            经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
            一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
            二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
            三、清明节：4月4日（周六）至6日（周一）放假，共3天。
            四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
            五、端午节：6月19日（周五）至21日（周日）放假，共3天。
            六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
            七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
            节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
            """;

    @Test
    void theNoticeOf2026MakesTheSameYearAsTheRowsOfTheProgram() {
        var notice = HolidayNotice.read(OF_2026);
        var program = WorkCalendar.china();
        var weekdays = program.with(allOf2026());
        var read = weekdays.with(notice);
        for (var day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
            assertThat(read.isWorked(day)).as(day.toString()).isEqualTo(program.isWorked(day));
        }
        assertThat(notice).hasSize(33 + 6);
        assertThat(notice.stream()
                        .filter(CalendarDay::worked)
                        .map(CalendarDay::name)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("元旦", "春节", "劳动节", "国庆节"));
    }

    /** Every day as its weekday says, so that what the program knows does not help. */
    private static Set<CalendarDay> allOf2026() {
        return LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .map(day -> new CalendarDay(day, day.getDayOfWeek().getValue() < 6, "平日"))
                .collect(Collectors.toSet());
    }

    @Test
    void aNoticeThatContradictsTheCalendarIsRefused() {
        assertThatThrownBy(() -> HolidayNotice.read(OF_2026.replace("2026年", "2027年")))
                .hasMessageContaining("2027-01-01 is no 周四");
        assertThatThrownBy(() -> HolidayNotice.read(OF_2026.replace("5月9日（周六）", "5月8日")))
                .hasMessageContaining("2026-05-08 is worked, yet it is no weekend day");
        assertThatThrownBy(() -> HolidayNotice.read("关于放假的通知")).hasMessageContaining("names no year");
    }
}
