package org.hotline12345.callback.sms;

import java.util.concurrent.TimeUnit;

/** Spreads what goes out evenly, so that no second holds more than the operator allows. */
final class Pace {
    private final long stepNanos;
    private long nextNanos = System.nanoTime();

    Pace(int perSecond) {
        stepNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Returns when the caller's turn has come. */
    void next() throws InterruptedException {
        var waitNanos = take();
        if (waitNanos > 0) {
            TimeUnit.NANOSECONDS.sleep(waitNanos);
        }
    }

    private synchronized long take() {
        var now = System.nanoTime();
        if (nextNanos - now < 0) {
            nextNanos = now;
        }
        var waitNanos = nextNanos - now;
        nextNanos += stepNanos;
        return waitNanos;
    }
}
