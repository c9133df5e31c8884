package org.hotline12345.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.CallListener;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Outcome;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.Telephony;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a rung agent who calls and what the caller asked before.
 *
 * <p>Telephony's thread only hands events over; each call has a queue of its own that one virtual thread at a time works
 * off, so that the lookups hold up no other call and an agent never hears of the end before the ring.
 */
final class ScreenPop implements CallListener {
    private static final Logger LOG = LoggerFactory.getLogger(ScreenPop.class);
    private static final String SEE_CALLER = "ticketing.see-caller";
    private static final int MAX_CALLS = 10_000;
    private static final int MAX_WAITING_PER_CALL = 200;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final PgTickets tickets;
    private final Clock clock;
    private final Office office;
    private final Telephony telephony;
    private final int historyLimit;
    private final Map<CallId, ShownCall> shown = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("screen-pop-", 0).factory());
    private volatile @Nullable LiveTopic topic;

    ScreenPop(PgTickets tickets, Clock clock, Office office, Telephony telephony, int historyLimit) {
        this.tickets = tickets;
        this.clock = clock;
        this.office = office;
        this.telephony = telephony;
        this.historyLimit = historyLimit;
    }

    void start(LiveTopic opened) {
        topic = opened;
    }

    void close() {
        topic = null;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    int callsShown() {
        return shown.size();
    }

    @Override
    public void on(Call call, CallEvent event) {
        if (topic == null) {
            return;
        }
        switch (event) {
            case CallEvent.Ringing ringing -> {
                if (shown.size() < MAX_CALLS) {
                    shown.computeIfAbsent(call.id(), _ -> new ShownCall()).add(call, ringing);
                } else {
                    LOG.warn("{} calls are shown already: call {} rings without a screen pop", MAX_CALLS, call.id());
                }
            }
            case CallEvent.RingEnded _, CallEvent.Answered _, CallEvent.TalkEnded _ -> {
                var line = shown.get(call.id());
                if (line != null) {
                    line.add(call, event);
                }
            }
            case CallEvent.Left _, CallEvent.Interrupted _ -> {
                var line = shown.remove(call.id());
                if (line != null) {
                    line.add(call, event);
                }
            }
            default -> {} // no screen shows it
        }
    }

    private record Heard(Call call, CallEvent event) {}

    /** What the caller asked before, looked up once, at the first ring. */
    private record History(List<Call> calls, List<Ticket> tickets) {
        static final History NONE = new History(List.of(), List.of());

        History {
            calls = List.copyOf(calls);
            tickets = List.copyOf(tickets);
        }
    }

    /** One call on agents' screens. Its queue is guarded by its lock, the rest belongs to the thread that works it off. */
    private final class ShownCall implements Runnable {
        private final Queue<Heard> waiting = new ArrayDeque<>();
        private boolean working;

        private final Set<PersonId> agents = new HashSet<>();
        private @Nullable History history;
        private @Nullable Instant rungAt;
        private @Nullable Seat seat;

        void add(Call call, CallEvent event) {
            synchronized (waiting) {
                if (waiting.size() >= MAX_WAITING_PER_CALL) {
                    LOG.warn("{} events of call {} wait for its screen pop: one is dropped", waiting.size(), call.id());
                    return;
                }
                waiting.add(new Heard(call, event));
                if (working) {
                    return;
                }
                working = true;
            }
            try {
                threads.execute(this);
            } catch (RejectedExecutionException e) {
                LOG.debug("closing: call {} is shown no further", call.id());
            }
        }

        @Override
        public void run() {
            while (true) {
                Heard heard;
                synchronized (waiting) {
                    var next = waiting.poll();
                    if (next == null) {
                        working = false;
                        return;
                    }
                    heard = next;
                }
                try {
                    show(heard.call(), heard.event());
                } catch (RuntimeException e) {
                    LOG.error("screen pop of call {} failed", heard.call().id(), e);
                }
            }
        }

        private void show(Call call, CallEvent event) {
            switch (event) {
                case CallEvent.Ringing(var _, var at, var rung, var agent, var _) -> {
                    rungAt = at;
                    seat = rung;
                    send(agent, call, "RINGING");
                }
                case CallEvent.Answered(var _, var _, var answered, var agent, var _) -> {
                    seat = answered;
                    send(agent, call, "TALKING");
                }
                case CallEvent.RingEnded(var _, var _, var _, var agent, var _) -> end(agent, call);
                case CallEvent.TalkEnded(var _, var _, var _, var agent, var _) -> end(agent, call);
                case CallEvent.Left _, CallEvent.Interrupted _ ->
                    List.copyOf(agents).forEach(agent -> end(agent, call));
                default -> {} // not handed over
            }
        }

        private void end(PersonId agent, Call call) {
            if (agents.contains(agent)) {
                send(agent, call, "ENDED");
                agents.remove(agent);
            }
        }

        private void send(PersonId agent, Call call, String state) {
            var to = topic;
            if (to == null || agent.equals(Call.NOBODY)) {
                return;
            }
            to.publish(agent, frame(call, state).encode());
            if (agents.add(agent)) {
                office.audit(agent, call.hotline(), SEE_CALLER, call.id().value());
            }
        }

        private JsonObject frame(Call call, String state) {
            var before = history;
            if (before == null) {
                before = lookUp(call);
                history = before;
            }
            return new JsonObject()
                    .put("call", call.id().value())
                    .put("hotline", call.hotline().value())
                    .put("line", call.line())
                    .put("caller", call.caller().masked())
                    .put("callerFull", call.caller() instanceof Caller.Known known ? known.number() : null)
                    .put("arrivedAt", call.arrivedAt().toString())
                    .put("queue", call.queue().map(QueueName::value).orElse(null))
                    .put("seat", seat == null ? null : seat.value())
                    .put("rungAt", rungAt == null ? null : rungAt.toString())
                    .put("waitedMillis", call.waited().map(Duration::toMillis).orElse(null))
                    .put("talkedMillis", call.talked().map(Duration::toMillis).orElse(null))
                    .put("earlierCalls", calls(before))
                    .put("tickets", tickets(before))
                    .put("state", state)
                    .put("sentAt", clock.instant().toString());
        }
    }

    /** An agent who sees no history can still talk: a failed lookup costs the history, not the pop. */
    private History lookUp(Call call) {
        try {
            var caller = telephony.indexOf(call.hotline(), call.caller());
            if (caller.isEmpty() || historyLimit == 0) {
                return History.NONE;
            }
            var calls = telephony.callsOf(call.hotline(), caller.get(), historyLimit + 1).stream()
                    .filter(earlier -> !earlier.id().equals(call.id()))
                    .limit(historyLimit)
                    .toList();
            return new History(calls, tickets.ofRequester(call.hotline(), caller.get(), historyLimit));
        } catch (RuntimeException e) {
            LOG.error("what the caller of {} asked before could not be looked up", call.id(), e);
            return History.NONE;
        }
    }

    private static JsonArray calls(History history) {
        var json = new JsonArray();
        history.calls()
                .forEach(call -> json.add(new JsonObject()
                        .put("id", call.id().value())
                        .put("at", call.arrivedAt().toString())
                        .put("outcome", call.outcome().map(ScreenPop::word).orElse(null))));
        return json;
    }

    private static JsonArray tickets(History history) {
        var json = new JsonArray();
        history.tickets()
                .forEach(ticket -> json.add(new JsonObject()
                        .put("number", ticket.number().value())
                        .put("title", ticket.matter().title())
                        .put("state", ticket.stage().name())
                        .put("registeredAt", ticket.registeredAt().toString())));
        return json;
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AnsweredByAgent _ -> "ANSWERED";
            case Outcome.AbandonedInGreeting _ -> "ABANDONED_GREETING";
            case Outcome.AbandonedInQueue _ -> "ABANDONED_QUEUE";
            case Outcome.PutThrough _ -> "PUT_THROUGH";
            case Outcome.Interrupted _ -> "INTERRUPTED";
        };
    }
}
