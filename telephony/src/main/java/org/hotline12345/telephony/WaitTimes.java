package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;

/** About how long callers wait, as those of the last half hour have waited; computed anew once in a while. */
final class WaitTimes {
    private static final Duration LOOKED_BACK = Duration.ofMinutes(30);
    private static final Duration KEPT_FOR = Duration.ofSeconds(30);

    private record Queue(HotlineCode hotline, QueueName name) {}

    private record Kept(Optional<Duration> usual, long untilNanos) {}

    private final PgMessages rows;
    private final Clock clock;
    private final Map<Queue, Kept> kept = new ConcurrentHashMap<>();

    WaitTimes(PgMessages rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    Optional<Duration> of(HotlineCode hotline, QueueName name) {
        var queue = new Queue(hotline, name);
        var known = kept.get(queue);
        var now = System.nanoTime();
        if (known == null || now - known.untilNanos >= 0) {
            // Set first, so that of many callers one asks.
            var before = known == null ? Optional.<Duration>empty() : known.usual;
            kept.put(queue, new Kept(before, now + KEPT_FOR.toNanos()));
            var wait = rows.medianWait(hotline, name, clock.instant().minus(LOOKED_BACK));
            kept.put(queue, new Kept(wait, now + KEPT_FOR.toNanos()));
            return wait;
        }
        return known.usual;
    }
}
