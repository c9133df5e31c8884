package org.hotline12345.telephony.ami;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has been heard and not yet been worked on. It never drops: at its limit it asks the session to stop reading, and
 * the network makes Asterisk wait. What one read brought (64 KiB) may come on top of the limit.
 */
final class AmiInbox {
    private final int limit;
    private final ArrayDeque<AmiArrival> arrivals = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private boolean full;
    private boolean closed;
    private Runnable onRoom = () -> {};

    AmiInbox(int limit) {
        this.limit = limit;
    }

    /**
     * @param resume called once there is room again, if there is none now: always the last one, for an earlier one may
     *     belong to a connection that is gone
     * @return whether the sender must stop
     */
    boolean put(List<AmiArrival> more, Runnable resume) {
        lock.lock();
        try {
            arrivals.addAll(more);
            filled.signal();
            if (arrivals.size() >= limit) {
                full = true;
            }
            onRoom = resume;
            return full;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for arrivals and takes up to so many; empty when the inbox was closed. */
    List<AmiArrival> take(int max) throws InterruptedException {
        Runnable resume = () -> {};
        var taken = new ArrayList<AmiArrival>();
        lock.lock();
        try {
            while (arrivals.isEmpty() && !closed) {
                filled.await();
            }
            while (!arrivals.isEmpty() && taken.size() < max) {
                taken.add(arrivals.remove());
            }
            if (full && arrivals.size() <= limit / 2) {
                full = false;
                resume = onRoom;
            }
        } finally {
            lock.unlock();
        }
        resume.run();
        return taken;
    }

    int size() {
        lock.lock();
        try {
            return arrivals.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
