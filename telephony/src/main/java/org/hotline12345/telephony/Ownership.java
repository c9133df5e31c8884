package org.hotline12345.telephony;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process hears one Asterisk: takes its lease when nobody has it, prolongs it, and ends the hearing before it is over.
 * One thread does all of it; only {@link #refused} and {@link #close} come from others.
 */
final class Ownership implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    /** A lease is looked at so often while another process has it, as a part of its length. */
    private static final int LOOKS = 12;

    /** What hangs on hearing Asterisk; told on the thread of this. */
    interface Hearing {
        /** Nobody else hears it from now on. */
        void begin(Fence fence);

        /** Closes the link at once; what else there is may end later. */
        void end();

        /** Closes the link, and waits until what is under way is written. */
        void stop();
    }

    private final String node;
    private final String holder;
    private final PgLeases rows;
    private final Duration length;
    private final LongSupplier nanos;
    private final Hearing hearing;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable Tenure tenure;
    private volatile PgLeases.@Nullable Held taken;
    private volatile Optional<PgLeases.Held> theirs = Optional.empty();
    private volatile @Nullable Fence refused;
    private volatile boolean closed;
    private String trouble = "";
    private boolean waits;

    Ownership(String node, String holder, PgLeases rows, Duration length, LongSupplier nanos, Hearing hearing) {
        this.node = node;
        this.holder = holder;
        this.rows = rows;
        this.length = length;
        this.nanos = nanos;
        this.hearing = hearing;
        this.thread = Thread.ofPlatform().daemon().name("hotline-lease-" + node).unstarted(this);
    }

    /** Tries once on this thread, so that a process that is alone hears Asterisk when this returns; then goes on by itself. */
    void start() {
        step();
        thread.start();
    }

    /** Whether the link may be open, by our own clock. */
    boolean holds() {
        var now = tenure;
        return now != null && now.due(nanos.getAsLong()) != Tenure.Due.END;
    }

    /** Our own lease; empty while another process, or nobody, hears Asterisk. */
    Optional<PgLeases.Held> ours() {
        return holds() ? Optional.ofNullable(taken) : Optional.empty();
    }

    /** Who hears it instead, as of our last look; empty when we do, or nobody is known to. */
    Optional<PgLeases.Held> theirs() {
        return holds() ? Optional.empty() : theirs;
    }

    /** The database has refused what was to be written under it. */
    void refused(Fence fence) {
        refused = fence;
        news.release();
    }

    /** Ends the hearing and gives the lease back. */
    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                var pause = step();
                var _ = news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
            var last = tenure;
            lose("this process stops", hearing::stop);
            if (last != null) {
                release(last.fence());
            }
        } catch (InterruptedException e) {
            lose("its thread was interrupted");
            Thread.currentThread().interrupt();
        }
    }

    /** @return the pause until the next */
    private Duration step() {
        var mine = tenure;
        if (mine == null) {
            return take();
        }
        if (mine.fence().equals(refused)) {
            lose("another process has taken it over");
            return Duration.ZERO;
        }
        return switch (mine.due(nanos.getAsLong())) {
            case NOTHING -> mine.rest(nanos.getAsLong());
            case PROLONG -> prolong(mine);
            case END -> {
                lose("the lease could not be prolonged in time");
                yield Duration.ZERO;
            }
        };
    }

    private Duration take() {
        try {
            var asked = nanos.getAsLong();
            var held = rows.take(node, holder, length, length.dividedBy(2));
            recovered();
            if (held.isEmpty()) {
                theirs = Optional.ofNullable(rows.all(length.dividedBy(2)).get(node))
                        .filter(PgLeases.Held::stands);
                if (!waits) {
                    waits = true;
                    LOG.info(
                            "Asterisk {} is heard by another process, {}; this one waits",
                            node,
                            theirs.map(PgLeases.Held::holder).orElse("unknown"));
                }
                return length.dividedBy(LOOKS);
            }
            theirs = Optional.empty();
            var got = new Tenure(new Fence(node, held.get().epoch()), asked, length);
            LOG.info(
                    "Asterisk {} is heard by this process, {}, with epoch {}",
                    node,
                    holder,
                    held.get().epoch());
            waits = false;
            taken = held.get();
            tenure = got;
            hearing.begin(got.fence());
            return Duration.ZERO;
        } catch (RuntimeException e) {
            if (tenure != null) {
                lose("the hearing could not begin");
            }
            troubled(e);
            return length.dividedBy(LOOKS);
        }
    }

    private Duration prolong(Tenure mine) {
        var asked = nanos.getAsLong();
        try {
            if (rows.prolong(mine.fence(), length, mine.left(asked))) {
                recovered();
                tenure = mine.prolonged(asked);
            } else {
                lose("another process has taken it over");
            }
            return Duration.ZERO;
        } catch (RuntimeException e) {
            troubled(e);
            var left = mine.left(nanos.getAsLong());
            return left.compareTo(AFTER_FAILURE) < 0 ? left : AFTER_FAILURE;
        }
    }

    private void lose(String why) {
        lose(why, hearing::end);
    }

    private void lose(String why, Runnable ending) {
        if (tenure == null) {
            return;
        }
        tenure = null;
        taken = null;
        LOG.info("Asterisk {} is heard by this process no longer: {}", node, why);
        try {
            ending.run();
        } catch (RuntimeException e) {
            LOG.error("the hearing of Asterisk {} did not end in order", node, e);
        }
    }

    private void release(Fence fence) {
        try {
            rows.release(fence, RELEASE_LIMIT);
        } catch (RuntimeException e) {
            LOG.warn("the lease of Asterisk {} ends by itself: {}", node, e.getMessage());
        }
    }

    private void troubled(RuntimeException e) {
        var words = String.valueOf(e.getMessage());
        if (!words.equals(trouble)) {
            trouble = words;
            LOG.warn("the lease of Asterisk {} waits for the database ({}); trying again", node, words);
        }
    }

    private void recovered() {
        trouble = "";
    }
}
