package org.hotline12345.ops.witness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.ops.kit.ManagerHand;
import org.hotline12345.ops.witness.CallsPlan.Handing;

/**
 * Hands calls on as planned, by Asterisk's manager port and not through the hotline: so it also happens while the hotline is
 * cut off or dead.
 */
final class Switchboard implements AutoCloseable {
    private static final Duration BEFORE = Duration.ofMillis(600);
    private static final Duration ASKING = Duration.ofMillis(1_200);
    private static final Duration BEFORE_PICK = Duration.ofMillis(80);

    private final Map<String, Handing> open;
    private final List<String> experts;
    private final List<String> slow;
    private final ManagerHand hand;
    private final Map<String, Handing> begun = new ConcurrentHashMap<>();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile CountDownLatch asking = new CountDownLatch(1);

    private Switchboard(
            Map<String, Handing> handings,
            List<String> experts,
            List<String> slow,
            int managerPort,
            String user,
            String secret) {
        this.open = new ConcurrentHashMap<>(handings);
        this.experts = experts;
        this.slow = slow;
        this.hand = ManagerHand.open(managerPort, user, secret, this::heard);
    }

    /**
     * @param experts seats in no queue, to which calls are handed
     * @param slow the same, who let it ring for long
     */
    static Switchboard open(
            Map<String, Handing> handings,
            List<String> experts,
            List<String> slow,
            int managerPort,
            String user,
            String secret) {
        return new Switchboard(handings, experts, slow, managerPort, user, secret);
    }

    /** Puts these seats into a queue of Asterisk's. */
    void staff(String queue, List<String> seats) {
        seats.forEach(seat -> hand.act(
                "QueueAdd",
                "Queue",
                queue,
                "Interface",
                "PJSIP/" + seat,
                "MemberName",
                seat,
                "StateInterface",
                "PJSIP/" + seat));
    }

    /** What was begun, by Asterisk's id of the caller's channel. */
    Map<String, Handing> begun() {
        return Map.copyOf(begun);
    }

    /** Waits until the next attended transfer is in its asking; false when none was within the limit. */
    boolean awaitAsking(Duration limit) throws InterruptedException {
        asking = new CountDownLatch(1);
        return asking.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void heard(Map<String, String> event) {
        var number = event.getOrDefault("CallerIDNum", "");
        switch (event.getOrDefault("Event", "")) {
            case "QueueCallerJoin" -> {
                if (open.remove(number, Handing.PICKED)) {
                    later(() -> pick(event.getOrDefault("Channel", ""), event.getOrDefault("Uniqueid", "")));
                }
            }
            case "AgentConnect" -> {
                connected.add(event.getOrDefault("Uniqueid", ""));
                var handing = open.get(number);
                if (handing != null && handing != Handing.PICKED && open.remove(number, handing)) {
                    var uniqueId = event.getOrDefault("Uniqueid", "");
                    later(() -> handOn(handing, event.getOrDefault("DestChannel", ""), uniqueId));
                }
            }
            default -> {}
        }
    }

    private void pick(String channel, String uniqueId) throws InterruptedException {
        Thread.sleep(BEFORE_PICK);
        if (!connected.contains(uniqueId)) {
            begun.put(uniqueId, Handing.PICKED);
            hand.act("Redirect", "Channel", channel, "Context", "transfer", "Exten", next(experts), "Priority", "1");
        }
    }

    private void handOn(Handing handing, String seat, String uniqueId) throws InterruptedException {
        Thread.sleep(BEFORE);
        begun.put(uniqueId, handing);
        switch (handing) {
            case BLIND_TO_SEAT -> blind(seat, next(experts));
            case BLIND_TO_QUEUE -> blind(seat, "queue-second");
            case BLIND_OUTSIDE -> blind(seat, outside());
            case ATTENDED_TO_SEAT -> {
                ask(seat, next(experts));
                Thread.sleep(ASKING);
                hangUp(seat);
            }
            case ATTENDED_TO_QUEUE -> {
                ask(seat, "queue-second");
                Thread.sleep(ASKING);
                hangUp(seat);
            }
            case ATTENDED_UNANSWERED -> ask(seat, next(slow));
            case ATTENDED_CANCELLED -> {
                ask(seat, next(experts));
                Thread.sleep(ASKING);
                hand.act("CancelAtxfer", "Channel", seat);
            }
            case THREE_WAY -> {
                ask(seat, outside());
                Thread.sleep(ASKING);
                press(seat, "*");
                Thread.sleep(150);
                press(seat, "3");
            }
            case PICKED -> throw new IllegalStateException("who is picked was not answered");
        }
    }

    private void blind(String seat, String to) {
        hand.act("BlindTransfer", "Channel", seat, "Context", "transfer", "Exten", to);
    }

    private void ask(String seat, String to) {
        hand.act("Setvar", "Channel", seat, "Variable", "TRANSFER_EXTEN", "Value", to);
        hand.act("Atxfer", "Channel", seat, "Context", "transfer", "Exten", to);
        asking.countDown();
    }

    private void hangUp(String seat) {
        hand.act("Hangup", "Channel", seat, "Cause", "16");
    }

    private void press(String seat, String key) {
        hand.act("PlayDTMF", "Channel", seat, "Digit", key, "Receive", "true");
    }

    private String next(List<String> seats) {
        return seats.get(turn.getAndIncrement() % seats.size());
    }

    private String outside() {
        return String.format("0370%08d", 91_000_000 + turn.getAndIncrement() % 1_000);
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void later(Step step) {
        Thread.ofVirtual().start(() -> {
            try {
                step.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        hand.close();
    }
}
