package org.hotline12345.ops.imports;

import java.util.Map;
import java.util.Optional;

/** The values of one row, by column. */
public final class Cells {
    private final Map<Column<?>, Object> values;

    Cells(Map<Column<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    @SuppressWarnings("unchecked") // put there by that column's own parser
    public <T> Optional<T> get(Column<T> column) {
        return Optional.ofNullable((T) values.get(column));
    }

    /** Of a column that each row must fill. */
    public <T> T need(Column<T> column) {
        return get(column).orElseThrow(() -> new BadCell(column, "is empty"));
    }
}
