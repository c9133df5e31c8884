package org.hotline12345.telephony;

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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents do, and the queues that follow it. The rows are the truth; what comes of each event is decided by {@link
 * AgentStates}, and {@link AgentQueues} brings Asterisk's queues in line. One lock keeps these from crossing each other. Agents at
 * seats of an Asterisk that another process hears can be seen here, and are acted upon there.
 */
public final class AgentDesk {
    /** Seeing the agents of a hotline and changing what they do. */
    public static final Right LEAD = new Right("telephony.lead-agents");
    /** Saying which queues an agent serves. */
    public static final Right SET_SKILLS = new Right("telephony.set-skills");

    private static final Logger LOG = LoggerFactory.getLogger(AgentDesk.class);
    private static final int MAX_SKILLS = 50;
    /** A telephone that signs on anew is away for a moment; only a longer absence counts. */
    private static final Duration GONE_AFTER = Duration.ofSeconds(3);

    private final Seats seats;
    private final PgAgents rows;
    private final SeatChannels channels;
    private final Consults consults;
    private final Clock clock;
    private final SeatNodes nodes;
    private final AgentQueues queues;
    private final PageWatch pages = new PageWatch();
    private final Function<HotlineCode, AgentProfile> rules;
    private final Function<HotlineCode, QueueName> mainQueue;
    private final Predicate<CallId> isCitizens;
    private final Map<PersonId, OnDuty> onDuty = new ConcurrentHashMap<>();
    private final AgentNews news;
    private final ReentrantLock lock = new ReentrantLock();
    /** Who helps in another queue than the own ones, as Asterisk was last told; of the one thread of {@link #tick}. */
    private Set<QueueMembers.Member> helping = Set.of();

    /**
     * @param nodes the way to each seat's Asterisk; refuses while telephony is not started
     * @param mainQueue the queue that an agent without skills serves
     * @param allHands the queue in which all agents of the hotline help at this moment; empty when none
     * @param isCitizens whether a linkedid is that of a citizen's call
     */
    AgentDesk(
            Seats seats,
            PgAgents rows,
            SeatChannels channels,
            Consults consults,
            Clock clock,
            SeatNodes nodes,
            Function<HotlineCode, AgentProfile> rules,
            Function<HotlineCode, QueueName> mainQueue,
            Function<HotlineCode, Optional<QueueName>> allHands,
            Predicate<CallId> isCitizens) {
        this.seats = seats;
        this.rows = rows;
        this.channels = channels;
        this.consults = consults;
        this.clock = clock;
        this.nodes = nodes;
        this.rules = rules;
        this.news = new AgentNews(channels, consults);
        this.queues = new AgentQueues(nodes, channels, rules, allHands);
        this.mainQueue = mainQueue;
        this.isCitizens = isCitizens;
    }

