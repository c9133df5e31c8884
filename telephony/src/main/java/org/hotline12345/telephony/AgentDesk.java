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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
 * What agents do, and the queues that follow it. The rows are the truth; Asterisk's queues are brought in line with them at
 * each change, and wholly whenever the link stands anew. One lock keeps these from crossing each other. Agents at seats of an
 * Asterisk that another process hears can be seen here, and are acted upon there.
 */
public final class AgentDesk {
    /** Seeing the agents of a hotline and changing what they do. */
    public static final Right LEAD = new Right("telephony.lead-agents");
    /** Saying which queues an agent serves. */
    public static final Right SET_SKILLS = new Right("telephony.set-skills");

    private static final Logger LOG = LoggerFactory.getLogger(AgentDesk.class);
    private static final int MAX_SKILLS = 50;
    /** Behind every penalty that a skill can have: those whose queue it is are rung first. */
    private static final int HELPS_LAST = 200;
    /** Members that we added carry the person's id as their name. */
    private static final Pattern PERSON = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A telephone that signs on anew is away for a moment; only a longer absence counts. */
    private static final Duration GONE_AFTER = Duration.ofSeconds(3);

    private final Seats seats;
    private final PgAgents rows;
    private final SeatChannels channels;
    private final Consults consults;
    private final Clock clock;
    private final SeatNodes nodes;
    private final Function<HotlineCode, AgentProfile> rules;
    private final Function<HotlineCode, QueueName> mainQueue;
    private final Function<HotlineCode, Optional<QueueName>> allHands;
    private final Predicate<CallId> isCitizens;
    private final Map<PersonId, OnDuty> onDuty = new ConcurrentHashMap<>();
    private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();
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
        this.mainQueue = mainQueue;
        this.allHands = allHands;
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
        listeners.add(listener);
    }

    public Optional<AgentView> of(PersonId agent) {
        return Optional.ofNullable(onDuty.get(agent)).or(() -> elsewhere(agent)).map(this::view);
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
                .map(this::view)
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
                put(before, before.skills());
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
                put(agent, skills);
                begun = seats.begin(fence, session);
                if (!begun) {
                    throw taken(who.person(), seat);
                }
            } finally {
                if (!begun) {
                    takeOut(agent, skills);
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
            here.ifPresent(agent -> put(agent, effective));
            rows.setSkills(hotline, person, skills, by, clock.instant());
            here.ifPresent(agent -> {
                var dropped = new ArrayList<>(agent.skills());
                dropped.removeIf(skill ->
                        effective.stream().anyMatch(kept -> kept.queue().equals(skill.queue())));
                takeOut(agent, dropped);
                var changed = agent.with(effective);
                onDuty.put(person, changed);
                tell(changed);
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
            var gone = channels.goneSince(agent.session().seat());
            var matters = agent.state() instanceof AgentState.Ready || agent.state() instanceof AgentState.AfterCall;
            if (matters && gone.isPresent() && !gone.get().plus(GONE_AFTER).isAfter(now)) {
                apply(agent.session().seat(), new AgentEvent.PhoneGone(now));
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
                .forEach(agent ->
                        helps(agent).map(QueueMembers.Member::regardlessOfPause).ifPresent(hands::add));
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
        seats.at(seat).map(session -> onDuty.get(session.agent())).ifPresent(this::tell);
    }

    // Asterisk's queues

    /**
     * Makes an Asterisk's queues hold exactly who is signed in at its seats, paused as they are.
     *
     * @param ownQueues queues in which only our agents are
     * @return whether all of it could be done
     */
    boolean align(String node, AmiLink asterisk, Set<QueueName> ownQueues) {
        lock.lock();
        try {
            var wanted = new HashMap<String, QueueMembers.Member>();
            var queues = new HashSet<>(ownQueues);
            for (var agent : onDuty.values()) {
                if (!nodes.plan().isAt(node, agent.session().seat())) {
                    continue;
                }
                var members = new ArrayList<>(members(agent, agent.skills()));
                helps(agent).ifPresent(members::add);
                for (var member : members) {
                    wanted.put(member.queue() + " " + member.seat(), member);
                    queues.add(member.queue());
                }
            }
            var there = QueueMembers.list(asterisk);
            for (var listed : there) {
                var member = listed.member();
                channels.reachable(member.seat(), SeatChannels.isReachable(listed.state()));
                if (!wanted.containsKey(member.queue() + " " + member.seat()) && isOurs(member, queues)) {
                    LOG.info("seat {} leaves queue {}: nobody is signed in there", member.seat(), member.queue());
                    QueueMembers.remove(asterisk, member);
                }
            }
            var all = true;
            for (var member : wanted.values()) {
                try {
                    QueueMembers.put(asterisk, member, there);
                } catch (Refused e) {
                    LOG.warn("seat {} is not in queue {} yet: {}", member.seat(), member.queue(), e.getMessage());
                    all = false;
                }
            }
            return all;
        } catch (AmiAway e) {
            LOG.warn("the queues are not in line with the sign-ins yet: {}", e.getMessage());
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOurs(QueueMembers.Member member, Set<QueueName> queues) {
        return queues.contains(member.queue()) || PERSON.matcher(member.name()).matches();
    }

    private void put(OnDuty agent, List<Skill> skills) {
        if (skills.isEmpty()) {
            return;
        }
        var asterisk = nodes.link(agent.session().seat());
        var there = QueueMembers.list(asterisk);
        var done = new ArrayList<QueueMembers.Member>();
        try {
            for (var member : members(agent, skills)) {
                QueueMembers.put(asterisk, member, there);
                done.add(member);
            }
            var state = QueueMembers.state(asterisk, done.getFirst());
            channels.reachable(agent.session().seat(), SeatChannels.isReachable(state));
        } catch (Refused e) {
            var before = there.stream().map(QueueMembers.Listed::member).toList();
            done.stream()
                    .filter(member -> before.stream().noneMatch(member::isSamePerson))
                    .forEach(member -> QueueMembers.remove(asterisk, member));
            throw e;
        }
    }

    private void takeOut(OnDuty agent, List<Skill> skills) {
        remove(members(agent, skills));
    }

    private void remove(List<QueueMembers.Member> members) {
        for (var member : members) {
            try {
                QueueMembers.remove(nodes.link(member.seat()), member);
            } catch (AmiAway | Refused e) {
                LOG.warn("seat {} stays in queue {} until Asterisk is back", member.seat(), member.queue());
            }
        }
    }

    private List<QueueMembers.Member> members(OnDuty agent, List<Skill> skills) {
        return skills.stream()
                .map(skill -> member(agent, skill.queue(), skill.penalty()))
                .toList();
    }

    private QueueMembers.Member member(OnDuty agent, QueueName queue, int penalty) {
        var paused = AgentStates.isPaused(agent, rules.apply(agent.session().hotline()));
        return new QueueMembers.Member(
                queue, agent.session().seat(), agent.agent().toString(), penalty, paused);
    }

    /** As a member of the queue that all hands are called to, if it is not among the agent's own. */
    private Optional<QueueMembers.Member> helps(OnDuty agent) {
        return agent.skills().isEmpty()
                ? Optional.empty()
                : allHands.apply(agent.session().hotline())
                        .filter(queue -> agent.skills().stream()
                                .noneMatch(skill -> skill.queue().equals(queue)))
                        .map(queue -> member(agent, queue, HELPS_LAST));
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
        if (AgentStates.isPaused(before, profile) != AgentStates.isPaused(after, profile)
                && !after.skills().isEmpty()) {
            pause(after, AgentStates.isPaused(after, profile));
        }
        if (!after.state().equals(before.state())) {
            tell(after);
        }
    }

    private void pause(OnDuty agent, boolean paused) {
        var seat = agent.session().seat();
        try {
            var reply = QueueMembers.pause(nodes.link(seat), seat, paused, PgAgents.word(agent.state()));
            if (!reply.isSuccess()) {
                LOG.warn("seat {} cannot be {}: {}", seat, paused ? "paused" : "rung again", reply.message());
            }
        } catch (AmiAway | Refused e) {
            LOG.warn("seat {} is {} when Asterisk is back", seat, paused ? "paused" : "rung again");
        }
    }

    private void remember(OnDuty agent, PersonId by) {
        rows.add(nodes.fence(agent.session().seat()), agent.session(), agent.state(), by);
        onDuty.put(agent.agent(), agent);
        if (!channels.talking(agent.session().seat()).isEmpty()) {
            relearn(agent);
        }
        tell(agent);
    }

    private void leave(OnDuty agent, PersonId by) {
        var now = clock.instant();
        var fence = nodes.fence(agent.session().seat());
        seats.end(fence, agent.session(), now);
        onDuty.remove(agent.agent());
        rows.addOut(fence, agent.session(), latest(now, agent.state().since()), by);
        takeOut(agent, agent.skills());
        helps(agent).ifPresent(member -> remove(List.of(member)));
        consults.forget(agent.session().seat());
        for (var listener : listeners) {
            try {
                listener.left(agent.session().hotline(), agent.agent());
            } catch (RuntimeException e) {
                LOG.error(
                        "a listener failed on the sign-out at seat {}",
                        agent.session().seat(),
                        e);
            }
        }
    }

    private void tell(OnDuty agent) {
        var view = view(agent);
        for (var listener : listeners) {
            try {
                listener.changed(view);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on seat {}", agent.session().seat(), e);
            }
        }
    }

    private AgentView view(OnDuty agent) {
        var seat = agent.session().seat();
        return new AgentView(
                agent.agent(),
                agent.session().hotline(),
                seat,
                agent.state(),
                agent.skills(),
                channels.talking(seat).stream().anyMatch(SeatChannels.Leg::onHold),
                consults.of(seat));
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
