package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiAway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents and shift leaders do with talks: hand on, ask a third, hang up, dial, pick, listen in. Each is one or two
 * words to Asterisk; what comes of it is heard on the manager stream like everything else.
 */
public final class TalkDesk {
    /** Listening in on a talk, whispering to the agent, breaking in. */
    public static final Right LISTEN = new Right("telephony.listen-in");

    /** The keys of {@code features.conf}, which Asterisk is played as if the agent had pressed them. */
    private static final String ASK = "*2";

    private static final String HAND_OVER = "*2";
    private static final String JOIN = "*3";
    /** Context of the dialplan to which calls are handed on. */
    private static final String TRANSFER = "transfer";

    private static final Logger LOG = LoggerFactory.getLogger(TalkDesk.class);
    private static final Duration RING_LIMIT = Duration.ofSeconds(30);
    private static final String SPY = "spy-";

    /** How a shift leader takes part in a talk. */
    public enum Mode {
        LISTEN("listen"),
        WHISPER("whisper"),
        BARGE("barge");

        private final String context;

        Mode(String context) {
            this.context = context;
        }
    }

    private final AgentDesk agents;
    private final SeatChannels channels;
    private final Consults consults;
    private final ResultDesk results;
    private final Office office;
    private final Clock clock;
    private final SeatNodes nodes;
    private final Supplier<List<Call>> openCalls;
    private final Function<Seat, Optional<PersonId>> sitter;

    TalkDesk(
            AgentDesk agents,
            SeatChannels channels,
            Consults consults,
            ResultDesk results,
            Office office,
            Clock clock,
            SeatNodes nodes,
            Supplier<List<Call>> openCalls,
            Function<Seat, Optional<PersonId>> sitter) {
        this.agents = agents;
        this.channels = channels;
        this.consults = consults;
        this.results = results;
        this.office = office;
        this.clock = clock;
        this.nodes = nodes;
        this.openCalls = openCalls;
        this.sitter = sitter;
    }

    // Handing on

    /** Hands the caller on at once: the agent's talk is over. */
    public void transfer(PersonId agent, Target to) {
        var leg = talk(agent);
        checkFree(leg);
        check(to, leg.seat());
        ask(
                leg.seat(),
                AmiAction.of("BlindTransfer")
                        .with("Channel", leg.channel())
                        .with("Context", TRANSFER)
                        .with("Exten", to.extension()),
                "hand the caller on");
        handedOn(leg, to, agent);
    }

    /**
     * Asks somebody while the caller waits.
     *
     * @param kind what comes of it when that one picks up
     */
    public void consult(PersonId agent, Consult.Kind kind, Target to) {
        var leg = talk(agent);
        checkFree(leg);
        check(to, leg.seat());
        // The action Atxfer would play the extension as keys, which can be no name of a queue, and which the other side
        // hears.
        set(leg, "TRANSFER_CONTEXT", TRANSFER);
        set(leg, "TRANSFER_EXTEN", to.extension());
        consults.begin(leg, kind, to, clock.instant());
        try {
            press(leg, ASK, "ask " + (to instanceof Target.ToSeat ? "the other seat" : "the other side"));
        } catch (Refused e) {
            consults.forget(leg.seat());
            throw e;
        }
    }

    /** Hands the caller on to whom the agent has asked. */
    public void complete(PersonId agent) {
        var going = going(agent);
        press(going.leg(), HAND_OVER, "hand the caller on");
        handedOn(going.leg(), going.consult().to(), agent);
    }

    /** Asks no more: the agent is back with the caller. */
    public void cancel(PersonId agent) {
        var going = going(agent);
        ask(
                going.leg().seat(),
                AmiAction.of("CancelAtxfer").with("Channel", going.leg().channel()),
                "go back to the caller");
    }

    /** All three talk, from now on when the one who is asked has picked up, else as soon as that happens. */
    public void join(PersonId agent) {
        var going = going(agent);
        if (going.consult().answered()) {
            press(going.leg(), JOIN, "join the two");
        } else {
            consults.begin(
                    going.leg(),
                    Consult.Kind.THREE_WAY,
                    going.consult().to(),
                    going.consult().since());
        }
    }

    /** From the one thread of facts: the asked one has picked up. */
    void answered(Consults.Going going) {
        if (going.consult().kind() == Consult.Kind.THREE_WAY) {
            try {
                press(going.leg(), JOIN, "join the two");
            } catch (Refused e) {
                // Somebody hung up that moment; trying again would keep all other facts waiting.
                LOG.warn(
                        "seat {} and the one who is asked were not joined: {}",
                        going.leg().seat(),
                        e.getMessage());
            }
        }
    }

