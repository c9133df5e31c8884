package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls in progress of one Asterisk, and their only writer: what is told is folded, committed, and only then heard by the
 * listeners. The manager stream and Asterisk's record tell in turn, under one lock; what cannot be written is kept, and the tellers
 * wait.
 */
final class OpenCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCalls.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int REMEMBERED = 20_000;

    private final PgCalls rows;
    private final Fence fence;
    private final Consumer<Fence> onRefused;
    private final List<CallListener> listeners;
    private final Map<CallId, PgCalls.Counted> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    /** Settled calls: an event that lags behind the record must not begin one anew. */
    private final Map<CallId, Boolean> lately = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private volatile boolean closed;

    /**
     * @param fence under which is written
     * @param begun the calls in progress as the rows have them, read since the fence stands
     * @param onRefused told when another process hears this Asterisk by now: nothing more is written
     */
    OpenCalls(
            PgCalls rows,
            Fence fence,
            List<PgCalls.Counted> begun,
            List<CallListener> listeners,
            Consumer<Fence> onRefused) {
        this.rows = rows;
        this.fence = fence;
        this.onRefused = onRefused;
        this.listeners = listeners;
        begun.forEach(counted -> open.put(counted.call().id(), counted));
    }

    Optional<Call> call(CallId id) {
        return Optional.ofNullable(open.get(id)).map(PgCalls.Counted::call);
    }

    List<Call> all() {
        return open.values().stream().map(PgCalls.Counted::call).toList();
    }

    /** What waits for the database is given up; the record has it. */
    void close() {
        closed = true;
    }

    /** Does the work on what the calls are now, writes what came of it, and tells the listeners. */
    void change(Consumer<Batch> work) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var batch = new Batch();
            work.accept(batch);
            var whole = batch.whole();
            if (!whole.isEmpty() && write(whole)) {
                publish(batch, whole.changes());
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean write(PgCalls.Batch batch) throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                writeOrSingly(batch);
                return true;
            } catch (LeaseLost e) {
                closed = true;
                LOG.info(
                        "{} events of calls are left to the process that hears them now",
                        batch.changes().size());
                onRefused.accept(fence);
                return false;
            } catch (RuntimeException e) {
                if (closed) {
                    LOG.error(
                            "{} events of calls could not be written before the end",
                            batch.changes().size(),
                            e);
                    return false;
                }
                LOG.warn("calls wait for the database ({}); trying again", e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private void writeOrSingly(PgCalls.Batch batch) {
        try {
            rows.write(fence, batch);
        } catch (RuntimeException e) {
            if (!PgCalls.isHopeless(e)) {
                throw e;
            }
            writeSingly(batch, e);
        }
    }

    /** One row that the database refuses for what it holds must not stop all calls. */
    private void writeSingly(PgCalls.Batch batch, RuntimeException first) {
        LOG.error(
                "the database refuses {} events of calls; writing them singly",
                batch.changes().size(),
                first);
        for (var change : batch.changes()) {
            tryTo(PgCalls.Batch.of(List.of(change)), change.call().id());
        }
        for (var settled : batch.settled()) {
            var one = new PgCalls.Batch(List.of(), List.of(settled), List.of(), Optional.empty());
            tryTo(one, settled.call().id());
        }
        rows.write(fence, new PgCalls.Batch(List.of(), List.of(), batch.confirmed(), batch.position()));
    }

    private void tryTo(PgCalls.Batch one, CallId call) {
        try {
            rows.write(fence, one);
        } catch (LeaseLost e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("what happened to call {} is not written", call, e);
        }
    }

    private void publish(Batch batch, List<PgCalls.Change> changes) {
        batch.settled.forEach(counted -> lately.put(counted.call().id(), true));
        batch.confirmed.forEach(id -> lately.put(id, true));
        batch.changed.forEach((id, counted) -> {
            if (counted.call().open()) {
                open.put(id, counted);
            } else {
                open.remove(id);
            }
        });
        for (var change : changes) {
            for (var listener : listeners) {
                try {
                    listener.on(change.call(), change.event());
                } catch (RuntimeException e) {
                    LOG.error("a listener failed on call {}", change.call().id(), e);
                }
            }
        }
    }

    /** What one piece of work makes of the calls, before it is written. */
    final class Batch {
        private final List<PgCalls.Change> changes = new ArrayList<>();
        private final List<PgCalls.Counted> settled = new ArrayList<>();
        private final List<CallId> confirmed = new ArrayList<>();
        private final Map<CallId, PgCalls.Counted> changed = new HashMap<>();
        private Optional<PgCalls.Position> position = Optional.empty();

        private PgCalls.Batch whole() {
            return new PgCalls.Batch(changes, settled, confirmed, position);
        }

        boolean isOpen(CallId id) {
            return now(id).filter(counted -> counted.call().open()).isPresent();
        }

        /** The call, while it is open or has just ended in this batch. */
        Optional<PgCalls.Counted> now(CallId id) {
            var here = changed.get(id);
            return Optional.ofNullable(here != null ? here : open.get(id));
        }

        Set<CallId> openIds() {
            var ids = new HashSet<>(open.keySet());
            changed.forEach((id, counted) -> {
                if (counted.call().open()) {
                    ids.add(id);
                } else {
                    ids.remove(id);
                }
            });
            return ids;
        }

        /** Takes the event in, unless it tells nothing new. */
        void add(CallEvent event) {
            var before = now(event.call());
            if (event instanceof CallEvent.Arrived arrived) {
                if (before.isEmpty() && !lately.containsKey(event.call())) {
                    put(new PgCalls.Counted(Calls.begin(arrived), 1), event);
                }
                return;
            }
            before.ifPresent(counted -> {
                var after = Calls.apply(counted.call(), event);
                if (!after.equals(counted.call())) {
                    put(new PgCalls.Counted(after, counted.events() + 1), event);
                }
            });
        }

        /** The record tells the call so: that stands, whatever events made of it. */
        void settle(PgCalls.Counted whole) {
            settled.add(whole);
            changed.put(whole.call().id(), whole);
        }

        /** The record tells the call as the rows have it. */
        void confirm(CallId id) {
            confirmed.add(id);
        }

        void move(PgCalls.Position to) {
            position = Optional.of(to);
        }

        private void put(PgCalls.Counted counted, CallEvent event) {
            changed.put(event.call(), counted);
            changes.add(new PgCalls.Change(counted.call(), event, counted.events()));
        }
    }
}
