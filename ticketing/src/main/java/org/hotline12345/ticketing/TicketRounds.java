package org.hotline12345.ticketing;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at tickets that time alone changes. All is in the rows, so a round that broke off is simply made
 * again, and several programs may go their rounds at once: each thing happens once.
 */
final class TicketRounds implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRounds.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Runnable round;
    private final Thread thread =
            Thread.ofVirtual().name("hotline-ticket-rounds").unstarted(this);

    TicketRounds(Runnable round) {
        this.round = round;
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
                Thread.sleep(BETWEEN);
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.warn("tickets could not be looked at ({}); trying again", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
