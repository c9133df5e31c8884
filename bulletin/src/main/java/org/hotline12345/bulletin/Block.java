package org.hotline12345.bulletin;

import java.util.List;
import java.util.stream.Collectors;

/** One piece of a section, in the order of the page. */
public sealed interface Block {
    /** A heading of the second level: （一）. */
    record Heading(String text) implements Block {}

    /** Sentences. */
    record Paragraph(List<Piece> pieces) implements Block {
        public Paragraph {
            pieces = List.copyOf(pieces);
        }

        public String text() {
            return pieces.stream().map(Piece::text).collect(Collectors.joining());
        }
    }

    /**
     * A table; each row has one piece for each column.
     *
     * @param totalRow whether the last row sums up the others
     */
    record Table(String id, String caption, List<Column> columns, List<List<Piece>> rows, boolean totalRow)
            implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (var row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("table " + id + " has " + columns.size()
                            + " columns, but a row of " + row.size() + " cells");
                }
            }
        }

        /** Whether the head has two rows, because columns stand under a common heading. */
        public boolean isGrouped() {
            return columns.stream().anyMatch(column -> !column.group().isEmpty());
        }
    }

    /**
     * A column of a table.
     *
     * @param group the heading that it shares with its neighbours; empty for none
     * @param weight its width beside the others
     */
    record Column(String group, String name, int weight) {}

    /** Bars side by side, one for each name. */
    record Chart(String id, String caption, List<Figure.Total> bars) implements Block {
        public Chart {
            bars = List.copyOf(bars);
        }

        public long highest() {
            return bars.stream().mapToLong(bar -> bar.count().value()).max().orElse(0);
        }
    }
}
