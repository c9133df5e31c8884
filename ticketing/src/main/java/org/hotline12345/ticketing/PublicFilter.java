package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are asked for over Open311.
 *
 * @param from first moment of registration
 * @param until the moment before which they were registered
 * @param over whether only those that are over, or only those that are not
 * @param skip so many of the newest are left out
 */
public record PublicFilter(
        Set<Nature> natures, Instant from, Instant until, Optional<Boolean> over, int skip, int limit) {
    public PublicFilter {
        natures = Set.copyOf(natures);
    }
}
