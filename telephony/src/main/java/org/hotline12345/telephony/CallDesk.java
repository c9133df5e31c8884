package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiArrival;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread for calls: takes what Asterisk told, folds it into calls, commits, then tells the listeners. It is the
 * only writer of open calls, in memory and in rows; what it cannot write it keeps, and Asterisk waits.
 */
final class CallDesk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CallDesk.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** The channels that Asterisk lists after the link stood anew. */
    private static final class Roll {
        final String id;
        final Set<CallId> openBefore;
        final Map<CallId, List<AmiMessage>> channels = new LinkedHashMap<>();

        Roll(String id, Set<CallId> openBefore) {
            this.id = id;
            this.openBefore = openBefore;
        }
    }

    private final AmiLink link;
    private final AmiInterpreter interpreter;
    private final PgCalls rows;
    private final Dialler dialler;
    private final SeatChannels seatChannels;
    private final List<CallListener> listeners;
    private final Runnable onUp;
    private final Clock clock;
    private final int batchLimit;
    private final Map<CallId, PgCalls.Counted> open = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile @Nullable Instant lastHeard;
    private volatile Duration skew = Duration.ZERO;
    private @Nullable Roll roll;
    private int rolls;

    CallDesk(
            AmiLink link,
            AmiInterpreter interpreter,
            PgCalls rows,
            Dialler dialler,
            SeatChannels seatChannels,
            List<CallListener> listeners,
            Runnable onUp,
            Clock clock,
            int batchLimit) {
        this.link = link;
        this.interpreter = interpreter;
        this.rows = rows;
        this.dialler = dialler;
        this.seatChannels = seatChannels;
        this.listeners = listeners;
        this.onUp = onUp;
        this.clock = clock;
        this.batchLimit = batchLimit;
        rows.open().forEach(counted -> open.put(counted.call().id(), counted));
    }

    Optional<Call> call(CallId id) {
        return Optional.ofNullable(open.get(id)).map(PgCalls.Counted::call);
    }

    List<Call> openCalls() {
        return open.values().stream().map(PgCalls.Counted::call).toList();
    }

    Optional<Instant> lastHeard() {
        return Optional.ofNullable(lastHeard);
    }

    /** How far our clock is ahead of Asterisk's, transport included. */
    Duration skew() {
        return skew;
    }

    void close() {
        closed = true;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                var arrivals = link.take(batchLimit);
                if (arrivals.isEmpty()) {
                    return;
                }
                work(arrivals);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(List<AmiArrival> arrivals) throws InterruptedException {
        var batch = new Batch();
        for (var arrival : arrivals) {
            switch (arrival) {
                case AmiArrival.Up _ -> begin(batch);
                case AmiArrival.Heard heard -> hear(heard.message(), batch);
                case AmiArrival.Down _ -> {
                    roll = null;
                    dialler.linkLost();
                }
            }
        }
        if (!batch.changes.isEmpty() && write(batch.changes)) {
            publish(batch.changes);
        }
    }

    private void hear(AmiMessage message, Batch batch) {
        var now = clock.instant();
        lastHeard = now;
        interpreter.timestamp(message).ifPresent(told -> skew = Duration.between(told, now));
        if (message.cut()) {
            LOG.warn("{} was longer than any honest one; its end was cut off", message);
        }
        dialler.heard(message);
        seatChannels.heard(message);
        var current = roll;
        if (current != null && message.actionId().equals(current.id)) {
            call(current, message, batch, now);
            return;
        }
        try {
            interpreter.interpret(message, batch::isOpen, now).ifPresent(batch::add);
        } catch (RuntimeException e) {
            // One message that cannot be understood must not stop all calls.
            LOG.error("{} could not be interpreted", message, e);
        }
    }

    // Calls that began or ended while the link was down

    private void begin(Batch batch) {
        roll = new Roll("roll-" + ++rolls, batch.openIds());
        try {
            link.tell(AmiAction.of("CoreShowChannels"), roll.id);
            onUp.run();
        } catch (AmiAway e) {
            LOG.debug("the link broke again before the channels were asked for");
        }
    }

    private void call(Roll current, AmiMessage message, Batch batch, Instant now) {
        if (message.event().equals("CoreShowChannel")) {
            interpreter
                    .callOf(message)
                    .ifPresent(call -> current.channels
                            .computeIfAbsent(call, _ -> new ArrayList<>())
                            .add(message));
        } else if (message.event().equals("CoreShowChannelsComplete")) {
            roll = null;
            for (var call : current.openBefore) {
                if (!current.channels.containsKey(call) && batch.isOpen(call)) {
                    LOG.warn("call {} ended while Asterisk was not heard", call);
                    batch.add(new CallEvent.Interrupted(call, now));
                }
            }
            current.channels.forEach((call, channels) -> {
                if (!batch.isOpen(call)) {
                    interpreter.adopt(call, channels, now).forEach(batch::add);
                }
            });
        } else if (message.isResponse() && !message.isSuccess()) {
            roll = null;
            LOG.warn(
                    "Asterisk does not list its channels ({}): calls that ended unheard stay open",
                    message.get("Message"));
        }
    }

    // Rows, then listeners

    private boolean write(List<PgCalls.Change> changes) throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                rows.write(changes);
                return true;
            } catch (RuntimeException e) {
                if (PgCalls.isHopeless(e)) {
                    return writeOneByOne(changes, e);
                }
                if (closed) {
                    LOG.error("{} events of calls could not be written before the end", changes.size(), e);
                    return false;
                }
                LOG.warn("calls wait for the database ({}); trying again", e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /** One row that the database refuses for what it holds must not stop all calls. */
    private boolean writeOneByOne(List<PgCalls.Change> changes, RuntimeException first) {
        LOG.error("the database refuses a batch of {} events of calls; writing them singly", changes.size(), first);
        for (var change : changes) {
            try {
                rows.write(List.of(change));
            } catch (RuntimeException e) {
                LOG.error(
                        "event {} of call {} is not written",
                        change.ordinal(),
                        change.call().id(),
                        e);
            }
        }
        return true;
    }

    private void publish(List<PgCalls.Change> changes) {
        for (var change : changes) {
            if (change.call().open()) {
                open.put(change.call().id(), new PgCalls.Counted(change.call(), change.ordinal()));
            } else {
                open.remove(change.call().id());
            }
        }
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

    /** What a batch makes of the open calls, before it is written. */
    private final class Batch {
        final List<PgCalls.Change> changes = new ArrayList<>();
        private final Map<CallId, PgCalls.Counted> changed = new HashMap<>();

        boolean isOpen(CallId id) {
            var here = changed.get(id);
            return here != null ? here.call().open() : open.containsKey(id);
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

        void add(CallEvent event) {
            var before = changed.getOrDefault(event.call(), open.get(event.call()));
            PgCalls.Counted after;
            if (event instanceof CallEvent.Arrived arrived) {
                if (before != null) {
                    return;
                }
                after = new PgCalls.Counted(Calls.begin(arrived), 1);
            } else if (before == null) {
                return;
            } else {
                after = new PgCalls.Counted(Calls.apply(before.call(), event), before.events() + 1);
            }
            changed.put(event.call(), after);
            changes.add(new PgCalls.Change(after.call(), event, after.events()));
        }
    }
}
