package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hotline12345.office.Refused;

/**
 * At most so many times within a time, for each key (an address, a client). Counts in this process alone: several backends
 * allow as many times more. Of more keys than it holds it forgets those that came first. Any thread may ask.
 */
public final class Throttle {
    private record Window(Instant begun, int count) {}

    private final Duration within;
    private final int mostKeys;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    public Throttle(Duration within, int mostKeys) {
        this.within = within;
        this.mostKeys = mostKeys;
    }

    /**
     * Counts one more.
     *
     * @throws Refused (limit) when there have been that many, with the time after which it may be tried again
     */
    public synchronized void pass(String key, int most, Instant now) {
        var window = window(key, now);
        if (window.count >= most) {
            throw Refused.limit("too many requests: try again later", Duration.between(now, window.begun.plus(within)));
        }
        count(key, window);
    }

    /** Counts one more without asking; for what is counted when it went wrong. */
    public synchronized void count(String key, Instant now) {
        count(key, window(key, now));
    }

    public synchronized boolean isSpent(String key, int most, Instant now) {
        return window(key, now).count >= most;
    }

    private Window window(String key, Instant now) {
        var window = windows.get(key);
        return window == null || !now.isBefore(window.begun.plus(within)) ? new Window(now, 0) : window;
    }

    private void count(String key, Window window) {
        if (window.count == 0) {
            // A new window stands last, so the first ones are the oldest.
            windows.remove(key);
        }
        windows.put(key, new Window(window.begun, window.count + 1));
        if (windows.size() > mostKeys) {
            windows.remove(windows.keySet().iterator().next());
        }
    }
}
