package org.hotline12345.ops.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.UnitCode;

/** How cells are read. Each reading throws {@link IllegalArgumentException} with what may stand there. */
public final class Parse {
    private static final DateTimeFormatter DAY = pattern("[uuuu-M-d][uuuu/M/d][uuuu.M.d][uuuu年M月d日][uuuuMMdd]");
    private static final DateTimeFormatter MONTH = pattern("[uuuu-M][uuuu/M][uuuu.M][uuuu年M月]");
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(pattern("[uuuu-M-d][uuuu/M/d][uuuu.M.d][uuuu年M月d日]['T'][' ']"))
            .appendPattern("[H:mm:ss][H:mm][H时m分]")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT);

    private Parse() {}

    public static Function<String, String> line(int most) {
        return text -> {
            if (text.length() > most) {
                throw new IllegalArgumentException("has more than " + most + " characters");
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("is one line of text, without control characters");
            }
            return text;
        };
    }

    public static Function<String, String> prose(int most) {
        return text -> {
            if (text.length() > most) {
                throw new IllegalArgumentException("has more than " + most + " characters");
            }
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
                throw new IllegalArgumentException("holds a control character");
            }
            return text;
        };
    }

    public static LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no day such as 2026-11-25 or 2026年11月25日");
        }
    }

    /** A day, or a month for its first day. */
    public static LocalDate dayOrMonth(String text) {
        try {
            return YearMonth.parse(text, MONTH).atDay(1);
        } catch (DateTimeException e) {
            return day(text);
        }
    }

    /** The month of a bulletin. */
    public static Period period(String text) {
        try {
            return new Period(YearMonth.parse(text, MONTH));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no month such as 2026-11 or 2026年11月");
        }
    }

    /** A moment on the hotline's clock. */
    public static LocalDateTime moment(String text) {
        try {
            return LocalDateTime.parse(text, MOMENT);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no moment such as 2026-11-25 09:30:00");
        }
    }

    public static Instant at(LocalDateTime moment, ZoneId zone) {
        return moment.atZone(zone).toInstant();
    }

    public static boolean flag(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "是", "Y", "YES", "TRUE", "1" -> true;
            case "否", "N", "NO", "FALSE", "0" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither 是 nor 否");
        };
    }

    public static UnitCode unitCode(String text) {
        return new UnitCode(text);
    }

    /** The names of a list, which Chinese writers part by 、 and others by ; or a comma. */
    public static List<String> names(String text) {
        return Arrays.stream(text.split("[、;；,，]", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** A constant by its own name or by what people call it. */
    public static <E extends Enum<E>> Function<String, E> word(Class<E> type, Map<String, E> names) {
        return text -> {
            var named = names.get(text);
            if (named != null) {
                return named;
            }
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is none of "
                            + String.join("、", names.keySet().stream().sorted().toList())));
        };
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
