package org.hotline12345.bulletin.edition;

import java.util.List;

/**
 * A figure and what stands behind it.
 *
 * @param things what the numbers name
 * @param numbers of the tickets or calls, in their order
 * @param more whether further ones come after the last
 */
public record Trace(KeptFigure figure, Part part, Things things, List<String> numbers, boolean more) {
    /** Above or below the line of a fraction; what is only counted stands above. */
    public enum Part {
        NUMERATOR,
        DENOMINATOR
    }

    /** What is counted. */
    public enum Things {
        TICKETS,
        CALLS,
        NOTHING
    }

    public Trace {
        numbers = List.copyOf(numbers);
    }
}
