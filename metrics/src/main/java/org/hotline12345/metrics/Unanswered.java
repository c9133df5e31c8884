package org.hotline12345.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallFacts;
import org.hotline12345.telephony.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that ended without an agent's answer. They are counted a moment later, from their rows: only these know of a message that
 * is still being put away when the caller has hung up, and so the wall counts by the same facts as the bulletin.
 */
final class Unanswered {
    private static final Logger LOG = LoggerFactory.getLogger(Unanswered.class);
    /** While the database is away; more than that is a day without it. */
    private static final int LIMIT = 100_000;

    private static final int BATCH = 500;

    /** What the telephone knows of calls and rules. */
    interface Rules {
        CallCounting counting(HotlineCode hotline);

        Map<CallId, CallFacts> facts(HotlineCode hotline, Collection<CallId> calls);
    }

    private record Ended(Call call, long nanos) {}

    private final CallMeters meters;
    private final Rules rules;
    private final long pauseNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ended> ended = new ArrayDeque<>();

    /** @param pause from a call's end until its row is asked */
    Unanswered(CallMeters meters, Rules rules, Duration pause) {
        this.meters = meters;
        this.rules = rules;
        this.pauseNanos = pause.toNanos();
    }

    void add(Call call) {
        lock.lock();
        try {
            if (ended.size() == LIMIT) {
                ended.removeFirst();
                LOG.warn("a call is missing from the meters: {} wait for their rows", LIMIT);
            }
            ended.addLast(new Ended(call, System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    /** Counts those whose time has come; what cannot be asked for now stays for the next round. */
    void count() {
        var due = take();
        while (!due.isEmpty()) {
            try {
                count(due);
            } catch (RuntimeException e) {
                giveBack(due);
                throw e;
            }
            due = take();
        }
    }

    private void count(List<Ended> due) {
        var found = new HashMap<CallId, CallFacts>();
        var byHotline = new HashMap<HotlineCode, List<CallId>>();
        due.forEach(one -> byHotline
                .computeIfAbsent(one.call().hotline(), _ -> new ArrayList<>())
                .add(one.call().id()));
        byHotline.forEach((hotline, ids) -> found.putAll(rules.facts(hotline, ids)));
        for (var one : due) {
            var facts = found.get(one.call().id());
            if (facts != null) {
                meters.ended(one.call(), facts, rules.counting(one.call().hotline()));
            } else {
                LOG.warn(
                        "call {} has no row, and is missing from the meters",
                        one.call().id());
            }
        }
    }

    private List<Ended> take() {
        lock.lock();
        try {
            var taken = new ArrayList<Ended>();
            var now = System.nanoTime();
            while (taken.size() < BATCH
                    && !ended.isEmpty()
                    && now - ended.getFirst().nanos() >= pauseNanos) {
                taken.add(ended.removeFirst());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(List<Ended> taken) {
        lock.lock();
        try {
            taken.reversed().forEach(ended::addFirst);
        } finally {
            lock.unlock();
        }
    }
}
