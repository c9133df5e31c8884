package org.hotline12345.bulletin;

/** Something about the figures that an editor must know before publishing, such as parts that do not make their whole. */
public record Finding(Kind kind, String words) {
    /** How grave it is. */
    public enum Kind {
        /** The figures contradict each other: publishing them would be wrong. */
        CONTRADICTION,
        /** The figures are right for now, but may still change or mislead. */
        PROVISIONAL,
        /** Nothing is wrong, but a reader who adds up will ask. */
        NOTE
    }
}
