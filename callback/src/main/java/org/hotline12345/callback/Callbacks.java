package org.hotline12345.callback;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hotline12345.callback.sms.SmppSms;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.DialOutcome;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** We contact the citizen again: surveys when a ticket is done, and a list of calls that nobody answered. */
public final class Callbacks implements AutoCloseable {
    /** Seeing surveys and missed calls. */
    public static final Right SEE = new Right("callback.see");

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_CALL_BATCHES_PER_ROUND = 20;

    private final PgClosings closings;
    private final PgSurveys surveys;
    private final PgReplies replies;
    private final PgSurveyView view;
    private final PgMissedCalls missedCalls;
    private final Clock clock;
    private final Office office;
    private final Respondents respondents;
    private final Citizens citizens;
    private final CallbackConfig config;
    private final Profiles profiles;
    private final List<CallbackListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, String> troubles = new HashMap<>();

    private @Nullable SmppSms sms;
    private @Nullable SurveyAsker asker;
    private @Nullable Thread thread;

    private Callbacks(Pool pool, Clock clock, Office office, Citizens citizens, CallbackConfig config) {
        this.closings = new PgClosings(pool, office.seal());
        this.surveys = new PgSurveys(pool, office.seal());
        this.replies = new PgReplies(pool, office.seal());
        this.respondents = new Respondents(new PgRespondents(pool, office.seal()), clock);
        this.view = new PgSurveyView(pool);
        this.missedCalls = new PgMissedCalls(pool);
        this.clock = clock;
        this.office = office;
        this.citizens = citizens;
        this.config = config;
        this.profiles = new Profiles(office);
    }

    public static Callbacks launch(
            Pool pool, Clock clock, Office office, Telephony telephony, Ticketing ticketing, CallbackConfig config) {
        return launch(pool, clock, office, new LeftModules(telephony, ticketing), config);
    }

    static Callbacks launch(Pool pool, Clock clock, Office office, Citizens citizens, CallbackConfig config) {
        return new Callbacks(pool, clock, office, citizens, config);
    }

    /** For a command that brings in what citizens answered elsewhere; needs nothing that runs. */
    public static RatingImports ratings(Pool pool, Clock clock, HotlineCode hotline) {
        return new RatingImports(new PgRatingImports(pool), hotline, clock);
    }

    /** To be called before {@link #start()}. */
    public void addListener(CallbackListener listener) {
        listeners.add(listener);
    }

