package org.hotline12345.ops.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hotline12345.office.Refused;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableFile;
import org.hotline12345.ops.table.TableRow;

/**
 * Reads a file twice: first all of it is checked, then its rows are stored, batch by batch. A batch is a short transaction, as
 * those who follow the logs wait for the oldest one; after an interruption the same file is given again. In memory stand a
 * batch and the rows' keys, never the rows.
 */
public final class Import<R> {
    /** So that a batch takes some tenths of a second. */
    static final int BATCH = 500;

    private static final int SHOWN_PROBLEMS = 100;
    /** With it the explanations above the heading begin. */
    static final String COMMENT = "#";

    private final Kind<R> kind;
    private final TableFile file;

    private final List<Problem> problems = new ArrayList<>();
    private long problemCount;
    private long rows;
    private long badRows;

    public Import(Kind<R> kind, TableFile file) {
        this.kind = kind;
        this.file = file;
    }

    /**
     * @param skipBad whether good rows are stored although others are bad
     * @throws Refused (invalid) when the file is no table, or lacks a column
     */
    public Outcome run(boolean skipBad) {
        var lineOfKey = new HashMap<String, Integer>();
        var together = new ArrayList<R>();
        var unread = read((line, row) -> {
            var first = lineOfKey.putIfAbsent(kind.key(row), line);
            if (first != null) {
                throw new BadCell(kind.columns().getFirst(), "is the same as in line " + first);
            }
            if (kind.isLookedAtTogether()) {
                together.add(row);
            }
        });
        if (rows == 0) {
            throw Refused.invalid("the file has a heading and no rows");
        }
        if (badRows == 0 || skipBad) {
            var wrong = kind.wrongTogether(together);
            if (!wrong.isEmpty()) {
                throw Refused.invalid(String.join("\n", wrong));
            }
        } else {
            return outcome(false, unread, Stored.NOTHING);
        }
        var checked = outcome(true, unread, Stored.NOTHING);
        var store = new Batches();
        read((line, row) -> {
            if (Integer.valueOf(line).equals(lineOfKey.get(kind.key(row)))) {
                store.accept(row);
            }
        });
        store.flush();
        return new Outcome(
                true,
                checked.rows(),
                checked.badRows(),
                checked.problems(),
                checked.furtherProblems(),
                unread,
                store.stored.and(kind.end()));
    }

    /**
     * Stores rows that come from no table.
     *
     * @throws Refused (invalid) when together they cannot be taken
     */
    public static <R> Outcome all(Kind<R> kind, List<R> rows) {
        var wrong = kind.wrongTogether(rows);
        if (!wrong.isEmpty()) {
            throw Refused.invalid(String.join("\n", wrong));
        }
        var stored = kind.store(rows).and(kind.end());
        return new Outcome(true, rows.size(), 0, List.of(), 0, List.of(), stored);
    }

    private interface Reading<R> {
        void take(int line, R row);
    }

    private final class Batches implements Consumer<R> {
        private final List<R> batch = new ArrayList<>(BATCH);
        private Stored stored = Stored.NOTHING;

        @Override
        public void accept(R row) {
            batch.add(row);
            if (batch.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (!batch.isEmpty()) {
                stored = stored.and(kind.store(List.copyOf(batch)));
                batch.clear();
            }
        }
    }

    private Outcome outcome(boolean loaded, List<String> unread, Stored stored) {
        return new Outcome(loaded, rows, badRows, problems, problemCount - problems.size(), unread, stored);
    }

    /** @return titles that the kind does not know */
    private List<String> read(Reading<R> reading) {
        rows = 0;
        badRows = 0;
        problemCount = 0;
        problems.clear();
        var heading = new Heading(kind.columns());
        file.read(row -> {
            if (!heading.isKnown()) {
                // Below the heading nothing is an explanation: a row must not be lost for how it begins.
                if (!row.cell(0).startsWith(COMMENT)) {
                    heading.read(row);
                }
                return;
            }
            rows++;
            var wrong = take(heading, row, reading);
            if (!wrong.isEmpty()) {
                badRows++;
            }
            for (var problem : wrong) {
                problemCount++;
                if (problems.size() < SHOWN_PROBLEMS) {
                    problems.add(problem);
                }
            }
        });
        if (!heading.isKnown()) {
            throw Refused.invalid("the file is empty: its first row holds the columns' titles");
        }
        return heading.unread;
    }

    private List<Problem> take(Heading heading, TableRow row, Reading<R> reading) {
        var wrong = new ArrayList<Problem>();
        var values = new HashMap<Column<?>, Object>();
        for (var column : kind.columns()) {
            var text = heading.place(column).map(row::cell).orElse("");
            try {
                if (!text.isEmpty()) {
                    values.put(column, column.parse().apply(text));
                } else if (column.needed()) {
                    wrong.add(new Problem(row.line(), column.title(), "is empty"));
                }
            } catch (IllegalArgumentException | Refused e) {
                wrong.add(new Problem(row.line(), column.title(), String.valueOf(e.getMessage())));
            }
        }
        if (wrong.isEmpty()) {
            try {
                reading.take(row.line(), kind.row(new Cells(values)));
            } catch (BadCell e) {
                wrong.add(new Problem(row.line(), e.column(), String.valueOf(e.getMessage())));
            } catch (IllegalArgumentException e) {
                // What a cell alone did not show, such as a rule of the module that the row belongs to.
                wrong.add(new Problem(row.line(), "-", String.valueOf(e.getMessage())));
            }
        }
        return wrong;
    }

    /** Which column stands where. */
    private static final class Heading {
        private final List<Column<?>> columns;
        private final Map<Column<?>, Integer> places = new HashMap<>();
        private final List<String> unread = new ArrayList<>();
        private boolean known;

        Heading(List<Column<?>> columns) {
            this.columns = columns;
        }

        boolean isKnown() {
            return known;
        }

        Optional<Integer> place(Column<?> column) {
            return Optional.ofNullable(places.get(column));
        }

        void read(TableRow row) {
            var seen = new HashSet<String>();
            for (int place = 0; place < row.cells().size(); place++) {
                var title = row.cell(place);
                if (title.isEmpty()) {
                    continue;
                }
                var column = columns.stream().filter(one -> one.isCalled(title)).findFirst();
                if (column.isEmpty()) {
                    unread.add(title);
                } else if (!seen.add(column.get().title())) {
                    throw Refused.invalid("line " + row.line() + ": column " + title + " stands there twice");
                } else {
                    places.put(column.get(), place);
                }
            }
            var missing = columns.stream()
                    .filter(column -> column.needed() && !places.containsKey(column))
                    .map(Column::title)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                throw Refused.invalid("line " + row.line() + " holds no column " + missing
                        + ": the first row holds the titles, as the template (--template) has them");
            }
            known = true;
        }
    }
}