    /** This process hears that Asterisk from now on: who sits at its seats is taken up as the rows have it. */
    void adopt(String node) {
        lock.lock();
        try {
            for (var session : seats.adopt(seat -> nodes.plan().isAt(node, seat))) {
                onDuty.put(session.agent(), asTheRowsHaveIt(session));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Another process hears it from now on, or nobody. */
    void drop(String node) {
        lock.lock();
        try {
            seats.drop(seat -> nodes.plan().isAt(node, seat));
            onDuty.values()
                    .removeIf(agent -> nodes.plan().isAt(node, agent.session().seat()));
        } finally {
            lock.unlock();
        }
    }

    private OnDuty asTheRowsHaveIt(AgentSession session) {
        var leads = session.queue().isEmpty();
        var state = rows.newest(session.agent())
                .orElse(leads ? new AgentState.Leading(session.from()) : new AgentState.Ready(session.from()));
        return new OnDuty(session, leads ? List.of() : skills(session), state, 0);
    }

    /** To be called before telephony starts. */
    public void addListener(AgentListener listener) {
        news.add(listener);
    }

    /** To be called before telephony starts: who has a page open, for who has closed it is not left ready. */
    public void watch(OpenPages whose) {
        pages.ask(whose);
    }

    public Optional<AgentView> of(PersonId agent) {
        return Optional.ofNullable(onDuty.get(agent)).or(() -> elsewhere(agent)).map(news::view);
    }

    /** Who sits at a seat of the hotline, by seat. Of seats that another process hears, hold and consultation are not known. */
    public List<AgentView> all(HotlineCode hotline) {
        var elsewhere = nodes.areAllOurs()
                ? Stream.<OnDuty>empty()
                : seats.everywhere().stream()
                        .filter(session -> !nodes.isOurs(session.seat()))
                        .map(this::asTheRowsHaveIt);
        return Stream.concat(onDuty.values().stream(), elsewhere)
                .filter(agent -> agent.session().hotline().equals(hotline))
                .map(news::view)
                .sorted((a, b) -> a.seat().value().compareTo(b.seat().value()))
                .toList();
    }

    /** What the hotline's profile says about its agents, now. */
    public AgentProfile rules(HotlineCode hotline) {
        return rules.apply(hotline);
    }

    // Commands

    /**
     * Takes the person's seat: into the queues of the agent's skills, or into none for who only leads. Whoever sat elsewhere
     * leaves that seat.
     *
     * @throws Refused without the right, when somebody else sits there, when there is no such seat or queue, or while
     *     Asterisk is away
     */
    public void signIn(SignedIn who, HotlineCode hotline, Seat seat) {
        var takesCalls = who.may(hotline, Telephony.TAKE_CALLS);
        if (!takesCalls && !who.may(hotline, LEAD)) {
            who.require(hotline, Telephony.TAKE_CALLS);
        }
        var now = clock.instant();
        locked(() -> {
            var fence = nodes.fence(seat);
            seats.at(seat).filter(other -> !other.agent().equals(who.person())).ifPresent(_ -> {
                throw Refused.conflict("somebody else is signed in at seat " + seat);
            });
            var skills = takesCalls ? skills(hotline, who.person()) : List.<Skill>of();
            var before = onDuty.get(who.person());
            if (before != null
                    && before.session().seat().equals(seat)
                    && before.session().hotline().equals(hotline)
                    && before.skills().equals(skills)) {
                queues.put(before, before.skills());
                return;
            }
            if (before != null) {
                leave(before, who.person());
            }
            var session = new AgentSession(
                    who.person(),
                    hotline,
                    seat,
                    skills.stream().map(Skill::queue).findFirst(),
                    now);
            var agent = new OnDuty(
                    session, skills, takesCalls ? new AgentState.Ready(now) : new AgentState.Leading(now), 0);
            var begun = false;
            try {
                queues.put(agent, skills);
                begun = seats.begin(fence, session);
                if (!begun) {
                    throw taken(who.person(), seat);
                }
            } finally {
                if (!begun) {
                    queues.takeOut(agent, skills);
                }
            }
            remember(agent, who.person());
        });
    }

    /**
     * Ends the person's sign-in in any case; while Asterisk is away, its queues follow when it is back. A talk that is going
     * on is not cut.
     *
     * @param by who says so: the agent, or a shift leader
     */
    public void signOut(PersonId person, PersonId by) {
        locked(() -> {
            var agent = onDuty.get(person);
            if (agent != null) {
                leave(agent, by);
            } else {
                checkNotElsewhere(person);
            }
        });
    }

    /**
     * Callers may ring again, now or when the talk is over.
     *
     * @throws Refused when the person sits nowhere, or the telephone cannot be reached
     */
    public void ready(PersonId person, PersonId by) {
        var now = clock.instant();
        locked(() -> {
            var agent = atSeat(person);
            if (channels.goneSince(agent.session().seat()).isPresent()) {
                throw Refused.conflict("the telephone of seat "
                        + agent.session().seat() + " is not signed on at the exchange: connect it first");
            }
            pages.forget(person);
            apply(agent, new AgentEvent.Readied(now), by);
        });
    }

    /**
     * No caller rings any more, now or when the talk is over.
     *
     * @param reason one of the profile's
     * @throws Refused when the person sits nowhere, or the reason is none of the profile's
     */
    public void takeBreak(PersonId person, String reason, PersonId by) {
        var now = clock.instant();
        locked(() -> {
            var agent = atSeat(person);
            var reasons = rules.apply(agent.session().hotline()).breakReasons();
            if (!reasons.contains(reason)) {
                throw Refused.invalid("\"reason\" is one of " + String.join(", ", reasons));
            }
            apply(agent, new AgentEvent.BreakTaken(now, reason), by);
        });
    }

    /** The queues that a person serves at the hotline, as set; none when nobody has said. */
    public List<Skill> skillsOf(HotlineCode hotline, PersonId agent) {
        return rows.skills(hotline, agent);
    }

    /**
     * Says which queues a person serves; whoever is at a seat serves them at once. None: the hotline's own queue.
     *
     * @throws Refused when Asterisk has no such queue; nothing is changed then
     */
    public void setSkills(HotlineCode hotline, PersonId person, List<Skill> skills, PersonId by) {
        if (skills.size() > MAX_SKILLS
                || skills.stream().map(Skill::queue).distinct().count() != skills.size()) {
            throw Refused.invalid("skills are up to " + MAX_SKILLS + " different queues");
        }
        locked(() -> {
            checkNotElsewhere(person);
            var here = Optional.ofNullable(onDuty.get(person))
                    .filter(agent -> agent.session().hotline().equals(hotline))
                    .filter(agent -> !(agent.state() instanceof AgentState.Leading));
            var effective = skills.isEmpty() ? List.of(new Skill(mainQueue.apply(hotline), 0)) : skills;
            here.ifPresent(agent -> queues.put(agent, effective));
            rows.setSkills(hotline, person, skills, by, clock.instant());
            here.ifPresent(agent -> {
                var dropped = new ArrayList<>(agent.skills());
                dropped.removeIf(skill ->
                        effective.stream().anyMatch(kept -> kept.queue().equals(skill.queue())));
                queues.takeOut(agent, dropped);
                var changed = agent.with(effective);
                onDuty.put(person, changed);
                news.tell(changed);
            });
        });
    }

    // What telephones do

    /** From one thread ({@link SeatWatch}). */
    void hear(SeatFact fact) {
        switch (fact) {
            case SeatFact.TalkBegun(var seat, var call) -> {
                var citizens = call.filter(isCitizens);
                apply(seat, new AgentEvent.TalkBegun(clock.instant(), citizens));
            }
            case SeatFact.TalkEnded(var seat) -> apply(seat, new AgentEvent.TalkEnded(clock.instant()));
            case SeatFact.RangInVain(var seat) -> apply(seat, new AgentEvent.RangInVain(clock.instant()));
            case SeatFact.HoldChanged(var seat) -> tellOf(seat);
            case SeatFact.Moved(var seat, var _) -> tellOf(seat);
            case SeatFact.ThirdAnswered(var seat) -> tellOf(seat);
            case SeatFact.Relearned(var node) ->
                onDuty.values().stream()
                        .filter(agent -> node.isEmpty()
                                || nodes.plan().isAt(node.get(), agent.session().seat()))
                        .forEach(this::relearn);
        }
    }

    /** From one thread, about once a second. */
    void tick() {
        var now = clock.instant();
        for (var agent : onDuty.values()) {
            pages.look(agent.agent(), now);
            if (agent.state() instanceof AgentState.Ready || agent.state() instanceof AgentState.AfterCall) {
                vanished(agent, now).ifPresent(event -> apply(agent.session().seat(), event));
            }
            if (agent.state() instanceof AgentState.AfterCall) {
                apply(agent.session().seat(), new AgentEvent.Ticked(now));
            }
        }
        callAllHands();
    }

    /** A surge that begins or ends, and who comes or goes during one, changes who helps. */
    private void callAllHands() {
        var hands = new HashSet<QueueMembers.Member>();
        onDuty.values()
                .forEach(agent -> queues.helps(agent)
                        .map(QueueMembers.Member::regardlessOfPause)
                        .ifPresent(hands::add));
        if (hands.equals(helping)) {
            return;
        }
        var changed = new HashMap<String, Seat>();
        Stream.concat(hands.stream(), helping.stream())
                .map(QueueMembers.Member::seat)
                .forEach(seat -> nodes.plan().nodeOf(seat).ifPresent(node -> changed.putIfAbsent(node, seat)));
        changed.forEach((node, seat) -> {
            try {
                align(node, nodes.link(seat), Set.of());
            } catch (Refused e) {
                LOG.debug("the queues of {} follow when it is back: {}", node, e.getMessage());
            }
        });
        LOG.info("{} agents of other queues help", hands.size());
        // What could not be done now is done when the link stands anew.
        helping = hands;
    }

    private Optional<AgentEvent> vanished(OnDuty agent, Instant now) {
        var phone = channels.goneSince(agent.session().seat())
                .filter(since -> !since.plus(GONE_AFTER).isAfter(now));
        if (phone.isPresent()) {
            return Optional.of(new AgentEvent.PhoneGone(now));
        }
        var limit = rules.apply(agent.session().hotline()).pageGoneAfter();
        return !limit.isZero() && pages.isGone(agent.agent(), now, limit)
                ? Optional.of(new AgentEvent.PageGone(now))
                : Optional.empty();
    }

    /** After a time in which nobody listened, the channels tell who talks. */
    private void relearn(OnDuty agent) {
        var now = clock.instant();
        var talking = channels.talking(agent.session().seat());
        if (talking.isEmpty()) {
            apply(agent.session().seat(), new AgentEvent.TalkEnded(now));
        } else {
            var call = talking.getFirst().call().filter(isCitizens);
            apply(agent.session().seat(), new AgentEvent.TalkBegun(now, call));
        }
    }

    private void apply(Seat seat, AgentEvent event) {
        lock.lock();
        try {
            seats.at(seat)
                    .filter(_ -> nodes.isOurs(seat))
                    .map(session -> onDuty.get(session.agent()))
                    .ifPresent(agent -> apply(agent, event, PersonId.SYSTEM));
        } catch (LeaseLost e) {
            LOG.info("what happened at seat {} is left to the process that hears it now", seat);
        } finally {
            lock.unlock();
        }
    }

    private void tellOf(Seat seat) {
        seats.at(seat).map(session -> onDuty.get(session.agent())).ifPresent(news::tell);
    }

    /**
     * Makes an Asterisk's queues hold exactly who is signed in at its seats, paused as they are.
     *
     * @param ownQueues queues in which only our agents are
     * @return whether all of it could be done
     */
    boolean align(String node, AmiLink asterisk, Set<QueueName> ownQueues) {
        lock.lock();
        try {
            var there = onDuty.values().stream()
                    .filter(agent -> nodes.plan().isAt(node, agent.session().seat()))
                    .toList();
            return queues.align(asterisk, there, ownQueues);
        } catch (AmiAway e) {
            LOG.warn("the queues are not in line with the sign-ins yet: {}", e.getMessage());
            return false;
        } finally {
            lock.unlock();
        }
    }

    // Within, under the lock

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } catch (AmiAway e) {
            throw Refused.away("the telephone exchange is away; try again in a moment");
        } catch (LeaseLost e) {
            throw Refused.away("another process hears the telephone exchange since a moment; try again");
        } finally {
            lock.unlock();
        }
    }

    /** Who sits where another process hears the telephones. */
    private Optional<OnDuty> elsewhere(PersonId person) {
        return nodes.areAllOurs()
                ? Optional.empty()
                : seats.anywhere(person)
                        .filter(session -> !nodes.isOurs(session.seat()))
                        .map(this::asTheRowsHaveIt);
    }

    /** @throws Refused with the process that hears the person's seat, when that is not this one */
    private void checkNotElsewhere(PersonId person) {
        elsewhere(person).ifPresent(agent -> nodes.fence(agent.session().seat()));
    }

    private Refused taken(PersonId person, Seat seat) {
        return seats.anywhere(person)
                .filter(session -> !session.seat().equals(seat))
                .map(session -> Refused.conflict("you are signed in at seat " + session.seat()
                        + ", which another process hears; sign out there first"))
                .orElseGet(() -> Refused.conflict("somebody else is signed in at seat " + seat));
    }

    private OnDuty atSeat(PersonId person) {
        var agent = onDuty.get(person);
        if (agent == null) {
            checkNotElsewhere(person);
            throw Refused.conflict("take a seat first: nobody of that name sits at one");
        }
        return agent;
    }

    private void apply(OnDuty before, AgentEvent event, PersonId by) {
        var profile = rules.apply(before.session().hotline());
        var after = AgentStates.apply(before, event, profile);
        if (after.equals(before)) {
            return;
        }
        if (!after.state().equals(before.state())) {
            rows.add(nodes.fence(after.session().seat()), after.session(), after.state(), by);
        }
        onDuty.put(after.agent(), after);
        if (queues.isPaused(before) != queues.isPaused(after) && !after.skills().isEmpty()) {
            queues.pause(after);
        }
        if (!after.state().equals(before.state())) {
            news.tell(after);
        }
    }

    private void remember(OnDuty agent, PersonId by) {
        rows.add(nodes.fence(agent.session().seat()), agent.session(), agent.state(), by);
        onDuty.put(agent.agent(), agent);
        if (!channels.talking(agent.session().seat()).isEmpty()) {
            relearn(agent);
        }
        news.tell(agent);
    }

    private void leave(OnDuty agent, PersonId by) {
        var now = clock.instant();
        var fence = nodes.fence(agent.session().seat());
        seats.end(fence, agent.session(), now);
        onDuty.remove(agent.agent());
        rows.addOut(fence, agent.session(), latest(now, agent.state().since()), by);
        queues.takeOut(agent);
        pages.forget(agent.agent());
        consults.forget(agent.session().seat());
        news.left(agent);
    }

    private List<Skill> skills(AgentSession session) {
        return skills(session.hotline(), session.agent());
    }

    private List<Skill> skills(HotlineCode hotline, PersonId agent) {
        var set = rows.skills(hotline, agent);
        return set.isEmpty() ? List.of(new Skill(mainQueue.apply(hotline), 0)) : set;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
