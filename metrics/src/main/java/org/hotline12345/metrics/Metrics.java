package org.hotline12345.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.Backlog;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallFacts;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.ExchangeView;
import org.hotline12345.telephony.NodeState;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Ticketing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is happening now, in numbers for Prometheus. It hears of facts and asks for states; it has no rows. */
public final class Metrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    /** What the rows must be asked for is asked so often, whoever scrapes. */
    private static final int ROUNDS_BETWEEN_QUESTIONS = 5;
    /** A message that a caller left is put away when the caller has gone. */
    private static final Duration ROW_IS_WHOLE_AFTER = Duration.ofSeconds(2);

    private final PrometheusMeterRegistry registry;
    private final PresentMeters present;
    private final Unanswered unanswered;
    private final Asked asked;
    private final Hotlines hotlines;
    private final Thread rounds;
    private boolean failing;

    private Metrics(
            PrometheusMeterRegistry registry,
            PresentMeters present,
            Unanswered unanswered,
            Asked asked,
            Hotlines hotlines) {
        this.registry = registry;
        this.present = present;
        this.unanswered = unanswered;
        this.asked = asked;
        this.hotlines = hotlines;
        this.rounds = Thread.ofVirtual().name("hotline-meters").start(this::goRounds);
    }

    /** To be called before telephony and callback start, so that no event is missed. */
    public static Metrics launch(
            Office office, Telephony telephony, Ticketing ticketing, Callbacks callbacks, Clock clock) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var calls = new CallMeters(registry);
        var rules = new ProfilesRules(telephony);
        var unanswered = new Unanswered(calls, rules, ROW_IS_WHOLE_AFTER);
        var meters = new Meters(registry, calls, unanswered, rules);
        var asked = new Asked(telephony);
        var present = new PresentMeters(registry, asked, clock, calls);
        present.watchNodes();
        var hotlines = new Hotlines(office, telephony, meters, present);
        hotlines.beginNew();
        telephony.addListener(meters::heard);
        telephony.addLinkListener(meters::heard);
        ticketing.addListener(meters::heard);
        callbacks.addListener(meters::heard);
        return new Metrics(registry, present, unanswered, asked, hotlines);
    }

    /** All meters in the text format of Prometheus. */
    public String scrape() {
        present.refresh();
        return registry.scrape();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of("meters", registry.getMeters().size());
    }

    @Override
    public void close() {
        rounds.interrupt();
        registry.close();
    }

    private void goRounds() {
        try {
            for (long round = 0; !Thread.currentThread().isInterrupted(); round++) {
                try {
                    unanswered.count();
                    if (round % ROUNDS_BETWEEN_QUESTIONS == 0) {
                        asked.ask();
                        hotlines.beginNew();
                    }
                    failing = false;
                } catch (RuntimeException e) {
                    asked.forget();
                    if (!failing) {
                        LOG.warn("the meters cannot ask for rows; they try on: {}", e.getMessage());
                    }
                    failing = true;
                }
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** A hotline may be made while the program runs, as the first one is. */
    private record Hotlines(
            Office office, Telephony telephony, Meters meters, PresentMeters present, Set<HotlineCode> begun) {
        Hotlines(Office office, Telephony telephony, Meters meters, PresentMeters present) {
            this(office, telephony, meters, present, new HashSet<>());
        }

        void beginNew() {
            for (var hotline : office.hotlines()) {
                if (!begun.contains(hotline.code())) {
                    var lines = telephony.figures().lines(hotline.code());
                    meters.begin(hotline, lines.keySet());
                    present.begin(hotline.code(), lines);
                    begun.add(hotline.code());
                }
            }
        }
    }

    private record ProfilesRules(Telephony telephony) implements Unanswered.Rules {
        @Override
        public CallCounting counting(HotlineCode hotline) {
            return telephony.figures().counting(hotline);
        }

        @Override
        public Map<CallId, CallFacts> facts(HotlineCode hotline, Collection<CallId> calls) {
            return telephony.figures().facts(hotline, calls);
        }
    }

    private static final class Asked implements PresentMeters.Now {
        private final Telephony telephony;
        private volatile Optional<Backlog> backlog = Optional.empty();

        Asked(Telephony telephony) {
            this.telephony = telephony;
        }

        void ask() {
            backlog = Optional.of(telephony.backlog());
        }

        void forget() {
            backlog = Optional.empty();
        }

        @Override
        public Optional<Backlog> backlog() {
            return backlog;
        }

        @Override
        public List<Call> openCalls() {
            return telephony.callsHere();
        }

        @Override
        public List<AgentView> agents(HotlineCode hotline) {
            return telephony.agents().all(hotline);
        }

        @Override
        public List<ExchangeView> exchanges() {
            return telephony.exchanges();
        }

        @Override
        public List<NodeState> nodes() {
            return telephony.nodes();
        }

        @Override
        public Telephony.Conversing conversing() {
            return telephony.conversing();
        }

        @Override
        public boolean connected() {
            return telephony.connected();
        }

        @Override
        public Optional<Instant> completeUntil() {
            return telephony.completeUntil();
        }
    }
}
