package org.hotline12345.telephony;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that takes what telephones do to the desks, and looks at the clock. What the thread for calls hands over
 * may wait here for the database; when too much waits, the desks look at the channels as they are then instead.
 */
final class SeatWatch implements Runnable, Consumer<SeatFact>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeatWatch.class);
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_TRIES = 60;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BlockingQueue<SeatFact> facts = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile boolean closed;
    private volatile boolean missed;

    private volatile Consumer<SeatFact> desks = _ -> {};
    private volatile Runnable onTick = () -> {};

    @Override
    public void accept(SeatFact fact) {
        if (!facts.offer(fact)) {
            missed = true;
        }
    }

    /** To be called once, before {@link #run}. */
    void tell(Consumer<SeatFact> hearing, Runnable ticking) {
        desks = hearing;
        onTick = ticking;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void run() {
        var next = System.nanoTime() + TICK.toNanos();
        try {
            while (!closed) {
                var left = Math.max(0, next - System.nanoTime());
                var fact = facts.poll(left, TimeUnit.NANOSECONDS);
                if (fact != null) {
                    patiently(() -> desks.accept(fact));
                }
                if (missed && facts.isEmpty()) {
                    missed = false;
                    LOG.warn(
                            "more than {} things happened at seats at once; the channels are looked at anew",
                            MAX_WAITING);
                    patiently(() -> desks.accept(new SeatFact.Relearned(Optional.empty())));
                }
                if (System.nanoTime() >= next) {
                    next = System.nanoTime() + TICK.toNanos();
                    patiently(onTick);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void patiently(Runnable work) throws InterruptedException {
        for (int tried = 1; !closed; tried++) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (tried >= MAX_TRIES) {
                    LOG.error("what happened at a seat is not written after {} tries", tried, e);
                    return;
                }
                if (tried == 1) {
                    LOG.warn("what happened at a seat waits ({}); trying again", e.getMessage());
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
