package org.hotline12345.ops.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all readers alike do with an event: look at its name and time, count it, and see whether one is missing before it. */
final class AmiTaker {
    private final Duration stall;
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong letters = new AtomicLong();
    private final AtomicInteger ups = new AtomicInteger();
    private final AtomicInteger downs = new AtomicInteger();
    private long next = AmiStream.FIRST_MICROS;

    /** @param stall for so long the first event holds up all others */
    AmiTaker(Duration stall) {
        this.stall = stall;
    }

    /** By one thread at a time. */
    void take(String name, long micros) {
        if (heard.get() == 0 && stall.isPositive()) {
            try {
                Thread.sleep(stall);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        letters.lazySet(letters.get() + name.length());
        if (micros < next) {
            repeated.lazySet(repeated.get() + 1);
            return;
        }
        missing.lazySet(missing.get() + micros - next);
        next = micros + 1;
        heard.lazySet(heard.get() + 1);
    }

    void up() {
        ups.incrementAndGet();
    }

    void down() {
        downs.incrementAndGet();
    }

    /** Different events. */
    long heard() {
        return heard.get();
    }

    /** Events that were not heard although later ones were. */
    long missing() {
        return missing.get();
    }

    /** Events that were heard a second time. */
    long repeated() {
        return repeated.get();
    }

    int ups() {
        return ups.get();
    }

    int downs() {
        return downs.get();
    }
}
