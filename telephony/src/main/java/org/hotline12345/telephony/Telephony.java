package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.agi.AgiDoor;
import org.hotline12345.telephony.agi.Conversations;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hotline's telephone: calls as they happen and as they were, agents at their seats, calls to citizens. */
public final class Telephony implements AutoCloseable {
    /** Sitting at a seat and taking citizens' calls. */
    public static final Right TAKE_CALLS = new Right("telephony.take-calls");
    /** Seeing all calls of a hotline. */
    public static final Right SEE_CALLS = new Right("telephony.see-calls");

    private static final Logger LOG = LoggerFactory.getLogger(Telephony.class);
    private static final int MAX_LIST = 500;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Clock clock;
    private final Office office;
    private final TelephonyConfig config;
    private final PgCalls rows;
    private final AgentDesks desks;
    private final Prompts prompts;
    private final Dialler dialler;
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Hotline> hotlines;

    /** What stands between start and close. */
    private record Running(AmiLink link, AgiDoor agi, CallDesk desk, Thread thread) {}

    private volatile @Nullable Running running;

    private Telephony(Pool pool, Clock clock, Office office, TelephonyConfig config) {
        this.clock = clock;
        this.office = office;
        this.config = config;
        this.hotlines = office.hotlines();
        this.rows = new PgCalls(pool, office.seal());
        this.desks = new AgentDesks(
                new PgSeats(pool),
                new PgAgents(pool),
                new PgCallResults(pool),
                clock,
                office,
                () -> link().link(),
                this::call,
                this::openCalls,
                hotline -> profile(hotline).queue());
        this.prompts = new Prompts(config.promptsDir());
        this.dialler = new Dialler(config.dial(), config.agi().interviewLimit(), clock);
    }

    public static Telephony launch(Pool pool, Clock clock, Office office, TelephonyConfig config) {
        return new Telephony(pool, clock, office, config);
    }

    /** To be called before {@link #start()}. */
    public void addListener(CallListener listener) {
        listeners.add(listener);
    }

    /**
     * Opens the FastAGI server and connects to Asterisk; while that is away, tries go on.
     *
     * @throws BadSettings when the FastAGI port cannot be had
     */
    public void start() {
        if (running != null) {
            throw new IllegalStateException("telephony was started already");
        }
        Thread.ofVirtual().name("hotline-prompts").start(this::preparePrompts);
        var agi = AgiDoor.open(config.agi(), new Voice());
        var link = AmiLink.open(config.ami(), clock, config.inboxLimit());
        var interpreter =
                new AmiInterpreter(config.node(), config.trunkContext(), this::hotlineOfLine, desks.seats::sitterAt);
        var desk = new CallDesk(
                link,
                interpreter,
                rows,
                dialler,
                desks.channels,
                listeners,
                () -> desks.alignLater(link, this::queues),
                clock,
                config.batchLimit());
        var thread = Thread.ofPlatform().name("hotline-calls").start(desk);
        desks.start();
        running = new Running(link, agi, desk, thread);
    }

    @Override
    public void close() {
        var ending = running;
        running = null;
        if (ending == null) {
            return;
        }
        desks.close();
        ending.agi().close();
        ending.desk().close();
        ending.link().close();
        try {
            ending.thread().join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        var now = running;
        status.put("seats", desks.seats.perQueue());
        if (now == null) {
            status.put("asterisk", "not started");
            return status;
        }
        status.put("asterisk", words(now.link().state()));
        status.put("eventsWaiting", now.link().waiting());
        status.put("lastEventAt", now.desk().lastHeard().map(Object::toString).orElse("never"));
        status.put("clockAheadOfAsteriskMillis", now.desk().skew().toMillis());
        status.put("openCalls", now.desk().openCalls().size());
        status.put("conversations", now.agi().conversations());
        status.put("agiPort", now.agi().port());
        status.put("callsToCitizens", dialler.calling());
        return status;
    }

    /** Whether Asterisk tells us what happens, at this moment. */
    public boolean connected() {
        var now = running;
        return now != null && now.link().state() instanceof AmiState.Connected;
    }

    /** The port on which the FastAGI server listens, which may have been chosen by the system. */
    public int agiPort() {
        return link().agi().port();
    }

    // Calls

    public Optional<Call> call(CallId id) {
        var now = running;
        return (now == null ? Optional.<Call>empty() : now.desk().call(id)).or(() -> rows.find(id));
    }

    /** The calls in progress, of all hotlines. */
    public List<Call> openCalls() {
        var now = running;
        return now == null ? List.of() : now.desk().openCalls();
    }

    /** Newest first. */
    public List<Call> calls(HotlineCode hotline, int limit) {
        return rows.newest(hotline, Math.clamp(limit, 1, MAX_LIST));
    }

    /** A caller's calls, newest first. */
    public List<Call> callsOf(HotlineCode hotline, BlindIndex caller, int limit) {
        return rows.newestOf(hotline, caller, Math.clamp(limit, 1, MAX_LIST));
    }

    /** The key under which a caller's calls are found; empty when the number is withheld. */
    public Optional<BlindIndex> indexOf(HotlineCode hotline, Caller caller) {
        return caller instanceof Caller.Known known
                ? Optional.of(office.seal().index(hotline, known.number()))
                : Optional.empty();
    }

    /**
     * Who called: opens the seal, so only for what needs the number itself.
     *
     * @throws Refused (unknown) when there is no such call
     */
    public Caller callerOf(CallId id) {
        return call(id).map(Call::caller).orElseThrow(() -> Refused.unknown("there is no call " + id));
    }

    /** A number as people write it, in its one normal form; withheld when it is none. */
    public Caller callerFrom(HotlineCode hotline, String number) {
        return CallerNumbers.normalise(number, office.hotline(hotline).areaCode());
    }

    // Agents and seats

    /**
     * Takes the agent's seat into the hotline's queue. Whoever sat elsewhere leaves that seat.
     *
     * @throws Refused without the right, when somebody else sits there, when there is no such seat, or while Asterisk is
     *     away
     */
    public void signIn(SignedIn agent, HotlineCode hotline, Seat seat) {
        desks.agents.signIn(agent, hotline, seat);
    }

    /** Takes the agent's seat out of the queues; a talk that is going on is not cut. */
    public void signOut(SignedIn agent) {
        desks.agents.signOut(agent.person(), agent.person());
    }

    /** What agents do, and what they serve. */
    public AgentDesk agents() {
        return desks.agents;
    }

    /** What is done with talks: handing on, three at once, picking, listening in. */
    public TalkDesk talks() {
        return desks.talks;
    }

    /** How answered calls ended. */
    public ResultDesk results() {
        return desks.results;
    }

    public Optional<Seat> seatOf(PersonId agent) {
        return desks.seats.of(agent).map(AgentSession::seat);
    }

    // Calls to citizens

    /**
     * Calls a citizen and holds the interview; blocks the calling (virtual) thread until it is over.
     *
     * @param number 3 to 20 of 0 to 9, *, # and +; anything else is unreachable
     * @throws Refused (away) while Asterisk is not connected: nothing was dialled
     */
    public DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit) {
        var ownNumber = office.hotline(hotline).number();
        for (var step : interview.steps()) {
            if (prompts.path(step.text()).isEmpty()) {
                throw Refused.away("texts cannot be spoken on this machine");
            }
        }
        return dialler.dial(link().link(), number, ownNumber, interview, ringLimit);
    }

