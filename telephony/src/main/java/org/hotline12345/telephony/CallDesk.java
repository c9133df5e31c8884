package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiArrival;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that hears one Asterisk's manager stream: takes what was told and has it folded into calls and committed. */
final class CallDesk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CallDesk.class);
    private static final String ROLL = "roll-";
    /** Once more after this time: what died in the very moment of the first roll shows by then. */
    private static final Duration SECOND_ROLL = Duration.ofSeconds(10);

    /** Hears of the link, and what Asterisk has when it stands anew. */
    interface Watcher {
        /** The link stands; on the desk's thread. */
        void up(Optional<Instant> lastHeard, Instant now);

        /** Every message, before it is interpreted. */
        void heard(AmiMessage message);

        void down();

        /**
         * @return whether Asterisk's record will tell what happened meanwhile; without it, it is guessed from the roll
         */
        boolean rolled(RecordDesk.Roll roll);
    }

    /** The channels that Asterisk lists after the link stood anew. */
    private static final class Roll {
        final String id;
        final Instant askedAt;
        final Set<CallId> openBefore;
        final boolean isFirst;
        final Map<CallId, List<AmiMessage>> channels = new LinkedHashMap<>();

        Roll(String id, Instant askedAt, Set<CallId> openBefore, boolean isFirst) {
            this.id = id;
            this.askedAt = askedAt;
            this.openBefore = openBefore;
            this.isFirst = isFirst;
        }
    }

    private final AmiLink link;
    private final AmiInterpreter interpreter;
    private final Adoption adoption;
    private final Switchboard switchboard;
    private final OpenCalls calls;
    private final Watcher watcher;
    private final Clock clock;
    private final String node;
    private final int batchLimit;
    private volatile boolean closed;
    private volatile @Nullable Instant lastHeard;
    private volatile Duration skew = Duration.ZERO;
    /** The least of it since the link stands: what is more is waiting, be it in the network while we do not read. */
    private @Nullable Duration leastSkew;

    private volatile @Nullable Roll roll;
    private Optional<Instant> downAt = Optional.empty();
    private int rolls;

    CallDesk(
            String node,
            AmiLink link,
            AmiInterpreter interpreter,
            Switchboard switchboard,
            OpenCalls calls,
            Watcher watcher,
            Clock clock,
            int batchLimit) {
        this.node = node;
        this.link = link;
        this.interpreter = interpreter;
        this.adoption = new Adoption(switchboard);
        this.switchboard = switchboard;
        this.calls = calls;
        this.watcher = watcher;
        this.clock = clock;
        this.batchLimit = batchLimit;
    }

    /** Up to when, by our clock, we know what Asterisk told. */
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
                calls.change(batch -> work(arrivals, batch));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(List<AmiArrival> arrivals, OpenCalls.Batch batch) {
        for (var arrival : arrivals) {
            switch (arrival) {
                case AmiArrival.Up _ -> begin(batch);
                case AmiArrival.Heard heard -> hear(heard.message(), batch);
                case AmiArrival.Down down -> {
                    roll = null;
                    downAt = Optional.of(down.at().minus(skew));
                    watcher.down();
                }
            }
        }
    }

    private void hear(AmiMessage message, OpenCalls.Batch batch) {
        var now = clock.instant();
        lastHeard =
                interpreter.timestamp(message).map(told -> caughtUp(told, now)).orElse(now);
        if (message.cut()) {
            LOG.warn("{} was longer than any honest one; its end was cut off", message);
        }
        watcher.heard(message);
        var current = roll;
        if (current != null && message.actionId().equals(current.id)) {
            call(current, message, batch, now);
            return;
        }
        try {
            interpreter.fact(message, now).ifPresent(fact -> tell(fact, batch));
        } catch (RuntimeException e) {
            // One message that cannot be understood must not stop all calls.
            LOG.error("{} could not be interpreted", message, e);
        }
    }

    /** When we would have heard it without delay: a message that lay about for long says nothing of what came after it. */
    private Instant caughtUp(Instant told, Instant now) {
        skew = Duration.between(told, now);
        if (leastSkew == null || skew.compareTo(leastSkew) < 0) {
            leastSkew = skew;
        }
        return told.plus(leastSkew);
    }

    private void tell(ChannelFact fact, OpenCalls.Batch batch) {
        CallId.of(node, fact.linkedId())
                .filter(id -> fact instanceof ChannelFact.Arrived || batch.isOpen(id))
                .ifPresent(id -> {
                    switchboard.tell(id, fact).forEach(batch::add);
                    if (!batch.isOpen(id)) {
                        switchboard.forget(id);
                    }
                });
    }

    // Calls that began or ended while the link was down

    private void begin(OpenCalls.Batch batch) {
        watcher.up(lastHeard(), clock.instant());
        leastSkew = null;
        switchboard.clear();
        ask(batch.openIds(), true);
        Thread.ofVirtual().name("hotline-second-roll").start(() -> {
            try {
                Thread.sleep(SECOND_ROLL);
                if (!closed && roll == null) {
                    ask(Set.of(), false);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void ask(Set<CallId> openBefore, boolean isFirst) {
        var asked = new Roll(ROLL + ++rolls, clock.instant().minus(skew), openBefore, isFirst);
        roll = asked;
        try {
            link.tell(AmiAction.of("CoreShowChannels"), asked.id);
        } catch (AmiAway e) {
            LOG.debug("the link broke again before the channels were asked for");
        }
    }

    private void call(Roll current, AmiMessage message, OpenCalls.Batch batch, Instant now) {
        if (message.event().equals("CoreShowChannel")) {
            CallId.of(node, message.get("Linkedid"))
                    .ifPresent(call -> current.channels
                            .computeIfAbsent(call, _ -> new ArrayList<>())
                            .add(message));
        } else if (message.event().equals("CoreShowChannelsComplete")) {
            roll = null;
            if (current.isFirst) {
                current.channels.forEach((call, channels) -> adoption.seat(call, channels, batch.now(call)));
            }
            if (!watcher.rolled(new RecordDesk.Roll(Set.copyOf(current.channels.keySet()), current.askedAt, downAt))) {
                guess(current, batch, now);
            }
        } else if (message.isResponse() && !message.isSuccess()) {
            roll = null;
            LOG.warn(
                    "Asterisk does not list its channels ({}): calls that ended unheard stay open",
                    message.get("Message"));
        }
    }

    /** Without Asterisk's record nobody can tell more than that calls are there, or are there no more. */
    private void guess(Roll current, OpenCalls.Batch batch, Instant now) {
        for (var call : current.openBefore) {
            if (!current.channels.containsKey(call) && batch.isOpen(call)) {
                LOG.warn("call {} ended while Asterisk was not heard", call);
                batch.add(new CallEvent.Interrupted(call, now));
            }
        }
        current.channels.forEach((call, channels) -> {
            if (!batch.isOpen(call)) {
                adoption.events(call, channels, now).forEach(batch::add);
            }
        });
    }
}
