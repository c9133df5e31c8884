package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.telephony.ami.AmiLink;

/** All about agents, joined: their seats and channels, the desks that act, and the thread that hears the telephones. */
final class AgentDesks implements AutoCloseable {
    private static final int ALIGN_TRIES = 15;
    private static final Duration ALIGN_PAUSE = Duration.ofSeconds(2);

    final Seats seats;
    final SeatChannels channels;
    final AgentDesk agents;
    final TalkDesk talks;
    final ResultDesk results;
    private final SeatWatch watch = new SeatWatch();

    /**
     * @param nodes the way to each seat's Asterisk; refuses while telephony is not started
     * @param mainQueue the queue of a hotline whose agents have no skills set
     * @param allHands the queue in which all agents of the hotline help at this moment; empty when none
     */
    AgentDesks(
            PgSeats seatRows,
            PgAgents agentRows,
            PgCallResults resultRows,
            Clock clock,
            Office office,
            SeatNodes nodes,
            Function<CallId, Optional<Call>> calls,
            Supplier<List<Call>> openCalls,
            Function<HotlineCode, QueueName> mainQueue,
            Function<HotlineCode, Optional<QueueName>> allHands) {
        var rules = new AgentRules(office, clock);
        var consults = new Consults(nodes.plan());
        seats = new Seats(seatRows);
        channels = new SeatChannels(watch, clock, nodes.plan());
        agents = new AgentDesk(
                seats,
                agentRows,
                channels,
                consults,
                clock,
                nodes,
                rules::of,
                mainQueue,
                allHands,
                id -> calls.apply(id).isPresent());
        results = new ResultDesk(resultRows, agentRows, clock, calls, rules::of);
        talks = new TalkDesk(agents, channels, consults, results, office, clock, nodes, openCalls, seats::sitterAt);
        watch.tell(
                fact -> {
                    var answered = consults.hear(fact);
                    agents.hear(fact);
                    answered.ifPresent(talks::answered);
                },
                agents::tick);
    }

    void start() {
        Thread.ofVirtual().name("hotline-seats").start(watch);
    }

    /** This process hears that Asterisk from now on. */
    void adopt(String node) {
        agents.adopt(node);
    }

    /** Another process does, or nobody. */
    void drop(String node) {
        channels.forget(node);
        agents.drop(node);
    }

    /** Brings that Asterisk's queues in line, on a thread of its own. */
    void alignLater(String node, AmiLink link, Supplier<Set<QueueName>> ownQueues) {
        Thread.ofVirtual().name("hotline-align").start(() -> {
            try {
                for (int tried = 1; !agents.align(node, link, ownQueues.get()) && tried < ALIGN_TRIES; tried++) {
                    // An Asterisk that has just begun knows its seats a moment later.
                    Thread.sleep(ALIGN_PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        watch.close();
    }
}
