package org.hotline12345.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.AgentState;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.Backlog;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallState;
import org.hotline12345.telephony.ExchangeView;
import org.hotline12345.telephony.LinkState;
import org.hotline12345.telephony.NodeState;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Telephony;

/** What is true at this moment, asked at each scrape: a restart loses nothing of it. */
final class PresentMeters {
    /** What is asked. */
    interface Now {
        /** That this process hears: what several processes count together. */
        List<Call> openCalls();

        List<AgentView> agents(HotlineCode hotline);

        /** Those that this process hears. */
        List<ExchangeView> exchanges();

        /** All of the configuration. */
        List<NodeState> nodes();

        /** As it was asked last; empty while the database is away. */
        Optional<Backlog> backlog();

        Telephony.Conversing conversing();

        boolean connected();

        Optional<Instant> completeUntil();
    }

    /** Where a call is at this moment. */
    private enum Place {
        GREETING,
        /** Waiting, also while a seat rings. */
        QUEUE,
        TALKING,
        /** No agent is there any more or will come, the caller still is. */
        LEAVING;

        static Optional<Place> of(Call call) {
            return switch (call.state()) {
                case CallState.Greeting _ -> Optional.of(GREETING);
                case CallState.Waiting _, CallState.Ringing _ -> Optional.of(QUEUE);
                case CallState.Talking _, CallState.ElsewhereTalking _ -> Optional.of(TALKING);
                // Passed on into another queue.
                case CallState.Talked _ when call.waitsAgain().isPresent() -> Optional.of(QUEUE);
                case CallState.Talked _, CallState.Unserved _ -> Optional.of(LEAVING);
                case CallState.Ended _ -> Optional.empty();
            };
        }
    }

    /** What an agent does. */
    private enum Doing {
        READY,
        BREAK,
        TALKING,
        AFTER_CALL,
        LEADING;

        static Doing of(AgentState state) {
            return switch (state) {
                case AgentState.Ready _ -> READY;
                case AgentState.OnBreak _ -> BREAK;
                case AgentState.Talking _ -> TALKING;
                case AgentState.AfterCall _ -> AFTER_CALL;
                case AgentState.Leading _ -> LEADING;
            };
        }
    }

    /** Callers wait here. */
    private record WaitingAt(HotlineCode hotline, String line, String queue) {
        Tags tags() {
            return Tags.of("hotline", hotline.value(), "line", line, "queue", queue);
        }
    }

    private final MeterRegistry registry;
    private final Now now;
    private final Clock clock;
    private final CallMeters calls;
    private final MultiGauge waiting;
    private final MultiGauge longestWait;
    private final MultiGauge agents;
    private final List<HotlineCode> hotlines = new ArrayList<>();
    private final Set<WaitingAt> seen = new HashSet<>();
    private final Map<String, ExchangeView> nodes = new ConcurrentHashMap<>();
    private final Set<String> watched = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();

