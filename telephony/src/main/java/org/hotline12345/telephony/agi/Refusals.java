package org.hotline12345.telephony.agi;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that conversations are refused, in one line a while: whoever knocks a thousand times must not fill the log. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final long pauseNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong all = new AtomicLong();
    private long quietUntil = System.nanoTime();
    private long unsaid;

    Refusals(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** @param why in our own words, never in the peer's */
    void note(InetAddress peer, String why) {
        all.incrementAndGet();
        lock.lock();
        try {
            var now = System.nanoTime();
            if (now - quietUntil < 0) {
                unsaid++;
                return;
            }
            LOG.warn(
                    "a FastAGI conversation with {} is refused: {}{}",
                    peer.getHostAddress(),
                    why,
                    unsaid == 0 ? "" : " (and " + unsaid + " others since the last such line)");
            unsaid = 0;
            quietUntil = now + pauseNanos;
        } finally {
            lock.unlock();
        }
    }

    long count() {
        return all.get();
    }
}
