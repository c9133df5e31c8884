package org.hotline12345.ops.imports;

/** A row that cannot be taken, for a reason that its author can mend; the reason never quotes personal data. */
public final class BadCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String column;

    /** @param column its title */
    public BadCell(String column, String reason) {
        super(reason, null, false, false);
        this.column = column;
    }

    public BadCell(Column<?> column, String reason) {
        this(column.title(), reason);
    }

    public String column() {
        return column;
    }
}
