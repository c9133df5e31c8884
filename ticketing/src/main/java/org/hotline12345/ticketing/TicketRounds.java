package org.hotline12345.ticketing;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round again and again, such as to look at tickets that time alone changes. All is in the rows, so a round that broke off is simply made
 * again, and several programs may go their rounds at once: each thing happens once.
 */
final class TicketRounds implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRounds.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Runnable round;
    private final Thread thread;
    private final Semaphore woken = new Semaphore(0);

    TicketRounds(String name, Runnable round) {
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Makes the next round begin at once. */
    void wake() {
        woken.release();
    }

    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (woken.tryAcquire(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                    // One round is enough for all who woke it.
                    woken.drainPermits();
                }
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.warn("a round of {} broke off ({}); trying again", thread.getName(), e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
