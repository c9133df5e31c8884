package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.agi.AgiDoor;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiState;
import org.hotline12345.telephony.cel.LocalRecordFiles;
import org.hotline12345.telephony.cel.RecordFiles;
import org.hotline12345.telephony.cel.RemoteRecordFiles;
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

    private final Clock clock;
    private final Office office;
    private final TelephonyConfig config;
    private final PgCallRows rows;
    private final PgCalls writing;
    private final PgGaps gaps;
    private final PgLeases leases;
    private final SeatPlan plan;
    private final AgentDesks desks;
    private final Profiles profiles;
    private final CalledHotlines called;
    private final Prompts prompts;
    private final Dialler dialler;
    private final Recordings recordings;
    private final RecordingRounds recordingRounds;
    private final LineDesk lines;
    private final FigureDesk figures;
    private final PgCallFigures figureRows;
    private final MessageRounds messageRounds;
    private final WishDesk wishes;
    private final Callers callersKept;
    private final Voice voice;
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
    private final List<LinkListener> linkListeners = new CopyOnWriteArrayList<>();

    /** What stands between start and close. */
    private record Running(Exchanges exchanges, AgiDoor agi) {}

    private volatile @Nullable Running running;

    private Telephony(Pool pool, Clock clock, Office office, TelephonyConfig config) {
        this.clock = clock;
        this.office = office;
        this.config = config;
        this.rows = new PgCallRows(pool, office.seal());
        this.writing = new PgCalls(pool, office.seal());
        this.gaps = new PgGaps(pool);
        this.leases = new PgLeases(pool);
        this.plan = new SeatPlan(config.nodes());
        this.profiles = new Profiles(office, clock, this::preparePrompts);
        this.called = new CalledHotlines(office, profiles);
        this.figureRows = new PgCallFigures(pool);
        this.figures = new FigureDesk(figureRows, office, clock, profiles, this::completeUntil);
        this.prompts = new Prompts(config.promptsDir());
        this.dialler = new Dialler(config.dial(), config.agi().interviewLimit(), clock);
        var recordingRows = new PgRecordings(pool);
        var recorded = new RecordedSince(office, clock);
        var files = new RecordingFiles(config.recordingsDir());
        this.recordings =
                new Recordings(recordingRows, new PgHolds(pool), files, office, this::call, recorded::of, clock);
        this.recordingRounds = new RecordingRounds(
                recordingRows, files, this::hotlineCodes, this::keepRecordings, recorded::of, clock);
        var messages = new PgMessages(pool);
        var wishRows = new PgWishes(pool);
        var messagesFolder =
                config.recordingsDir().resolve("messages").toAbsolutePath().normalize();
        this.lines = new LineDesk(
                office,
                clock,
                new PgSwitches(pool),
                new PgUnwelcome(pool, office.seal()),
                messages,
                wishRows,
                this::call,
                messagesFolder);
        this.callersKept = new Callers(new PgCallers(pool, office.seal()), recordingRows, files, messagesFolder, clock);
        this.messageRounds = new MessageRounds(
                lines, messages, messagesFolder, this::call, this::hotlineCodes, this::keepRecordings, clock);
        this.voice = new Voice(
                config.nodes(),
                clock,
                new LinkNews(),
                called::hotlineOf,
                profiles,
                lines,
                new WaitTimes(messages, clock),
                prompts,
                dialler);
        this.desks = new AgentDesks(
                new PgSeats(pool),
                new PgAgents(pool),
                new PgCallResults(pool),
                clock,
                office,
                new Ways(),
                this::call,
                this::callsHere,
                hotline -> profile(hotline).queue(),
                hotline -> lines.isSurge(hotline) ? Optional.of(profile(hotline).queue()) : Optional.empty());
        this.wishes = new WishDesk(office, clock, wishRows, this::callers, desks.talks::dial);
    }

    public static Telephony launch(Pool pool, Clock clock, Office office, TelephonyConfig config) {
        return new Telephony(pool, clock, office, config);
    }

    /** For a command that brings the hotline's calls in from another system; needs nothing that runs. */
    public static CallImports imports(Pool pool, Clock clock, Office office, HotlineCode hotline) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var settings = office.profileOrDefaults(hotline, now).settings();
        return new CallImports(
                new PgCallImports(pool, office.seal()),
                office.hotline(hotline),
                TelephonyProfile.read(settings.section("telephony")),
                now);
    }

    /** What people decide about callers' ways. */
    public LineDesk lines() {
        return lines;
    }

    /** What calls hold of callers. */
    public Callers callers() {
        return callersKept;
    }

    /** The figures of calls. */
    public FigureDesk figures() {
        return figures;
    }

    /** Who wishes to be called back. */
    public WishDesk wishes() {
        return wishes;
    }

    /** To be called before {@link #start()}: who answers callers that ask how far a ticket is. */
    public void answerProgressWith(TicketProgress progress) {
        voice.answerProgressWith(progress);
    }

    /** To be called before {@link #start()}. */
    public void addListener(CallListener listener) {
        listeners.add(listener);
    }

    /** To be called before {@link #start()}. */
    public void addLinkListener(LinkListener listener) {
        linkListeners.add(listener);
    }

    /**
     * Opens the FastAGI server and hears each Asterisk that no other process hears; while one is away, or heard by another
     * process, tries go on.
     *
     * @throws BadSettings when the FastAGI port cannot be had
     */
    public void start() {
        if (running != null) {
            throw new IllegalStateException("telephony was started already");
        }
        office.hotlines().forEach(hotline -> profile(hotline.code()));
        var agi = AgiDoor.open(config.agi(), voice);
        var shared = new Exchange.Shared(
                writing, rows, gaps, desks, dialler, listeners, called::hotlineOf, this::linkChanged, clock);
        var parts = new Exchanges.Parts(shared, leases, processName(), this::record, this::alignLater);
        var exchanges = Exchanges.open(config, plan, parts);
        running = new Running(exchanges, agi);
        exchanges.start();
        desks.start();
        recordingRounds.start();
        messageRounds.start();
    }

    @Override
    public void close() {
        var ending = running;
        running = null;
        if (ending == null) {
            return;
        }
        desks.close();
        recordingRounds.close();
        messageRounds.close();
        ending.agi().close();
        ending.exchanges().close();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        var now = running;
        status.put("seats", desks.seats.perQueue());
        status.put("recordings", recordings.status());
        status.put("today", figures.status());
        if (now == null) {
            status.put("asterisk", "not started");
            return status;
        }
        status.putAll(now.exchanges().status());
        status.put("completeUntil", completeUntil().map(Object::toString).orElse("never"));
        status.put("conversations", now.agi().conversations());
        status.put("conversationsRefused", now.agi().refused());
        status.put("agiPort", now.agi().port());
        status.put("callsToCitizens", dialler.calling());
        return status;
    }

    /** Whether an Asterisk tells us what happens, at this moment. */
    public boolean connected() {
        var now = running;
        return now != null && now.exchanges().connected();
    }

    /**
     * Whether this process is the one that does what one alone may do, such as asking citizens: it hears the first Asterisk. What it
     * began is to be safe all the same when another process takes over unseen.
     */
    public boolean leads() {
        var now = running;
        return now != null && now.exchanges().leads();
    }

    /** Each Asterisk of the configuration, and which process hears it; before the start nobody is known to. */
    public List<NodeState> nodes() {
        var now = running;
        return now != null
                ? now.exchanges().states()
                : config.nodes().stream()
                        .map(node -> new NodeState(node.name(), false, Optional.empty(), Optional.empty(), false))
                        .toList();
    }

    /** Every call up to then is in the rows as it was: what figures may be shown as complete for. */
    public Optional<Instant> completeUntil() {
        var now = running;
        return now == null ? Optional.empty() : now.exchanges().knownUntil(clock.instant());
    }

    /** Each Asterisk that this process hears, as it is at this moment; none before the start. */
    public List<ExchangeView> exchanges() {
        var now = running;
        return now == null ? List.of() : now.exchanges().views(clock.instant());
    }

    /** What is still to be learnt of calls; asks the database. */
    public Backlog backlog() {
        return new Backlog(
                config.nodes().stream().allMatch(node -> node.record() instanceof RecordConfig.None)
                        ? OptionalLong.empty()
                        : OptionalLong.of(figureRows.unsettled()),
                gaps.counts());
    }

    /** Conversations over FastAGI that go on, and such that were refused since the start. */
    public Conversing conversing() {
        var now = running;
        return now == null
                ? new Conversing(0, 0)
                : new Conversing(now.agi().conversations(), now.agi().refused());
    }

    /**
     * Conversations over FastAGI.
     *
     * @param refused since the start
     */
    public record Conversing(int now, long refused) {}

    /** The port on which the FastAGI server listens, which may have been chosen by the system. */
    public int agiPort() {
        return running().agi().port();
    }

    // Calls

    public Optional<Call> call(CallId id) {
        var now = running;
        return (now == null ? Optional.<Call>empty() : now.exchanges().call(id)).or(() -> rows.find(id));
    }

    /** The calls in progress, of all hotlines, also of an Asterisk that another process hears. */
    public List<Call> openCalls() {
        var now = running;
        return now == null ? List.of() : now.exchanges().openCalls();
    }

    /** The calls in progress that this process hears: what several processes count together. */
    public List<Call> callsHere() {
        var now = running;
        return now == null ? List.of() : now.exchanges().callsHere();
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

    private Map<CallId, Caller> callers(Collection<CallId> calls) {
        var callers = new HashMap<CallId, Caller>();
        rows.find(calls).forEach((id, kept) -> callers.put(id, kept.call().caller()));
        return callers;
    }

    /** A number as people write it, in its one normal form; withheld when it is none. */
    public Caller callerFrom(HotlineCode hotline, String number) {
        return CallerNumbers.normalise(number, office.hotline(hotline).areaCode());
    }

    /** The recorded talks. */
    public Recordings recordings() {
        return recordings;
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
        return desks.agents.of(agent).map(AgentView::seat);
    }

    // Calls to citizens

    /**
     * Calls a citizen and holds the interview; blocks the calling (virtual) thread until it is over.
     *
     * @param number 3 to 20 of 0 to 9, *, # and +; anything else is unreachable
     * @throws Refused (away) while no Asterisk is connected to this process: nothing was dialled
     */
    public DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit) {
        var ownNumber = office.hotline(hotline).number();
        for (var step : interview.steps()) {
            if (prompts.path(step.text()).isEmpty()) {
                throw Refused.away("texts cannot be spoken on this machine");
            }
        }
        return dialler.dial(running().exchanges().outward(), number, ownNumber, interview, ringLimit);
    }

    // Within

    private Running running() {
        var now = running;
        if (now == null) {
            throw Refused.away("telephony is not started");
        }
        return now;
    }

    /** Another one at each start, also where process ids repeat, as in containers. */
    private static String processName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unnamed";
        }
        return host + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private Optional<RecordFiles> record(RecordConfig record) {
        return switch (record) {
            case RecordConfig.None _ -> Optional.empty();
            case RecordConfig.Local local -> Optional.of(new LocalRecordFiles(local.dir(), local.rotation(), clock));
            case RecordConfig.Remote remote -> Optional.of(RemoteRecordFiles.open(remote));
        };
    }

    private void alignLater(String node, AmiLink link) {
        desks.alignLater(node, link, this::queues);
    }

    private Set<QueueName> queues() {
        var queues = new HashSet<QueueName>();
        office.hotlines()
                .forEach(hotline -> queues.addAll(profile(hotline.code()).queues()));
        return queues;
    }

    private TelephonyProfile profile(HotlineCode hotline) {
        return profiles.of(hotline);
    }

    private List<HotlineCode> hotlineCodes() {
        return office.hotlines().stream().map(Hotline::code).toList();
    }

    private Duration keepRecordings(HotlineCode hotline) {
        return profile(hotline).keepRecordings();
    }

    /** At the start and when a profile changes; texts that are missing all the same are spoken when they are due. */
    private void preparePrompts(TelephonyProfile profile) {
        Thread.ofVirtual().name("hotline-prompts").start(() -> {
            try {
                profile.promptsOfTheDialplan().forEach(prompts::prepare);
                profile.promptsOfTheWay().forEach(voice::spoken);
            } catch (RuntimeException e) {
                LOG.error("the prompts could not be made", e);
            }
        });
    }

    private void linkChanged(AmiState state) {
        Exchange.linkState(state).ifPresent(to -> linkListeners.forEach(listener -> listener.on(to)));
    }

    /** The way to each seat's Asterisk, while there is any. */
    private final class Ways implements SeatNodes {
        @Override
        public AmiLink link(Seat seat) {
            return running().exchanges().link(seat);
        }

        @Override
        public Fence fence(Seat seat) {
            return running().exchanges().fence(seat);
        }

        @Override
        public boolean isOurs(Seat seat) {
            var now = running;
            return now != null && now.exchanges().isOurs(seat);
        }

        @Override
        public boolean areAllOurs() {
            var now = running;
            return now != null && now.exchanges().areAllOurs();
        }

        @Override
        public SeatPlan plan() {
            return plan;
        }
    }

    /** What is known of calls at this moment, for the conversations with callers. */
    private final class LinkNews implements Voice.News {
        @Override
        public Optional<Call> openCall(CallId id) {
            var now = running;
            if (now == null) {
                return Optional.empty();
            }
            return now.exchanges().hears(id) ? now.exchanges().call(id) : openInRows(id);
        }

        private Optional<Call> openInRows(CallId id) {
            try {
                return rows.find(id).filter(Call::open);
            } catch (RuntimeException e) {
                LOG.warn("call {}, which another process hears, could not be looked up: {}", id, e.getMessage());
                return Optional.empty();
            }
        }

        @Override
        public List<Call> openCalls() {
            return Telephony.this.openCalls();
        }

        @Override
        public boolean isConnected(CallId id) {
            var now = running;
            return now != null && now.exchanges().connected(id);
        }

        @Override
        public boolean isBehind(CallId id) {
            var now = running;
            return now != null && now.exchanges().isBehind(id);
        }
    }
}
