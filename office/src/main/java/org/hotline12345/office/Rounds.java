package org.hotline12345.office;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a thread of its own, with a rest in between, until it is closed. A round that fails is made
 * again after the rest: whatever it works on stands in rows.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String what;
    private final Duration rest;
    private final Runnable round;
    private final Thread thread;
    private final Semaphore woken = new Semaphore(0);

    /**
     * @param what is done, as the log tells it when it fails
     * @param rest between two rounds, and before the first
     */
    public Rounds(String what, Duration rest, Runnable round) {
        this(Thread.ofVirtual(), what, rest, round);
    }

    private Rounds(Thread.Builder threads, String what, Duration rest, Runnable round) {
        this.what = what;
        this.rest = rest;
        this.round = round;
        this.thread = threads.name("hotline-rounds: " + what).unstarted(this::go);
    }

    /** For rounds that read much of files, which would keep the few threads that carry virtual ones from all others. */
    public static Rounds overFiles(String what, Duration rest, Runnable round) {
        return new Rounds(Thread.ofPlatform().daemon(), what, rest, round);
    }

    public void start() {
        thread.start();
    }

    /** Ends the rest: the next round begins at once. */
    public void wake() {
        woken.release();
    }

    /** Ends the round that is going on, where it waits. */
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

    private void go() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (woken.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                    // One round is enough for all who woke it.
                    woken.drainPermits();
                }
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.warn("{}: {}; trying again", what, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
