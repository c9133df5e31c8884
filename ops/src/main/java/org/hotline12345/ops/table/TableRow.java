package org.hotline12345.ops.table;

import java.util.List;

/**
 * One row of a table.
 *
 * @param line the number that a spreadsheet or an editor shows beside it; of a row that goes over several lines the first
 */
public record TableRow(int line, List<String> cells) {
    public TableRow {
        cells = List.copyOf(cells);
    }

    /** The cell without the blanks around it; empty where the row ends before. */
    public String cell(int index) {
        return index < cells.size() ? cells.get(index).strip() : "";
    }

    public boolean isBlank() {
        return cells.stream().allMatch(String::isBlank);
    }
}
