package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Stores what many bring at once, a batch at a time: what comes while one is under way goes into the next one together. So many wait
 * for one commit, and none holds a connection while it waits.
 */
public final class Batches<T, R> {
    private record Waiting<T, R>(T one, Promise<R> stored) {}

    private final int most;
    private final Function<List<T>, Future<List<R>>> store;
    private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
    private boolean underWay;

    /**
     * @param most of a batch
     * @param store all of a batch or nothing; gives what came of each, in its order
     */
    public Batches(int most, Function<List<T>, Future<List<R>>> store) {
        this.most = most;
        this.store = store;
    }

    /** Done when it is stored; one that cannot be stored keeps no other of its batch from it. */
    public Future<R> add(T one) {
        var mine = new Waiting<T, R>(one, Promise.promise());
        synchronized (waiting) {
            waiting.add(mine);
        }
        storeNext();
        return mine.stored().future();
    }

    /** Whether nothing waits and nothing is under way. */
    public boolean isIdle() {
        synchronized (waiting) {
            return !underWay && waiting.isEmpty();
        }
    }

    private void storeNext() {
        var batch = new ArrayList<Waiting<T, R>>();
        synchronized (waiting) {
            if (underWay || waiting.isEmpty()) {
                return;
            }
            underWay = true;
            while (batch.size() < most && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        }
        store(batch).onComplete(_ -> {
            synchronized (waiting) {
                underWay = false;
            }
            storeNext();
        });
    }

    /** Always succeeds: how it went is told to each who waits. */
    private Future<?> store(List<Waiting<T, R>> batch) {
        return store.apply(batch.stream().map(Waiting::one).toList())
                .compose(
                        results -> {
                            for (int i = 0; i < batch.size(); i++) {
                                batch.get(i).stored().complete(results.get(i));
                            }
                            return Future.succeededFuture();
                        },
                        failure -> {
                            if (batch.size() == 1) {
                                batch.getFirst().stored().fail(failure);
                                return Future.succeededFuture();
                            }
                            Future<?> each = Future.succeededFuture();
                            for (var one : batch) {
                                each = each.compose(_ -> store(List.of(one)));
                            }
                            return each;
                        });
    }
}
