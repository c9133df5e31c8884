package org.hotline12345.office;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Answers of the database that are asked for with each request and change rarely: each is good for a short while. What
 * this process changes is forgotten at once; what another one changes is seen when the while is over.
 */
final class Remembered<K, V> {
    private static final int MOST = 10_000;

    private record Kept<V>(V value, long untilNanos) {}

    private final Map<K, Kept<V>> kept = new ConcurrentHashMap<>();
    /** Counts how often all was forgotten: an answer from before must not be kept after. */
    private final AtomicLong forgotten = new AtomicLong();

    private final long whileNanos;

    Remembered(Duration whileGood) {
        this.whileNanos = whileGood.toNanos();
    }

    /** Asked outside any lock: several may ask for the same at once. */
    V get(K key, Function<K, V> ask) {
        var known = kept.get(key);
        if (known != null && known.untilNanos() - System.nanoTime() > 0) {
            return known.value();
        }
        var before = forgotten.get();
        var value = ask.apply(key);
        if (kept.size() >= MOST) {
            kept.clear();
        }
        var answer = new Kept<>(value, System.nanoTime() + whileNanos);
        kept.put(key, answer);
        if (forgotten.get() != before) {
            kept.remove(key, answer);
        }
        return value;
    }

    void forget() {
        forgotten.incrementAndGet();
        kept.clear();
    }
}