    PresentMeters(MeterRegistry registry, Now now, Clock clock, CallMeters calls) {
        this.registry = registry;
        this.now = now;
        this.clock = clock;
        this.calls = calls;
        for (var place : Place.values()) {
            Gauge.builder(
                            "hotline.calls.now",
                            () -> now.openCalls().stream()
                                    .filter(call -> Place.of(call).equals(Optional.of(place)))
                                    .count())
                    .description("Calls in progress, by where the caller is: greeting, queue, talking or leaving")
                    .tag("state", Meters.word(place))
                    .register(registry);
        }
        waiting = MultiGauge.builder("hotline.calls.waiting")
                .description("Callers who wait for an agent, by dialled line and queue")
                .register(registry);
        longestWait = MultiGauge.builder("hotline.calls.longest.wait")
                .description(
                        "How long the one who waits longest has waited, by dialled line and queue; 0 when nobody does")
                .baseUnit("seconds")
                .register(registry);
        agents = MultiGauge.builder("hotline.agents")
                .description("Agents who sit at a seat, by what they do: ready, break, talking, after_call or leading")
                .register(registry);
        Gauge.builder("hotline.asterisk.connected", () -> now.connected() ? 1 : 0)
                .description("1 while an Asterisk tells this process what happens, else 0")
                .register(registry);
        Gauge.builder("hotline.calls.complete.until.timestamp", () -> seconds(now.completeUntil()))
                .description("Up to when every call is in the rows as it was; NaN while nobody can say")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "hotline.calls.unsettled",
                        () -> now.backlog()
                                .map(backlog -> backlog.unsettled().isPresent()
                                        ? backlog.unsettled().getAsLong()
                                        : Double.NaN)
                                .orElse(Double.NaN))
                .description(
                        "Calls that are over and not yet compared with Asterisk's own record; NaN where none is read")
                .register(registry);
        Gauge.builder("hotline.agi.conversations", () -> now.conversing().now())
                .description("Conversations with callers over FastAGI that go on")
                .register(registry);
        FunctionCounter.builder(
                        "hotline.agi.refused", now, asked -> asked.conversing().refused())
                .description(
                        "Conversations over FastAGI that were refused; those callers hear the dialplan's own greeting")
                .register(registry);
    }

    /** @param lines the numbers that its citizens dial, each with its queue: on the wall also while nobody waits */
    void begin(HotlineCode hotline, Map<String, QueueName> lines) {
        lock.lock();
        try {
            hotlines.add(hotline);
            lines.forEach((line, queue) -> seen.add(new WaitingAt(hotline, line, queue.value())));
        } finally {
            lock.unlock();
        }
    }

    /** Each Asterisk of the configuration, which stays the same. */
    void watchNodes() {
        for (var known : now.nodes()) {
            Gauge.builder(
                            "hotline.asterisk.heard",
                            () -> node(known.node())
                                    .filter(NodeState::connected)
                                    .map(_ -> 1)
                                    .orElse(0))
                    .description("1 while this process hears that Asterisk; of several processes one does")
                    .tag("node", known.node())
                    .register(registry);
            Gauge.builder(
                            "hotline.asterisk.owned.since",
                            () -> node(known.node())
                                    .filter(NodeState::ours)
                                    .flatMap(NodeState::since)
                                    .map(since -> since.toEpochMilli() / 1_000.0)
                                    .orElse(0.0))
                    .description(
                            "Since when this process alone may hear that Asterisk, as seconds since 1970; 0 while it may not")
                    .baseUnit("seconds")
                    .tag("node", known.node())
                    .register(registry);
        }
    }

    private Optional<NodeState> node(String name) {
        return now.nodes().stream().filter(state -> state.node().equals(name)).findFirst();
    }

    /** To be called before each scrape. */
    void refresh() {
        lock.lock();
        try {
            var heard = now.exchanges();
            // What another process hears by now is its to say.
            nodes.keySet().retainAll(heard.stream().map(ExchangeView::node).toList());
            for (var view : heard) {
                nodes.put(view.node(), view);
                if (watched.add(view.node())) {
                    watch(view.node());
                }
            }
            queues(now.openCalls());
            seats();
        } finally {
            lock.unlock();
        }
    }

    // Queues and seats

    private void queues(List<Call> open) {
        var count = new HashMap<WaitingAt, Long>();
        var longest = new HashMap<WaitingAt, Duration>();
        var at = clock.instant();
        for (var call : open) {
            waitsSince(call).ifPresent(wait -> {
                var place = new WaitingAt(call.hotline(), calls.line(call), wait.queue.value());
                var waited = Duration.between(wait.since, at);
                count.merge(place, 1L, Long::sum);
                longest.merge(
                        place,
                        waited.isNegative() ? Duration.ZERO : waited,
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            });
        }
        // A queue that somebody once waited in stays on the wall, empty.
        seen.addAll(count.keySet());
        waiting.register(rows(seen, place -> count.getOrDefault(place, 0L)), true);
        longestWait.register(
                rows(seen, place -> longest.getOrDefault(place, Duration.ZERO).toMillis() / 1_000.0), true);
    }

    private static List<MultiGauge.Row<?>> rows(Set<WaitingAt> places, ToDoubleFunction<WaitingAt> value) {
        return places.stream()
                .<MultiGauge.Row<?>>map(place -> MultiGauge.Row.of(place.tags(), value.applyAsDouble(place)))
                .toList();
    }

    private record Wait(QueueName queue, Instant since) {}

    private static Optional<Wait> waitsSince(Call call) {
        return switch (call.state()) {
            case CallState.Waiting waiting -> Optional.of(new Wait(waiting.queue(), waiting.queuedAt()));
            case CallState.Ringing ringing -> Optional.of(new Wait(ringing.queue(), ringing.queuedAt()));
            case CallState.Talked _ -> call.waitsAgain().map(again -> new Wait(again.queue(), again.since()));
            default -> Optional.empty();
        };
    }

    private void seats() {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var hotline : hotlines) {
            var views = now.agents(hotline);
            for (var doing : Doing.values()) {
                var many = views.stream()
                        .filter(view -> Doing.of(view.state()) == doing)
                        .count();
                rows.add(MultiGauge.Row.of(Tags.of("hotline", hotline.value(), "state", Meters.word(doing)), many));
            }
        }
        agents.register(rows, true);
    }

    // Asterisks

    private void watch(String node) {
        for (var state : LinkState.values()) {
            Gauge.builder(
                            "hotline.asterisk.link",
                            nodes,
                            all -> of(all, node, view -> view.link().equals(Optional.of(state)) ? 1 : 0))
                    .description(
                            "1 for the state that the link to this Asterisk is in, else 0; all 0 while it is being made")
                    .tag("node", node)
                    .tag("state", Meters.word(state))
                    .register(registry);
        }
        gauge(
                node,
                "hotline.asterisk.complete.until.timestamp",
                "seconds",
                "Up to when everything that happened at this Asterisk is in the rows; NaN while nobody can say",
                view -> seconds(view.completeUntil()));
        gauge(
                node,
                "hotline.asterisk.events.waiting",
                null,
                "Events of this Asterisk that were read and wait to be written",
                ExchangeView::eventsWaiting);
        gauge(
                node,
                "hotline.asterisk.events.limit",
                null,
                "At so many waiting events nothing more is read from this Asterisk",
                ExchangeView::eventsLimit);
        gauge(
                node,
                "hotline.asterisk.clock.ahead",
                "seconds",
                "How far our clock is ahead of this Asterisk's, transport included",
                view -> view.clockAhead().toMillis() / 1_000.0);
        gauge(
                node,
                "hotline.asterisk.gaps",
                null,
                "Times in which this Asterisk was not heard, since the database was made; NaN while it is not there",
                view -> gaps(view.node(), Backlog.Gaps::all));
        gauge(
                node,
                "hotline.asterisk.gaps.open",
                null,
                "Those of them of which it is not known yet what happened in them; NaN while the database is away",
                view -> gaps(view.node(), Backlog.Gaps::open));
        gauge(
                node,
                "hotline.asterisk.record.readable",
                null,
                "1 while this Asterisk's own record can be read, else 0; NaN where it is not read",
                view -> view.record()
                        .map(record -> record.readable() ? 1.0 : 0.0)
                        .orElse(Double.NaN));
        counter(
                node,
                "hotline.calls.settled",
                "Calls that were compared with this Asterisk's own record",
                ExchangeView.RecordView::settled);
        counter(
                node,
                "hotline.calls.corrected",
                "Calls that this Asterisk's own record has put right",
                ExchangeView.RecordView::corrected);
    }

    private void gauge(
            String node,
            String name,
            @org.jspecify.annotations.Nullable String unit,
            String help,
            ToDoubleFunction<ExchangeView> value) {
        Gauge.builder(name, nodes, all -> of(all, node, value))
                .description(help)
                .baseUnit(unit)
                .tag("node", node)
                .register(registry);
    }

    private void counter(String node, String name, String help, ToDoubleFunction<ExchangeView.RecordView> value) {
        FunctionCounter.builder(
                        name,
                        nodes,
                        all -> of(
                                all,
                                node,
                                view -> view.record().map(value::applyAsDouble).orElse(0.0)))
                .description(help)
                .tag("node", node)
                .register(registry);
    }

    private static double of(Map<String, ExchangeView> all, String node, ToDoubleFunction<ExchangeView> value) {
        var view = all.get(node);
        return view == null ? Double.NaN : value.applyAsDouble(view);
    }

    private double gaps(String node, ToDoubleFunction<Backlog.Gaps> which) {
        return now.backlog()
                .map(backlog -> which.applyAsDouble(backlog.gaps().getOrDefault(node, new Backlog.Gaps(0, 0))))
                .orElse(Double.NaN);
    }

    private static double seconds(Optional<Instant> at) {
        return at.map(instant -> instant.toEpochMilli() / 1_000.0).orElse(Double.NaN);
    }
}
