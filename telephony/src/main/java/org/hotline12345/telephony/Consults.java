package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is asked before a caller is handed on, seat by seat, from the asking to its end. */
final class Consults {
    /**
     * @param home the bridge in which the caller waits: the seat is back there when the asking is over
     * @param leg the seat's leg
     */
    record Going(Consult consult, String home, SeatChannels.Leg leg) {}

    private final SeatPlan plan;
    private final Map<Seat, Going> going = new ConcurrentHashMap<>();

    Consults(SeatPlan plan) {
        this.plan = plan;
    }

    Optional<Consult> of(Seat seat) {
        return Optional.ofNullable(going.get(seat)).map(Going::consult);
    }

    Optional<Going> going(Seat seat) {
        return Optional.ofNullable(going.get(seat));
    }

    void begin(SeatChannels.Leg leg, Consult.Kind kind, Target to, Instant since) {
        going.put(leg.seat(), new Going(new Consult(kind, to, since, false), leg.bridge(), leg));
    }

    void forget(Seat seat) {
        going.remove(seat);
    }

    /** What a fact makes of it; gives the asking that was answered by it, if one was. */
    Optional<Going> hear(SeatFact fact) {
        switch (fact) {
            case SeatFact.TalkEnded(var seat) -> going.remove(seat);
            case SeatFact.Moved(var seat, var bridge) ->
                going.computeIfPresent(seat, (_, now) -> now.home().equals(bridge) ? null : now);
            case SeatFact.Relearned(var node) ->
                going.keySet().removeIf(seat -> node.isEmpty() || plan.isAt(node.get(), seat));
            case SeatFact.ThirdAnswered(var seat) -> {
                return Optional.ofNullable(going.computeIfPresent(seat, (_, now) -> answered(now)));
            }
            default -> {} // no part of it
        }
        return Optional.empty();
    }

    private static Going answered(Going now) {
        var consult = now.consult();
        return new Going(new Consult(consult.kind(), consult.to(), consult.since(), true), now.home(), now.leg());
    }
}