    // Within

    private Running link() {
        var now = running;
        if (now == null) {
            throw Refused.away("telephony is not started");
        }
        return now;
    }

    private Set<QueueName> queues() {
        var queues = new HashSet<QueueName>();
        office.hotlines().forEach(hotline -> queues.add(profile(hotline.code()).queue()));
        return queues;
    }

    /** Calls must not be lost for want of a hotline: a number that none has counts for the first. */
    private Hotline hotlineOfLine(String line) {
        return among(hotlines, line)
                .or(() -> among(reloadHotlines(), line))
                .or(() -> {
                    LOG.warn("line {} belongs to no hotline; its calls count for the first one", line);
                    return hotlines.stream().findFirst();
                })
                .orElseThrow(() -> new IllegalStateException("a call came in, and there is no hotline yet"));
    }

    private static Optional<Hotline> among(List<Hotline> hotlines, String line) {
        return hotlines.stream()
                .filter(hotline -> hotline.number().equals(line))
                .findFirst();
    }

    /** A database that is away must not stop the thread for calls: what was known before stands in. */
    private List<Hotline> reloadHotlines() {
        try {
            hotlines = office.hotlines();
        } catch (RuntimeException e) {
            LOG.warn("the hotlines could not be read again: {}", e.getMessage());
        }
        return hotlines;
    }

    private TelephonyProfile profile(HotlineCode hotline) {
        try {
            return TelephonyProfile.read(
                    office.profile(hotline, clock.instant()).settings().section("telephony"));
        } catch (Refused e) {
            LOG.debug("hotline {} has no profile yet: defaults stand in", hotline);
            return TelephonyProfile.read(Settings.parse("defaults", "", Map.of()));
        }
    }

    private void preparePrompts() {
        try {
            for (var hotline : office.hotlines()) {
                var profile = profile(hotline.code());
                prompts.prepare("greeting", profile.welcome());
                prompts.prepare("sorry", List.of(profile.sorry()));
            }
        } catch (RuntimeException e) {
            LOG.error("the prompts could not be made", e);
        }
    }

    private static String words(AmiState state) {
        return switch (state) {
            case AmiState.Connecting _ -> "connecting";
            case AmiState.Connected connected -> "connected since " + connected.since();
            case AmiState.Away away -> "away since " + away.since() + ": " + away.why();
            case AmiState.Closed _ -> "closed";
        };
    }

    /** What is said to citizens, and what they answer. */
    private final class Voice implements Conversations {
        @Override
        public Welcome welcome(String line) {
            var profile = profile(hotlineOfLine(line).code());
            var files = new ArrayList<String>();
            prompts.path("greeting", profile.greeting()).ifPresent(files::add);
            if (!profile.recordingNotice().isBlank()) {
                prompts.path("recording-notice", profile.recordingNotice()).ifPresent(files::add);
            }
            return new Welcome(files, profile.queue().value());
        }

        @Override
        public Optional<String> spoken(String text) {
            return prompts.path(text);
        }

        @Override
        public Optional<Interview> begin(String id) {
            return dialler.begin(id);
        }

        @Override
        public void end(String id, List<Character> answers) {
            dialler.end(id, answers);
        }
    }
}
