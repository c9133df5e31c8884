package org.hotline12345.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.callback.Rating;
import org.hotline12345.callback.SurveyChannel;
import org.hotline12345.callback.SurveyEvent;
import org.hotline12345.callback.SurveyId;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.AgentState;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.Backlog;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.CallFacts;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.CallStage;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Calls;
import org.hotline12345.telephony.ExchangeView;
import org.hotline12345.telephony.LinkState;
import org.hotline12345.telephony.NodeState;
import org.hotline12345.telephony.Outcome;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.Telephony;

/** A small morning at a hotline, told to meters as telephony and callback tell it. */
final class Sample {
    static final HotlineCode NORTH = new HotlineCode("north");
    private static final String LINE = "12345";
    static final Instant AT = Instant.parse("2026-11-22T01:00:00Z");
    private static final QueueName QUEUE = new QueueName("hotline");
    private static final Seat SEAT = new Seat("1001");

    final List<Call> open = new ArrayList<>();
    final List<AgentView> agents = new ArrayList<>();
    boolean connected = true;
    Optional<LinkState> link = Optional.of(LinkState.CONNECTED);
    Optional<Instant> completeUntil = Optional.of(AT);
    Optional<Backlog> backlog = Optional.of(new Backlog(OptionalLong.of(2), Map.of("pbx1", new Backlog.Gaps(3, 1))));
    String profile = "";
    boolean databaseIsAway;
    final Meters meters;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallMeters callMeters = new CallMeters(registry);
    private final Unanswered unanswered = new Unanswered(callMeters, new Rows(), Duration.ZERO);
    private final PresentMeters present;
    private final Map<CallId, Call> ended = new ConcurrentHashMap<>();
    private int calls;

    Sample() {
        var hotline = new Hotline(NORTH, "北县12345热线", LINE, "0370", ZoneId.of("Asia/Shanghai"));
        meters = new Meters(registry, callMeters, unanswered, new Rows());
        meters.begin(hotline, List.of(LINE, "12315"));
        present =
                new PresentMeters(registry, new Present(), Clock.fixed(AT.plusSeconds(60), ZoneOffset.UTC), callMeters);
        present.begin(NORTH, Map.of(LINE, QUEUE));
        present.watchNodes();
    }

    String scrape() {
        unanswered.count();
        present.refresh();
        return registry.scrape();
    }

    List<Meter> all() {
        scrape();
        return registry.getMeters();
    }

    /** What rows say of calls that hung up where they were last. */
    private final class Rows implements Unanswered.Rules {
        @Override
        public CallCounting counting(HotlineCode hotline) {
            return CallCounting.read(Settings.parse("profile", profile, Map.of()));
        }

        @Override
        public Map<CallId, CallFacts> facts(HotlineCode hotline, Collection<CallId> ids) {
            if (databaseIsAway) {
                throw new IllegalStateException("the database is away");
            }
            var facts = new HashMap<CallId, CallFacts>();
            for (var id : ids) {
                var call = Objects.requireNonNull(ended.get(id));
                var stage = call.queuedAt().isPresent() ? CallStage.WAITING : CallStage.GREETING;
                var isLost = call.outcome().orElseThrow() instanceof Outcome.Interrupted;
                var wait = call.waited().orElse(Duration.ZERO);
                var limit = counting(hotline).shortAbandoned();
                facts.put(
                        id,
                        new CallFacts(
                                stage,
                                isLost ? CallFacts.Fate.INTERRUPTED : CallFacts.Fate.OVER,
                                !limit.isZero() && wait.compareTo(limit) <= 0,
                                false));
            }
            return facts;
        }
    }

    private final class Present implements PresentMeters.Now {
        @Override
        public List<Call> openCalls() {
            return open;
        }

        @Override
        public List<AgentView> agents(HotlineCode hotline) {
            return agents;
        }

        @Override
        public List<ExchangeView> exchanges() {
            return List.of(new ExchangeView(
                    "pbx1",
                    link,
                    completeUntil,
                    12,
                    10_000,
                    Duration.ofMillis(-250),
                    Optional.of(new ExchangeView.RecordView(40, 1, true))));
        }

        @Override
        public List<NodeState> nodes() {
            return List.of(new NodeState("pbx1", connected, Optional.of("this process"), Optional.of(AT), connected));
        }

        @Override
        public Optional<Backlog> backlog() {
            return backlog;
        }

        @Override
        public Telephony.Conversing conversing() {
            return new Telephony.Conversing(4, 5);
        }

        @Override
        public boolean connected() {
            return connected;
        }

        @Override
        public Optional<Instant> completeUntil() {
            return completeUntil;
        }
    }

    private Call tell(Call call, CallEvent event) {
        var next = Calls.apply(call, event);
        ended.put(next.id(), next);
        meters.heard(next, event);
        return next;
    }

    private Call arrived() {
        return arrived(LINE);
    }

    private Call arrived(String line) {
        var id = new CallId("pbx1-1795303319." + calls++);
        var arrived = new CallEvent.Arrived(id, AT, NORTH, line, new Caller.Withheld());
        var call = Calls.begin(arrived);
        meters.heard(call, arrived);
        return call;
    }

    Call queued() {
        return queued(LINE);
    }

    Call queued(String line) {
        var call = arrived(line);
        return tell(call, new CallEvent.Queued(call.id(), AT, new QueueName("hotline")));
    }

    Call answeredAfter(Duration wait) {
        var call = queued();
        call = tell(call, new CallEvent.Ringing(call.id(), AT, SEAT, Call.NOBODY, "leg-" + SEAT));
        return tell(call, new CallEvent.Answered(call.id(), AT.plus(wait), SEAT, Call.NOBODY, "leg-" + SEAT));
    }

    Call left(Call call) {
        return left(call, Duration.ofSeconds(400));
    }

    Call left(Call call, Duration after) {
        return tell(call, new CallEvent.Left(call.id(), AT.plus(after), 16));
    }

    void agent(AgentState state) {
        agents.add(new AgentView(
                new PersonId(new UUID(0, agents.size())), NORTH, SEAT, state, List.of(), false, Optional.empty()));
    }

    void hangsUpInGreeting() {
        left(arrived());
    }

    void interrupted(Call call) {
        tell(call, new CallEvent.Interrupted(call.id(), AT.plusSeconds(400)));
    }

    void survey(Rating rating) {
        var id = new SurveyId(new UUID(0, 1));
        meters.heard(new SurveyEvent.Asked(id, NORTH, AT, SurveyChannel.SMS));
        meters.heard(new SurveyEvent.Answered(id, NORTH, AT, SurveyChannel.SMS, rating));
    }

    /** Everything once. */
    static Sample morning() {
        var sample = new Sample();
        sample.left(sample.answeredAfter(Duration.ofSeconds(4)));
        sample.left(sample.answeredAfter(Duration.ofSeconds(15)));
        sample.left(sample.answeredAfter(Duration.ofSeconds(16)));
        sample.left(sample.queued());
        sample.hangsUpInGreeting();
        sample.open.add(sample.queued());
        sample.agent(new AgentState.Ready(AT));
        sample.survey(Rating.SATISFIED);
        return sample;
    }
}
