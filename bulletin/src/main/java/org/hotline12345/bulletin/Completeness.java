package org.hotline12345.bulletin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the calls of a period are known to be all there.
 *
 * @param until up to then every call is in the rows as it was; empty where no record of Asterisk's is read
 * @param gaps times within the period in which an Asterisk was not heard, and of which it is not known what happened
 * @param allGaps how many there are; {@code gaps} holds the first of them
 */
record Completeness(Optional<Instant> until, List<Gap> gaps, long allGaps) {
    static final Completeness UNKNOWN = new Completeness(Optional.empty(), List.of(), 0);

    /** Such a time. */
    record Gap(Instant from, Instant until) {}

    Completeness {
        gaps = List.copyOf(gaps);
    }
}
