package org.hotline12345.ops.imports;

import java.util.List;

/**
 * What a file holds and where its rows go.
 *
 * @param <R> a row, as the rest of the program has it
 */
public interface Kind<R> {
    List<Column<?>> columns();

    /** @throws BadCell when the cells do not fit together, or name something that is not there */
    R row(Cells cells);

    /** What names the thing for ever, so that the same file twice changes nothing. */
    String key(R row);

    /** Something that only the whole file shows; a reason refuses it all. Asked when all rows are good, before any is stored. */
    default List<String> wrongTogether(List<R> rows) {
        return List.of();
    }

    /** Whether {@link #wrongTogether} is to be asked; its rows are then kept in memory, so only for small files. */
    default boolean isLookedAtTogether() {
        return false;
    }

    /** Stores a batch: all of it or nothing, in a transaction of its own where it has one. */
    Stored store(List<R> batch);

    /** After the last batch: for what can only be stored as a whole. */
    default Stored end() {
        return Stored.NOTHING;
    }

    /**
     * What a batch did.
     *
     * @param same rows that stood there as they are
     */
    record Stored(long added, long changed, long same) {
        public static final Stored NOTHING = new Stored(0, 0, 0);

        public Stored and(Stored other) {
            return new Stored(added + other.added, changed + other.changed, same + other.same);
        }
    }
}
