package org.hotline12345.telephony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asterisk's queues, brought in line with who sits where: at each change, and wholly when the link stands anew. */
final class AgentQueues {
    private static final Logger LOG = LoggerFactory.getLogger(AgentQueues.class);
    /** Members that we added carry the person's id as their name. */
    private static final Pattern PERSON = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Behind every penalty that a skill can have: those whose queue it is are rung first. */
    private static final int HELPS_LAST = 200;

    private final SeatNodes nodes;
    private final SeatChannels channels;
    private final Function<HotlineCode, AgentProfile> rules;
    private final Function<HotlineCode, Optional<QueueName>> allHands;

    /** @param allHands the queue in which all agents of the hotline help at this moment; empty when none */
    AgentQueues(
            SeatNodes nodes,
            SeatChannels channels,
            Function<HotlineCode, AgentProfile> rules,
            Function<HotlineCode, Optional<QueueName>> allHands) {
        this.nodes = nodes;
        this.channels = channels;
        this.rules = rules;
        this.allHands = allHands;
    }

    /**
     * Makes an Asterisk's queues hold exactly who is on duty at its seats, paused as they are.
     *
     * @param ownQueues queues in which only our agents are
     * @return whether all of it could be done
     * @throws AmiAway when the link broke meanwhile
     */
    boolean align(AmiLink asterisk, Collection<OnDuty> onDuty, Set<QueueName> ownQueues) {
        var wanted = new HashMap<String, QueueMembers.Member>();
        var queues = new HashSet<>(ownQueues);
        for (var agent : onDuty) {
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
    }

    /**
     * Takes the agent's seat into the queues, into all or into none.
     *
     * @throws Refused when Asterisk knows no such queue or seat
     * @throws AmiAway when it is away
     */
    void put(OnDuty agent, List<Skill> skills) {
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

    /** Takes the seat out of these queues; while Asterisk is away that follows when it is back. */
    void takeOut(OnDuty agent, List<Skill> skills) {
        remove(members(agent, skills));
    }

    /** Takes the seat out of all its queues, also of the one in which it helps. */
    void takeOut(OnDuty agent) {
        takeOut(agent, agent.skills());
        helps(agent).ifPresent(member -> remove(List.of(member)));
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

    /** Lets callers ring there, or none, as the agent's state wants it; while Asterisk is away that follows when it is back. */
    void pause(OnDuty agent) {
        var seat = agent.session().seat();
        var paused = isPaused(agent);
        try {
            var reply = QueueMembers.pause(nodes.link(seat), seat, paused, PgAgents.word(agent.state()));
            if (!reply.isSuccess()) {
                LOG.warn("seat {} cannot be {}: {}", seat, paused ? "paused" : "rung again", reply.message());
            }
        } catch (AmiAway | Refused e) {
            LOG.warn("seat {} is {} when Asterisk is back", seat, paused ? "paused" : "rung again");
        }
    }

    boolean isPaused(OnDuty agent) {
        return AgentStates.isPaused(agent, rules.apply(agent.session().hotline()));
    }

    /** As a member of the queue that all hands are called to, if it is not among the agent's own. */
    Optional<QueueMembers.Member> helps(OnDuty agent) {
        return agent.skills().isEmpty()
                ? Optional.empty()
                : allHands.apply(agent.session().hotline())
                        .filter(queue -> agent.skills().stream()
                                .noneMatch(skill -> skill.queue().equals(queue)))
                        .map(queue -> member(agent, queue, HELPS_LAST));
    }

    private List<QueueMembers.Member> members(OnDuty agent, List<Skill> skills) {
        return skills.stream()
                .map(skill -> member(agent, skill.queue(), skill.penalty()))
                .toList();
    }

    private QueueMembers.Member member(OnDuty agent, QueueName queue, int penalty) {
        return new QueueMembers.Member(
                queue, agent.session().seat(), agent.agent().toString(), penalty, isPaused(agent));
    }

    private static boolean isOurs(QueueMembers.Member member, Set<QueueName> queues) {
        return queues.contains(member.queue()) || PERSON.matcher(member.name()).matches();
    }
}