    // One's own telephone

    /** Hangs up the agent's telephone; it also stops ringing. */
    public void hangUp(PersonId agent) {
        var seat = seatOf(agent);
        var talks = channels.talking(seat);
        var legs = talks.isEmpty() ? channels.all(seat) : talks;
        if (legs.isEmpty()) {
            throw Refused.conflict("seat " + seat + " is in no call");
        }
        legs.forEach(leg -> ask(seat, AmiAction.of("Hangup").with("Channel", leg.channel()), "hang up"));
    }

    /** Rings the agent's telephone and, once it is picked up, that number. */
    public void dial(PersonId agent, Target.ToNumber number) {
        var seat = seatOf(agent);
        checkIdle(seat);
        ask(
                seat,
                AmiAction.of("Originate")
                        .with("Channel", QueueMembers.device(seat))
                        .with("ChannelId", "agent-" + UUID.randomUUID())
                        .with("Context", "from-agent")
                        .with("Exten", number.number())
                        .with("Priority", "1")
                        .with("CallerID", number.number() + " <" + number.number() + ">")
                        .with("Timeout", Long.toString(RING_LIMIT.toMillis()))
                        .with("Async", "true"),
                "dial");
    }

    /** A caller who waits in that queue since then: for the first time, or again after a talk. */
    public record Waiting(Call call, QueueName queue, Instant since) {}

    /** Who waits in the queues that the agent serves, at the agent's own Asterisk, longest wait first. */
    public List<Waiting> waiting(PersonId agent) {
        var view = agents.of(agent).orElseThrow(TalkDesk::noSeat);
        return openCalls.get().stream()
                .filter(call -> call.hotline().equals(view.hotline()))
                .filter(call -> nodes.plan().isAt(call.id().node(), view.seat()))
                .flatMap(call -> waiting(call).stream())
                .filter(waiting ->
                        view.skills().stream().anyMatch(skill -> skill.queue().equals(waiting.queue())))
                .sorted(Comparator.comparing(Waiting::since))
                .toList();
    }

    /** Takes a waiting caller out of the queue to the agent's own telephone. */
    public void pick(PersonId agent, CallId id) {
        var seat = seatOf(agent);
        checkIdle(seat);
        if (waiting(agent).stream().noneMatch(waiting -> waiting.call().id().equals(id))) {
            throw Refused.conflict("call " + id + " does not wait in a queue of yours any more");
        }
        // A channel is also found by its id; the dialplan writes down who picked before it rings the seat.
        ask(
                seat,
                AmiAction.of("Redirect")
                        .with("Channel", id.value())
                        .with("Context", "pick")
                        .with("Exten", fourDigits(seat))
                        .with("Priority", "1"),
                "pick the caller");
    }

    // The shift leader

    /**
     * Has the leader take part in an agent's talk from the leader's own seat; whoever does so already changes the way.
     *
     * @throws Refused when one of them sits nowhere, or the agent is in no talk
     */
    public void listen(SignedIn leader, PersonId agent, Mode mode) {
        var view = agents.of(agent)
                .filter(found -> leader.may(found.hotline(), LISTEN))
                .orElseThrow(() -> Refused.unknown("no such agent sits at a seat"));
        var seat = seatOf(leader.person());
        if (seat.equals(view.seat())) {
            throw Refused.invalid("one cannot listen in on oneself");
        }
        if (!areTogether(seat, view.seat())) {
            throw Refused.conflict("seat " + view.seat() + " is at another Asterisk than yours, " + seat
                    + ": listening in goes from a seat of the same one");
        }
        if (channels.talking(view.seat()).isEmpty()) {
            throw Refused.conflict("the agent at seat " + view.seat() + " is in no talk");
        }
        var spying = channels.all(seat).stream()
                .filter(leg -> leg.id().startsWith(SPY))
                .findFirst();
        if (spying.isEmpty()) {
            checkIdle(seat);
        }
        office.audit(
                leader.person(),
                view.hotline(),
                "telephony." + mode.context,
                channels.talking(view.seat()).stream()
                        .flatMap(leg -> leg.call().stream())
                        .map(CallId::value)
                        .findFirst()
                        .orElse(agent.toString()));
        if (spying.isPresent()) {
            ask(
                    seat,
                    AmiAction.of("Redirect")
                            .with("Channel", spying.get().channel())
                            .with("Context", mode.context)
                            .with("Exten", fourDigits(view.seat()))
                            .with("Priority", "1"),
                    "change the way of listening");
            return;
        }
        ask(
                seat,
                AmiAction.of("Originate")
                        .with("Channel", QueueMembers.device(seat))
                        .with("ChannelId", SPY + UUID.randomUUID())
                        .with("Context", mode.context)
                        .with("Exten", fourDigits(view.seat()))
                        .with("Priority", "1")
                        .with("CallerID", view.seat() + " <" + view.seat() + ">")
                        .with("Timeout", Long.toString(RING_LIMIT.toMillis()))
                        .with("Async", "true"),
                "listen in");
    }

