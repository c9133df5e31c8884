package org.hotline12345.telephony;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.PersonId;

/**
 * Knows which channels are connected with which, and so tells from what channels do what happens to a citizen's call. Not for
 * several threads.
 */
final class Switchboard {
    /** Who sat at a seat at that time, if a sign-in tells. */
    @FunctionalInterface
    interface Sitters {
        Optional<PersonId> at(Seat seat, Instant when);
    }

    private static final Pattern SEAT = Pattern.compile("PJSIP/([0-9]{2,10})(-[0-9a-f]{8})?");
    /** One half of a pair that Asterisk makes for an asked transfer; what enters one half comes out of the other. */
    private static final Pattern HALF = Pattern.compile("(Local/.*);([12])");

    /** A call's channels. */
    private static final class Lines {
        final Map<String, String> names = new HashMap<>();
        final Map<String, String> bridges = new HashMap<>();
        final Set<String> joined = new HashSet<>();
    }

    private final Function<String, Hotline> hotlineOfLine;
    private final Sitters sitters;
    private final Map<CallId, Lines> calls = new HashMap<>();

    Switchboard(Function<String, Hotline> hotlineOfLine, Sitters sitters) {
        this.hotlineOfLine = hotlineOfLine;
        this.sitters = sitters;
    }

    /** A channel that was there before anybody listened. */
    void found(CallId call, String channel, String name, String bridge) {
        var lines = lines(call);
        lines.names.put(channel, name);
        if (!bridge.isEmpty()) {
            lines.bridges.put(channel, bridge);
        }
    }

    /** A telephone that is known to speak with the caller already. */
    void speaks(CallId call, String channel) {
        lines(call).joined.add(channel);
    }

    /** Everything that was known of all calls is no longer so. */
    void clear() {
        calls.clear();
    }

    void forget(CallId call) {
        calls.remove(call);
    }

    List<CallEvent> tell(CallId call, ChannelFact fact) {
        var at = fact.at();
        return switch (fact) {
            case ChannelFact.Arrived arrived -> List.of(arrived(call, arrived));
            case ChannelFact.Queued queued ->
                queue(queued.queue())
                        .map(queue -> List.<CallEvent>of(new CallEvent.Queued(call, at, queue)))
                        .orElse(List.of());
            case ChannelFact.QueueEnded ended ->
                switch (ended.status()) {
                    case "CONTINUE", "HANGUP", "PICKED", "" -> List.of();
                    // Not let in: asked for an agent all the same, which the manager stream does not tell otherwise.
                    case "FULL", "JOINEMPTY", "JOINUNAVAIL" ->
                        queue(ended.queue())
                                .map(queue -> List.<CallEvent>of(
                                        new CallEvent.Queued(call, at, queue),
                                        new CallEvent.WaitRanOut(call, at, WaitEnd.NOT_LET_IN)))
                                .orElseGet(() -> List.of(new CallEvent.WaitRanOut(call, at, WaitEnd.NOT_LET_IN)));
                    case "CALLBACK" -> List.of(new CallEvent.WaitRanOut(call, at, WaitEnd.CALLBACK_WISHED));
                    default -> List.of(new CallEvent.WaitRanOut(call, at, WaitEnd.RAN_OUT));
                };
            case ChannelFact.Rung rung -> rung(call, rung);
            case ChannelFact.EnteredBridge entered -> entered(call, entered);
            case ChannelFact.LeftBridge left -> left(call, left);
            case ChannelFact.Transferred(var _, var _, var kind, var channel) ->
                List.of(new CallEvent.Transferred(call, at, kind, channel));
            case ChannelFact.Recorded recorded -> List.of(new CallEvent.Recorded(call, at, recorded.file()));
            case ChannelFact.Gone gone -> gone(call, gone);
        };
    }

    /** The seat of a device or of one of its channels. */
    static Optional<Seat> seat(String deviceOrChannel) {
        var matcher = SEAT.matcher(deviceOrChannel);
        return matcher.matches() ? Optional.of(new Seat(matcher.group(1))) : Optional.empty();
    }

