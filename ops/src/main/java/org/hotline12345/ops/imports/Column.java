package org.hotline12345.ops.imports;

import java.util.List;
import java.util.function.Function;

/**
 * A column of a kind of file.
 *
 * @param title as it stands in the template
 * @param otherTitles what else it may be called, in either language
 * @param needed whether each row must fill it
 * @param example a value as it may stand there
 * @param says what may stand there, for people
 * @param parse makes the value of a cell that is not blank; throws {@link IllegalArgumentException} with the reason
 */
public record Column<T>(
        String title,
        List<String> otherTitles,
        boolean needed,
        String example,
        String says,
        Function<String, ? extends T> parse) {
    public Column {
        otherTitles = List.copyOf(otherTitles);
    }

    public static <T> Column<T> needed(
            String title, List<String> otherTitles, String example, String says, Function<String, ? extends T> parse) {
        return new Column<>(title, otherTitles, true, example, says, parse);
    }

    public static <T> Column<T> optional(
            String title, List<String> otherTitles, String example, String says, Function<String, ? extends T> parse) {
        return new Column<>(title, otherTitles, false, example, says, parse);
    }

    boolean isCalled(String name) {
        return title.equalsIgnoreCase(name) || otherTitles.stream().anyMatch(name::equalsIgnoreCase);
    }
}
