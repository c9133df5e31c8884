package org.hotline12345.ops.imports;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.ops.table.TableFile;

/** An empty file of a kind, with what may stand in its columns; it can be imported as it is once it has rows. */
final class Template {
    private Template() {}

    static String of(List<Column<?>> columns) {
        var explanations = columns.stream()
                .map(column -> TableFile.csvCell(
                        Import.COMMENT + " " + column.title() + (column.needed() ? "（必填）: " : ": ") + column.says()))
                .collect(Collectors.joining("\n"));
        return explanations + "\n" + line(columns, Column::title) + "\n" + line(columns, Column::example) + "\n";
    }

    private static String line(List<Column<?>> columns, Function<Column<?>, String> cell) {
        return columns.stream().map(cell).map(TableFile::csvCell).collect(Collectors.joining(","));
    }
}
