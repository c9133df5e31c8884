package org.hotline12345.ops.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.ops.bench.LifecycleLoad.Step;

/** What became of the steps. Written by one thread, read when all is over. */
final class LifecycleTally {
    /** Refused in order: too much at once, with word of when to come again. */
    static final String TRY_LATER = "try later";

    /** A step that was done. */
    record Done(Step step, long planned, long ended) {
        long micros() {
            return (ended - planned) / 1_000;
        }
    }

    private final List<Done> done = new ArrayList<>();
    private final List<Long> completed = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<Step, Integer> triedLater = new EnumMap<>(Step.class);
    private final AtomicInteger open;
    private final CountDownLatch all = new CountDownLatch(1);
    private final long begun = System.nanoTime();

    LifecycleTally(int lives) {
        open = new AtomicInteger(lives);
    }

    void oneMore() {
        open.incrementAndGet();
    }

    void done(Step step, long planned, long ended) {
        done.add(new Done(step, planned, ended));
    }

    void completed(long at) {
        completed.add(at);
    }

    void failed(Step step, long planned, long ended, String how) {
        if (how.equals(TRY_LATER)) {
            triedLater.merge(step, 1, Integer::sum);
        } else {
            failures.merge(how, 1, Integer::sum);
        }
    }

    void ended() {
        if (open.decrementAndGet() == 0) {
            all.countDown();
        }
    }

    void awaitAll(Duration limit) throws InterruptedException {
        if (!all.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            failures.merge("not ended after " + limit, open.get(), Integer::sum);
        }
    }

    int count(Step step) {
        return (int) done.stream().filter(one -> one.step() == step).count();
    }

    int completed() {
        return completed.size();
    }

    /** Whole life-cycles a second between two moments after the beginning. */
    double completedPerSecond(Duration from, Duration to) {
        var first = begun + from.toNanos();
        var end = begun + to.toNanos();
        return completed.stream().filter(at -> at >= first && at < end).count() / ((end - first) / 1e9);
    }

    int refusedInOrder() {
        return triedLater.values().stream().mapToInt(Integer::intValue).sum();
    }

    int errors() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The time within which that part of the steps was done, in milliseconds. */
    double millis(Step step, double part) {
        return millis(done.stream().filter(one -> one.step() == step).toList(), part);
    }

    double millis(double part) {
        return millis(done, part);
    }

    /** The same of steps that were planned between two moments after the beginning. */
    double millis(double part, Duration from, Duration to) {
        return millis(
                done.stream()
                        .filter(one -> one.planned() - begun >= from.toNanos() && one.planned() - begun < to.toNanos())
                        .toList(),
                part);
    }

    private static double millis(List<Done> some, double part) {
        if (some.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        var micros = some.stream().mapToLong(Done::micros).sorted().toArray();
        return micros[(int) Math.ceil(micros.length * part) - 1] / 1_000.0;
    }

    @Override
    public String toString() {
        return completed() + " life-cycles, " + done.size() + " steps; told to try later " + triedLater + "; failed "
                + failures;
    }
}
