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
        /** Telephones that speak or have spoken with the caller. */
        final Set<String> joined = new HashSet<>();
        /** Of these, the ones that are with the caller even where they are not heard: who asks a colleague comes back. */
        final Set<String> staying = new HashSet<>();

        /** Whether the caller's line is connected, as last told; empty when nobody listened. */
        Optional<Boolean> connected = Optional.of(false);
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
        lines.connected = Optional.empty();
        if (!bridge.isEmpty()) {
            lines.bridges.put(channel, bridge);
        }
    }

    /**
     * A telephone that is known to have spoken with the caller already.
     *
     * @param handedOn whether it has passed the call on
     */
    void spoke(CallId call, String channel, boolean handedOn) {
        var lines = lines(call);
        lines.joined.add(channel);
        if (!handedOn && lines.names.containsKey(channel)) {
            lines.staying.add(channel);
        }
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
            case ChannelFact.Transferred transferred -> transferred(call, transferred);
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
        var heard = heardBy(fact.linkedId(), lines);
        lines.staying.addAll(heard);
        connection(call, fact, lines).ifPresent(events::add);
        for (var channel : heard) {
            if (lines.joined.add(channel)) {
                events.add(seat(lines.names.getOrDefault(channel, ""))
                        .<CallEvent>map(seat -> new CallEvent.Answered(
                                call, fact.at(), seat, agent(seat, Call.NOBODY, fact.at()), channel))
                        .orElseGet(() -> new CallEvent.PutThrough(call, fact.at(), channel)));
            }
        }
        return events;
    }

    private List<CallEvent> left(CallId call, ChannelFact.LeftBridge fact) {
        var lines = lines(call);
        lines.bridges.remove(fact.channel());
        return connection(call, fact, lines).stream().toList();
    }

    private List<CallEvent> transferred(CallId call, ChannelFact.Transferred fact) {
        var lines = lines(call);
        var events = new ArrayList<CallEvent>();
        events.add(new CallEvent.Transferred(call, fact.at(), fact.kind(), fact.channel()));
        // Who makes three of two stays. Who hangs up while the other still rings keeps a channel until that one
        // answers.
        if (!heardBy(fact.linkedId(), lines).contains(fact.channel())) {
            lines.staying.remove(fact.channel());
            connection(call, fact, lines).ifPresent(events::add);
            out(call, fact, fact.channel(), lines).ifPresent(events::add);
        }
        return events;
    }

    private List<CallEvent> gone(CallId call, ChannelFact.Gone fact) {
        var lines = lines(call);
        lines.bridges.remove(fact.channel());
        lines.staying.remove(fact.channel());
        if (fact.channel().equals(fact.linkedId())) {
            return List.of(new CallEvent.Left(call, fact.at(), fact.cause()));
        }
        var events = new ArrayList<CallEvent>();
        connection(call, fact, lines).ifPresent(events::add);
        lines.names.put(fact.channel(), fact.name());
        out(call, fact, fact.channel(), lines).ifPresent(events::add);
        return events;
    }

    /** A telephone is out of the call, after a talk or after ringing only; halves of a pair are no telephones. */
    private Optional<CallEvent> out(CallId call, ChannelFact fact, String channel, Lines lines) {
        var joined = lines.joined.contains(channel);
        var seat = seat(lines.names.getOrDefault(channel, ""));
        if (seat.isEmpty()) {
            return joined ? Optional.of(new CallEvent.OutsideEnded(call, fact.at(), channel)) : Optional.empty();
        }
        var agent = agent(seat.get(), Call.NOBODY, fact.at());
        return Optional.of(
                joined
                        ? new CallEvent.TalkEnded(call, fact.at(), seat.get(), agent, channel)
                        : new CallEvent.RingEnded(call, fact.at(), seat.get(), agent, channel));
    }

    /** That the caller's line is connected now, or is so no more, if this has changed. */
    private static Optional<CallEvent> connection(CallId call, ChannelFact fact, Lines lines) {
        var connected = isConnected(fact.linkedId(), lines);
        if (lines.connected.equals(Optional.of(connected))) {
            return Optional.empty();
        }
        lines.connected = Optional.of(connected);
        return Optional.of(
                connected ? new CallEvent.Connected(call, fact.at()) : new CallEvent.Disconnected(call, fact.at()));
    }

    /** Whom nobody hears is connected while somebody means to come back; with nothing but a ringing a caller is alone. */
    private static boolean isConnected(String caller, Lines lines) {
        return lines.bridges.containsKey(caller)
                && (!lines.staying.isEmpty() || !heardBy(caller, lines).isEmpty());
    }

    /** The telephones that this one hears: in its bridge, and through pairs of halves in other bridges. */
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
        heard.remove(channel);
        heard.removeIf(one -> HALF.matcher(lines.names.getOrDefault(one, "")).matches());
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
