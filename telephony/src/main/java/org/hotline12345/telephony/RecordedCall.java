package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.cel.Position;

/**
 * What Asterisk's record says of one linkedid so far. Its rows are not strictly in time order, so the call is told from all of them
 * each time it is asked for, by time, then by their order in the record.
 */
final class RecordedCall {
    /** The tellers tell one fact so far apart at most, on a machine that is not too busy; 32 ms were seen. Beyond it the record counts. */
    static final Duration TOLERANCE = Duration.ofMillis(40);

    /** Where its first row begins: to read it again, begin there. */
    final Position begins;

    private final List<ChannelFact> facts = new ArrayList<>();
    private Instant lastAt;
    private boolean over;
    private boolean followed;

    RecordedCall(Position begins, Instant at) {
        this.begins = begins;
        this.lastAt = at;
    }

    void add(ChannelFact fact) {
        facts.add(fact);
    }

    void seen(Instant at) {
        lastAt = at.isAfter(lastAt) ? at : lastAt;
    }

    void end() {
        over = true;
    }

    /** Asterisk died with it: at the moment when the link was lost, unless the record goes on after that. */
    void diedBy(Optional<Instant> linkLostAt) {
        linkLostAt.ifPresent(this::seen);
    }

    /** When it ended, as far as anybody can tell, if its caller's end is not recorded. */
    Instant endOfAll() {
        return lastAt;
    }

    /** From now on it is told from the record, too: the manager stream may lack something of it. */
    void follow() {
        followed = true;
    }

    boolean followed() {
        return followed;
    }

    boolean over() {
        return over;
    }

    Instant lastAt() {
        return lastAt;
    }

    /** Whether it is a citizen's call at all: seats' own calls and ours to citizens are in the record, too. */
    boolean isCall() {
        return facts.stream().anyMatch(ChannelFact.Arrived.class::isInstance);
    }

    List<CallEvent> events(CallId call, Switchboard switchboard) {
        var events = new ArrayList<CallEvent>();
        facts.stream()
                .sorted(Comparator.comparing(ChannelFact::at))
                .forEach(fact -> events.addAll(switchboard.tell(call, fact)));
        switchboard.forget(call);
        return events;
    }

    /** The call that these events tell; empty when they do not begin with an arrival. */
    static Optional<Call> fold(List<CallEvent> events) {
        Call call = null;
        for (var event : events) {
            if (call != null) {
                call = Calls.apply(call, event);
            } else if (event instanceof CallEvent.Arrived arrived) {
                call = Calls.begin(arrived);
            }
        }
        return Optional.ofNullable(call);
    }

    /** What the record does not know (agents that a member's name told, a recording's file) is taken from what was known. */
    static Call completed(Call recorded, Call known) {
        var legs = recorded.legs().stream()
                .map(leg -> known.legs().stream()
                        .filter(other -> other.channel().equals(leg.channel())
                                && !other.agent().equals(Call.NOBODY))
                        .findFirst()
                        .map(other -> leg.of(other.agent()))
                        .orElse(leg))
                .toList();
        var call = recorded.with(legs).in(withAgents(recorded.state(), legs));
        return call.recording().isPresent() || known.recording().isEmpty()
                ? call
                : call.recordedIn(known.recording().get());
    }

    /** Whether they differ in more than the few milliseconds that lie between two tellers. */
    static boolean differ(Call recorded, Call known) {
        return !recorded.outcome().map(Object::getClass).equals(known.outcome().map(Object::getClass))
                || !recorded.queue().equals(known.queue())
                || !recorded.seat().equals(known.seat())
                || !recorded.agent().equals(known.agent())
                || !recorded.recording().equals(known.recording())
                || !waitEnd(recorded).equals(waitEnd(known))
                || recorded.cutOff() != known.cutOff()
                || recorded.legs().size() != known.legs().size()
                || apart(Optional.of(recorded.arrivedAt()), Optional.of(known.arrivedAt()))
                || apart(recorded.queuedAt(), known.queuedAt())
                || apart(recorded.answeredAt(), known.answeredAt())
                || apart(recorded.endedAt(), known.endedAt())
                || apart(recorded.waited(), known.waited())
                || apart(recorded.talked(), known.talked())
                || recorded.legs().stream()
                        .anyMatch(leg -> known.legs().stream().noneMatch(other -> same(leg, other)));
    }

    private static Optional<WaitEnd> waitEnd(Call call) {
        return call.last() instanceof CallState.Unserved unserved ? Optional.of(unserved.why()) : Optional.empty();
    }

    private static boolean same(Leg leg, Leg other) {
        return leg.channel().equals(other.channel())
                && leg.seat().equals(other.seat())
                && leg.agent().equals(other.agent())
                && !apart(leg.joinedAt(), other.joinedAt())
                && leg.transferredAt().isPresent() == other.transferredAt().isPresent()
                && !apart(leg.endedAt(), other.endedAt());
    }

    private static <T> boolean apart(Optional<T> one, Optional<T> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() != other.isPresent();
        }
        var between = one.get() instanceof Instant from
                ? Duration.between(from, (Instant) other.get())
                : ((Duration) one.get()).minus((Duration) other.get());
        return between.abs().compareTo(TOLERANCE) > 0;
    }

    private static CallState withAgents(CallState state, List<Leg> legs) {
        return switch (state) {
            case CallState.Ended(var last, var at, var outcome) ->
                new CallState.Ended((CallState.Open) withAgents(last, legs), at, withAgents(outcome, legs));
            case CallState.Ringing(var queue, var queuedAt, var seat, var agent) ->
                new CallState.Ringing(queue, queuedAt, seat, who(seat, agent, legs));
            case CallState.Talking(var queue, var queuedAt, var answeredAt, var seat, var agent) ->
                new CallState.Talking(queue, queuedAt, answeredAt, seat, who(seat, agent, legs));
            case CallState.Talked(var queue, var queuedAt, var answeredAt, var endedAt, var seat, var agent) ->
                new CallState.Talked(queue, queuedAt, answeredAt, endedAt, seat, who(seat, agent, legs));
            default -> state;
        };
    }

    private static Outcome withAgents(Outcome outcome, List<Leg> legs) {
        return outcome instanceof Outcome.AnsweredByAgent(var agent, var seat, var waited, var talked)
                ? new Outcome.AnsweredByAgent(who(seat, agent, legs), seat, waited, talked)
                : outcome;
    }

    private static PersonId who(Seat seat, PersonId told, List<Leg> legs) {
        return legs.stream()
                .filter(leg -> leg.seat().filter(seat::equals).isPresent())
                .map(Leg::agent)
                .filter(agent -> !Objects.equals(agent, Call.NOBODY))
                .findFirst()
                .orElse(told);
    }
}