    // Within

    /** The person's seat, when this process hears it; else the refusal says who does. */
    private Seat seatOf(PersonId person) {
        var seat = agents.of(person).map(AgentView::seat).orElseThrow(TalkDesk::noSeat);
        nodes.fence(seat);
        return seat;
    }

    private boolean areTogether(Seat one, Seat other) {
        return nodes.plan().nodeOf(one).equals(nodes.plan().nodeOf(other));
    }

    private static Refused noSeat() {
        return Refused.conflict("take a seat first: nobody of that name sits at one");
    }

    private static Optional<Waiting> waiting(Call call) {
        return switch (call.state()) {
            case CallState.Waiting(var queue, var since) -> Optional.of(new Waiting(call, queue, since));
            case CallState.Ringing(var queue, var since, var _, var _) -> Optional.of(new Waiting(call, queue, since));
            case CallState.Talked _ -> call.waitsAgain().map(again -> new Waiting(call, again.queue(), again.since()));
            default -> Optional.empty();
        };
    }

    /** The seat's one talk. */
    private SeatChannels.Leg talk(PersonId agent) {
        var seat = seatOf(agent);
        var legs = channels.talking(seat);
        if (legs.isEmpty()) {
            throw Refused.conflict("seat " + seat + " is in no talk");
        }
        if (legs.size() > 1) {
            throw Refused.conflict("seat " + seat + " is in two calls; hang up one of them");
        }
        return legs.getFirst();
    }

    private Consults.Going going(PersonId agent) {
        return consults.going(seatOf(agent))
                .orElseThrow(() -> Refused.conflict("nobody is being asked; the caller is with you"));
    }

    private void checkFree(SeatChannels.Leg leg) {
        if (consults.going(leg.seat()).isPresent()) {
            throw Refused.conflict("somebody is being asked already: complete that, or go back to the caller first");
        }
    }

    private void checkIdle(Seat seat) {
        if (!channels.all(seat).isEmpty()) {
            throw Refused.conflict("the telephone of seat " + seat + " is in use");
        }
    }

    private void check(Target to, Seat own) {
        if (to instanceof Target.ToSeat(var seat)) {
            if (seat.equals(own)) {
                throw Refused.invalid("a caller cannot be handed on to one's own seat");
            }
            if (!areTogether(seat, own)) {
                throw Refused.conflict("seat " + seat
                        + " is at another Asterisk: hand the caller on to a queue, or to a number of that seat's");
            }
            var person = sitter.apply(seat).orElseThrow(() -> Refused.conflict("nobody is signed in at seat " + seat));
            if (agents.of(person)
                    .filter(view -> view.state() instanceof AgentState.Talking)
                    .isPresent()) {
                throw Refused.conflict("the agent at seat " + seat + " is in a talk");
            }
        }
    }

    /** The dialplan's contexts know seats of four digits. */
    private static String fourDigits(Seat seat) {
        if (!Target.SEAT.matcher(seat.value()).matches()) {
            throw Refused.conflict("seat " + seat + " has not four digits: the exchange's dialplan reaches no other");
        }
        return seat.value();
    }

    private void handedOn(SeatChannels.Leg leg, Target to, PersonId agent) {
        if (to instanceof Target.ToNumber) {
            leg.call().ifPresent(call -> results.transferred(call, agent));
        }
    }

    private void set(SeatChannels.Leg leg, String variable, String value) {
        ask(
                leg.seat(),
                AmiAction.of("Setvar")
                        .with("Channel", leg.channel())
                        .with("Variable", variable)
                        .with("Value", value),
                "say whom to ask");
    }

    private void press(SeatChannels.Leg leg, String keys, String what) {
        for (var key : keys.chars().mapToObj(Character::toString).toList()) {
            ask(
                    leg.seat(),
                    AmiAction.of("PlayDTMF")
                            .with("Channel", leg.channel())
                            .with("Digit", key)
                            .with("Receive", "true"),
                    what);
        }
    }

    private void ask(Seat seat, AmiAction action, String what) {
        try {
            var reply = nodes.link(seat).ask(action);
            if (!reply.isSuccess()) {
                throw Refused.conflict("the exchange does not " + what + ": " + reply.message());
            }
        } catch (AmiAway e) {
            throw Refused.away("the telephone exchange is away; try again in a moment");
        }
    }
}
