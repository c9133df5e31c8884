package org.hotline12345.ops.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM as an interruption of the main thread, wherever it is: waiting for the signal or still starting.
 *
 * <p>The process ends with code 0 when everything was closed in order; a second signal changes nothing.
 */
public final class StopSignal implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(90);

    private final Thread main = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean given;

    /** To be called on the thread that starts and closes the parts. */
    public static StopSignal listen() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    boolean given() {
        return given;
    }

    /** Returns when the program is told to stop; the thread is not interrupted any more then. */
    public void await() {
        try {
            while (!given) {
                Thread.sleep(Duration.ofHours(1));
            }
        } catch (InterruptedException e) {
            // Told.
        }
        Thread.interrupted();
    }

    private void stop() {
        given = true;
        main.interrupt();
        try {
            if (closed.await(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is closed: the process may end. */
    @Override
    public void close() {
        if (!given) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now: the hook waits for the next line.
            }
        }
        closed.countDown();
    }
}
