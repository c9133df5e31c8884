package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers for a while, and only so many; what was noted longest ago is forgotten first. */
final class Lately<K, V> {
    private record Noted<V>(V value, Instant at) {}

    private final Duration memory;
    private final int limit;
    private final Map<K, Noted<V>> noted = new LinkedHashMap<>();

    Lately(Duration memory, int limit) {
        this.memory = memory;
        this.limit = limit;
    }

    /** Whether that very value was noted within the time. */
    synchronized boolean holds(K key, V value, Instant now) {
        var found = noted.get(key);
        return found != null
                && found.value().equals(value)
                && now.isBefore(found.at().plus(memory));
    }

    synchronized void put(K key, V value, Instant now) {
        noted.remove(key);
        noted.put(key, new Noted<>(value, now));
        if (noted.size() > limit) {
            noted.remove(noted.keySet().iterator().next());
        }
    }
}
