package org.hotline12345.bulletin;

/** A stretch of a sentence: words, or a figure that stays linked to its arithmetic. */
public sealed interface Piece {
    String text();

    /** Words as they are. */
    record Words(String text) implements Piece {}

    /** A figure in its place. */
    record Value(Figure figure) implements Piece {
        @Override
        public String text() {
            return figure.printed();
        }
    }
}
