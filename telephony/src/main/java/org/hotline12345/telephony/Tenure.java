package org.hotline12345.telephony;

import java.time.Duration;

/**
 * A lease as its holder's own monotonic clock sees it. The database counts from when it wrote the lease, the holder from when it
 * asked for it, which is earlier, and the holder hears Asterisk for three quarters of the length only: by the time when somebody
 * else may take the lease, the link is closed.
 *
 * @param askedAt when the lease, or its last prolonging, was asked for, in nanoseconds of {@link System#nanoTime}
 * @param length of the lease in the database, from the answer on
 */
record Tenure(Fence fence, long askedAt, Duration length) {
    /** What is to be done with the lease at a moment. */
    enum Due {
        NOTHING,
        PROLONG,
        /** The link must not be open any more. */
        END
    }

    Due due(long now) {
        var age = age(now);
        if (age.compareTo(usable()) >= 0) {
            return Due.END;
        }
        return age.compareTo(prolongAfter()) >= 0 ? Due.PROLONG : Due.NOTHING;
    }

    /** How long until something is due; zero when something is. */
    Duration rest(long now) {
        return atLeastZero(prolongAfter().minus(age(now)));
    }

    /** How long the link may still be open. */
    Duration left(long now) {
        return atLeastZero(usable().minus(age(now)));
    }

    Tenure prolonged(long asked) {
        return new Tenure(fence, asked, length);
    }

    private Duration usable() {
        return length.multipliedBy(3).dividedBy(4);
    }

    private Duration prolongAfter() {
        return length.dividedBy(4);
    }

    private Duration age(long now) {
        return Duration.ofNanos(now - askedAt);
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