    private CallEvent arrived(CallId call, ChannelFact.Arrived fact) {
        var hotline = hotlineOfLine.apply(fact.line());
        var caller = CallerNumbers.normalise(fact.number(), hotline.areaCode());
        return new CallEvent.Arrived(call, fact.at(), hotline.code(), fact.line(), caller);
    }

    private List<CallEvent> rung(CallId call, ChannelFact.Rung fact) {
        lines(call).names.put(fact.channel(), fact.name());
        return seat(fact.name())
                .filter(_ -> !fact.channel().equals(fact.linkedId()))
                .map(seat -> List.<CallEvent>of(new CallEvent.Ringing(
                        call, fact.at(), seat, agent(seat, fact.agent(), fact.at()), fact.channel())))
                .orElse(List.of());
    }

    private List<CallEvent> entered(CallId call, ChannelFact.EnteredBridge fact) {
        var lines = lines(call);
        lines.names.put(fact.channel(), fact.name());
        lines.bridges.put(fact.channel(), fact.bridge());
        var events = new ArrayList<CallEvent>();
        if (fact.channel().equals(fact.linkedId())) {
            events.add(new CallEvent.Connected(call, fact.at()));
        }
        for (var channel : heardBy(fact.linkedId(), lines)) {
            var name = lines.names.getOrDefault(channel, "");
            if (!channel.equals(fact.linkedId()) && !HALF.matcher(name).matches() && lines.joined.add(channel)) {
                events.add(seat(name)
                        .<CallEvent>map(seat -> new CallEvent.Answered(
                                call, fact.at(), seat, agent(seat, Call.NOBODY, fact.at()), channel))
                        .orElseGet(() -> new CallEvent.PutThrough(call, fact.at(), channel)));
            }
        }
        return events;
    }

    private List<CallEvent> left(CallId call, ChannelFact.LeftBridge fact) {
        var was = lines(call).bridges.remove(fact.channel());
        return was != null && fact.channel().equals(fact.linkedId())
                ? List.of(new CallEvent.Disconnected(call, fact.at()))
                : List.of();
    }

    private List<CallEvent> gone(CallId call, ChannelFact.Gone fact) {
        var lines = lines(call);
        lines.bridges.remove(fact.channel());
        if (fact.channel().equals(fact.linkedId())) {
            return List.of(new CallEvent.Left(call, fact.at(), fact.cause()));
        }
        var seat = seat(fact.name());
        if (seat.isPresent()) {
            var agent = agent(seat.get(), Call.NOBODY, fact.at());
            return List.of(
                    lines.joined.contains(fact.channel())
                            ? new CallEvent.TalkEnded(call, fact.at(), seat.get(), agent, fact.channel())
                            : new CallEvent.RingEnded(call, fact.at(), seat.get(), agent, fact.channel()));
        }
        return lines.joined.contains(fact.channel())
                ? List.of(new CallEvent.OutsideEnded(call, fact.at(), fact.channel()))
                : List.of();
    }

    /** The channels that hear this one: in its bridge, and through pairs of halves in other bridges. */
    private static Set<String> heardBy(String channel, Lines lines) {
        var heard = new HashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(channel);
        while (!open.isEmpty()) {
            var one = open.pop();
            if (!heard.add(one)) {
                continue;
            }
            var bridge = lines.bridges.get(one);
            var half = HALF.matcher(lines.names.getOrDefault(one, ""));
            var other = half.matches() ? half.group(1) + ";" + (half.group(2).equals("1") ? "2" : "1") : "";
            lines.names.forEach((candidate, name) -> {
                if ((bridge != null && bridge.equals(lines.bridges.get(candidate))) || name.equals(other)) {
                    open.add(candidate);
                }
            });
        }
        return heard;
    }

    private PersonId agent(Seat seat, PersonId told, Instant at) {
        return told.equals(Call.NOBODY) ? sitters.at(seat, at).orElse(Call.NOBODY) : told;
    }

    private Lines lines(CallId call) {
        return calls.computeIfAbsent(call, _ -> new Lines());
    }

    private static Optional<QueueName> queue(String name) {
        try {
            return Optional.of(new QueueName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
