package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the caller's line was connected with somebody's: hold and a question to a colleague included, a further wait in a
 * queue not.
 *
 * @param before the spans that are over
 * @param since when the span that goes on began
 * @param changedAt the last change, before which nothing counts any more; empty when there never was a connection
 */
public record Talk(Duration before, Optional<Instant> since, Optional<Instant> changedAt) {
    static final Talk NONE = new Talk(Duration.ZERO, Optional.empty(), Optional.empty());

    Talk connected(Instant at) {
        if (since.isPresent() || changedAt.filter(last -> !at.isAfter(last)).isPresent()) {
            return this;
        }
        return new Talk(before, Optional.of(at), Optional.of(at));
    }

    Talk disconnected(Instant at) {
        // An earlier one is about a span that is over already, told a second time.
        return since.filter(from -> !at.isBefore(from))
                .map(from -> new Talk(before.plus(Duration.between(from, at)), Optional.empty(), Optional.of(at)))
                .orElse(this);
    }

    boolean any() {
        return changedAt.isPresent();
    }
}
