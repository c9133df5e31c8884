package org.hotline12345.ops.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that is wanted until it is closed: when it dies it is started again, loudly, after pauses that grow.
 *
 * <p>The watching thread alone starts it again; {@code lock} keeps a start and the close apart.
 */
final class KeptRunning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRunning.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Whoever ran so long is well: its next death is a new one. */
    private static final Duration WELL_AFTER = Duration.ofMinutes(2);

    /** Starts the program and returns when it is ready, or leaves nothing behind. */
    interface Start {
        Process start() throws InterruptedException;
    }

    /** Ends the program, by force at last. */
    interface Stop {
        void stop(Process process) throws InterruptedException;
    }

    private final String name;
    private final Start start;
    private final Stop stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread watcher;
    private volatile @Nullable Process process;
    private volatile boolean closing;

    private KeptRunning(String name, Start start, Stop stop, Process process) {
        this.name = name;
        this.start = start;
        this.stop = stop;
        this.process = process;
        this.watcher = Thread.ofVirtual().name("watch-" + name).unstarted(this::watch);
    }

    /** Starts the program on the calling thread: its first start must succeed. */
    static KeptRunning launch(String name, Start start, Stop stop) throws InterruptedException {
        var kept = new KeptRunning(name, start, stop, start.start());
        kept.watcher.start();
        return kept;
    }

    boolean isRunning() {
        var now = process;
        return now != null && now.isAlive();
    }

    /** The process id, or 0 while it is not running. */
    long pid() {
        var now = process;
        return now != null && now.isAlive() ? now.pid() : 0;
    }

    int restarts() {
        return restarts.get();
    }

    private void watch() {
        try {
            var pause = FIRST_PAUSE;
            var startedAt = System.nanoTime();
            while (!closing) {
                var now = process;
                if (now != null) {
                    var code = now.waitFor();
                    if (closing) {
                        return;
                    }
                    if (System.nanoTime() - startedAt > WELL_AFTER.toNanos()) {
                        pause = FIRST_PAUSE;
                    }
                    LOG.error("{} died (exit code {}); starting it again in {} ms", name, code, pause.toMillis());
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                startedAt = System.nanoTime();
                startAgain(pause);
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private void startAgain(Duration nextPause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closing) {
                return;
            }
            process = null;
            process = start.start();
            restarts.incrementAndGet();
            LOG.warn("{} runs again", name);
        } catch (RuntimeException e) {
            LOG.error("{} does not start; next try in {} ms: {}", name, nextPause.toMillis(), e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        watcher.interrupt();
        lock.lock();
        try {
            var now = process;
            if (now != null && now.isAlive()) {
                stop.stop(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("{} was not given its time to stop", name);
        } finally {
            lock.unlock();
        }
    }
}
