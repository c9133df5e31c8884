package org.hotline12345.telephony;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who sits where. The rows are the truth; Asterisk's queues are brought in line with them at each sign-in and sign-out,
 * and wholly whenever the link stands anew. One lock keeps these from crossing each other.
 */
final class Seats {
    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);
    /** Asterisk's device state of a seat that it does not know. */
    private static final String INVALID = "4";

    /** A member of a queue: the same person at the same seat is the same member. */
    private record Member(QueueName queue, Seat seat, String name) {}

    private final PgSeats rows;
    private final Clock clock;
    private final Map<Seat, AgentSession> bySeat = new ConcurrentHashMap<>();
    private final Map<PersonId, AgentSession> byAgent = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    Seats(PgSeats rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        rows.open().forEach(this::remember);
    }

    Optional<AgentSession> of(PersonId agent) {
        return Optional.ofNullable(byAgent.get(agent));
    }

    Optional<PersonId> sitterAt(Seat seat) {
        return Optional.ofNullable(bySeat.get(seat)).map(AgentSession::agent);
    }

    int taken() {
        return bySeat.size();
    }

    void signIn(AmiLink link, PersonId agent, HotlineCode hotline, Seat seat, QueueName queue) {
        lock.lock();
        try {
            var before = byAgent.get(agent);
            if (before != null && before.seat().equals(seat) && before.queue().equals(queue)) {
                add(link, memberOf(before));
                return;
            }
            var other = bySeat.get(seat);
            if (other != null && !other.agent().equals(agent)) {
                throw Refused.conflict("somebody else is signed in at seat " + seat);
            }
            if (before != null) {
                signOut(link, agent);
            }
            var session = new AgentSession(agent, hotline, seat, queue, clock.instant());
            add(link, memberOf(session));
            var begun = false;
            try {
                begun = rows.begin(session);
            } finally {
                if (!begun) {
                    remove(link, memberOf(session));
                }
            }
            if (!begun) {
                throw Refused.conflict("somebody else is signed in at seat " + seat);
            }
            remember(session);
        } catch (AmiAway e) {
            throw Refused.away("the telephone exchange is away; try again in a moment");
        } finally {
            lock.unlock();
        }
    }

    /** Ends the sign-in in any case; while Asterisk is away, its queue follows when it is back. */
    void signOut(AmiLink link, PersonId agent) {
        lock.lock();
        try {
            var session = byAgent.get(agent);
            if (session == null) {
                return;
            }
            rows.end(agent, clock.instant());
            byAgent.remove(agent);
            bySeat.remove(session.seat());
            try {
                remove(link, memberOf(session));
            } catch (AmiAway e) {
                LOG.warn("seat {} stays in queue {} until Asterisk is back", session.seat(), session.queue());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes Asterisk's queues hold exactly who is signed in. */
    void align(AmiLink link, Set<QueueName> ownQueues) {
        lock.lock();
        try {
            var wanted = new HashSet<Member>();
            bySeat.values().forEach(session -> wanted.add(memberOf(session)));
            var queues = new HashSet<>(ownQueues);
            wanted.forEach(member -> queues.add(member.queue()));
            for (var member : members(link)) {
                if (!wanted.remove(member) && queues.contains(member.queue())) {
                    LOG.info("seat {} leaves queue {}: nobody is signed in there", member.seat(), member.queue());
                    remove(link, member);
                }
            }
            for (var member : wanted) {
                LOG.info("seat {} joins queue {} again", member.seat(), member.queue());
                add(link, member);
            }
        } catch (AmiAway | Refused e) {
            LOG.warn("the queues are not in line with the sign-ins yet: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private void remember(AgentSession session) {
        byAgent.put(session.agent(), session);
        bySeat.put(session.seat(), session);
    }

    private static Member memberOf(AgentSession session) {
        return new Member(session.queue(), session.seat(), session.agent().toString());
    }

    private static void add(AmiLink link, Member member) {
        if (has(link, member)) {
            return;
        }
        var reply = link.ask(AmiAction.of("QueueAdd")
                .with("Queue", member.queue().value())
                .with("Interface", device(member.seat()))
                .with("MemberName", member.name())
                .with("Penalty", "0")
                .with("Paused", "false"));
        if (!reply.isSuccess()) {
            throw Refused.conflict("the telephone exchange does not take seat " + member.seat() + " into queue "
                    + member.queue() + ": " + reply.message());
        }
        if (states(link, member).contains(INVALID)) {
            remove(link, member);
            throw Refused.invalid("there is no seat " + member.seat());
        }
    }

    /** A seat that is in the queue under another name is taken out first: the name says who answered. */
    private static boolean has(AmiLink link, Member wanted) {
        var there = members(link).stream()
                .filter(member ->
                        member.seat().equals(wanted.seat()) && member.queue().equals(wanted.queue()))
                .findFirst();
        if (there.isEmpty() || there.get().equals(wanted)) {
            return there.isPresent();
        }
        remove(link, there.get());
        return false;
    }

    private static void remove(AmiLink link, Member member) {
        var reply = link.ask(AmiAction.of("QueueRemove")
                .with("Queue", member.queue().value())
                .with("Interface", device(member.seat())));
        if (!reply.isSuccess()) {
            LOG.warn("seat {} could not be taken out of queue {}: {}", member.seat(), member.queue(), reply.message());
        }
    }

    private static List<Member> members(AmiLink link) {
        var members = new ArrayList<Member>();
        for (var event : link.ask(AmiAction.of("QueueStatus")).events()) {
            if (event.event().equals("QueueMember") && event.get("Location").matches("PJSIP/[A-Za-z0-9_-]{1,32}")) {
                members.add(new Member(
                        new QueueName(event.get("Queue")),
                        new Seat(event.get("Location").substring("PJSIP/".length())),
                        event.get("Name")));
            }
        }
        return members;
    }

    private static List<String> states(AmiLink link, Member member) {
        return link
                .ask(AmiAction.of("QueueStatus")
                        .with("Queue", member.queue().value())
                        .with("Member", device(member.seat())))
                .events()
                .stream()
                .filter(event -> event.event().equals("QueueMember"))
                .map((AmiMessage event) -> event.get("Status"))
                .toList();
    }

    private static String device(Seat seat) {
        return "PJSIP/" + seat;
    }

    /** For the status page: how many seats each queue has. */
    Map<String, Integer> perQueue() {
        var counts = new HashMap<String, Integer>();
        bySeat.values().forEach(session -> counts.merge(session.queue().value(), 1, Integer::sum));
        return counts;
    }
}
