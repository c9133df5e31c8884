package org.hotline12345.ticketing;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at what must be done without anybody asking: tickets that time alone changes, words that are not
 * in the index. All is in the rows, so a round that broke off is simply made
 * again, and several programs may go their rounds at once: each thing happens once.
 */
final class TicketRounds implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRounds.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final Duration between;
    private final Runnable round;
    private final Thread thread;

    TicketRounds(String name, Duration between, Runnable round) {
        this.name = name;
        this.between = between;
        this.round = round;
        this.thread = Thread.ofVirtual().name("hotline-" + name).unstarted(this);
    }

    void start() {
        thread.start();
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
                Thread.sleep(between);
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.warn("a round of {} broke off ({}); trying again", name, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