    /** Begins to follow tickets and calls, and to ask citizens as often as and for as long as it is this process's turn. */
    public void start() {
        var centre = config.sms()
                .map(smpp -> SmppSms.launch(smpp, clock, this::take))
                .orElse(null);
        var asking = new SurveyAsker(surveys, profiles, citizens, centre, clock, config, this::tell);
        var ways = EnumSet.of(SurveyChannel.VOICE);
        if (centre != null) {
            ways.add(SurveyChannel.SMS);
        }
        var planner = new SurveyPlanner(closings, profiles, citizens, clock, ways, config.batchLimit(), this::tell);
        sms = centre;
        asker = asking;
        thread = Thread.ofVirtual().name("callback").start(() -> work(ways, planner, asking));
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread != null) {
            try {
                thread.join(CLOSE_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (asker != null) {
            asker.close();
        }
        if (sms != null) {
            sms.close();
        }
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        status.put("surveys", view.countsByState());
        status.put("missedCalls", missedCalls.countsByState());
        status.put("asks", citizens.isOurTurn());
        status.put("sms", sms == null ? Map.of("state", "NOT_SET_UP") : sms.status());
        synchronized (troubles) {
            status.put("troubles", Map.copyOf(troubles));
        }
        return status;
    }

    /** The survey about the ticket's last closing; empty while none is planned. */
    public Optional<Survey> survey(HotlineCode hotline, TicketNumber ticket) {
        return view.newest(hotline, ticket);
    }

    /** What surveys, messages and missed calls hold of citizens. */
    public Respondents respondents() {
        return respondents;
    }

    /** Callers to be called back, the longest waiting first. */
    public List<MissedCall> missedCalls(HotlineCode hotline, int limit) {
        return missedCalls.open(hotline, limit);
    }

    // The one thread that follows and begins

    private void work(Set<SurveyChannel> ways, SurveyPlanner planner, SurveyAsker asking) {
        var begun = false;
        do {
            var ours = citizens.isOurTurn();
            // Whoever asked meanwhile may have died over it: begin anew.
            begun &= ours;
            if (ours && !begun) {
                begun = tried("begin", () -> {
                    // All open attempts are of a process that is gone: this one has made none yet.
                    asking.recover(now().plusSeconds(1));
                    closings.release(ways);
                });
            }
            if (begun) {
                tried("follow tickets", planner::round);
                tried("ask", asking::round);
            }
            tried("follow calls", this::followCalls);
        } while (!closes(config.poll()));
    }

    private void followCalls() {
        for (int i = 0; i < MAX_CALL_BATCHES_PER_ROUND; i++) {
            var batch = missedCalls.calls(config.batchLimit());
            if (batch.rows().isEmpty()) {
                return;
            }
            missedCalls.take(batch);
        }
    }

    private boolean tried(String what, Runnable step) {
        try {
            step.run();
            synchronized (troubles) {
                troubles.remove(what);
            }
            return true;
        } catch (Exception e) {
            // The root of this task: the next round tries again. Logged once, not twice a second.
            var words = e.getClass().getSimpleName() + ": " + e.getMessage();
            synchronized (troubles) {
                if (!words.equals(troubles.put(what, words))) {
                    LOG.error("callback could not {}, and tries again", what, e);
                }
            }
            return false;
        }
    }

    private boolean closes(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void tell(List<SurveyEvent> events) {
        for (var event : events) {
            for (var listener : listeners) {
                try {
                    listener.on(event);
                } catch (RuntimeException e) {
                    // The event is stored; a listener's trouble must not stop the asking.
                    LOG.error(
                            "a listener failed at {} of survey {}",
                            event.getClass().getSimpleName(),
                            event.survey(),
                            e);
                }
            }
        }
    }

    // What the SMS centre brings

    private void take(SmsIncoming incoming) {
        switch (incoming) {
            case SmsIncoming.Receipt receipt -> replies.keep(receipt);
            case SmsIncoming.Reply reply -> {
                var result = replies.answer(reply, numbers(reply), this::rating);
                LOG.info("a citizen's message was taken: {}", result.reading());
                tell(result.events());
            }
        }
    }

    /** Each hotline has its own index of the number: whose survey it answers is not known beforehand. */
    private Map<HotlineCode, String> numbers(SmsIncoming.Reply reply) {
        var numbers = new HashMap<HotlineCode, String>();
        for (var hotline : office.hotlines()) {
            if (citizens.callerFrom(hotline.code(), reply.from()) instanceof Caller.Known(var number, var _)) {
                numbers.put(hotline.code(), number);
            }
        }
        return numbers;
    }

    private Optional<Rating> rating(String text, HotlineCode hotline, Instant plannedAt) {
        try {
            return Answers.read(text, profiles.of(hotline, plannedAt).digits());
        } catch (Refused | BadSettings e) {
            return Optional.empty();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The real modules at the left. */
    private record LeftModules(Telephony telephony, Ticketing ticketing) implements Citizens {
        @Override
        public Caller requester(HotlineCode hotline, TicketNumber ticket) {
            return ticketing
                    .requesterPhone(hotline, ticket)
                    .map(number -> telephony.callerFrom(hotline, number))
                    .orElseGet(Caller.Withheld::new);
        }

        @Override
        public Caller callerFrom(HotlineCode hotline, String number) {
            return telephony.callerFrom(hotline, number);
        }

        @Override
        public boolean isOurTurn() {
            return telephony.leads();
        }

        @Override
        public boolean canDial() {
            return telephony.connected();
        }

        @Override
        public DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit) {
            return telephony.dial(hotline, number, interview, ringLimit);
        }
    }
}
