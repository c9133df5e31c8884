package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hotline12345.telephony.ami.AmiMessage;

/**
 * The channels that each Asterisk has, as far as seats are concerned: which leg is a seat's, in which bridge it is, whether
 * its telephone can be reached. Written by the threads for calls alone, read from any thread.
 */
final class SeatChannels {
    /** The exchange's seats are called by 2 to 10 digits; its trunk and its carrier are not. */
    private static final Pattern DEVICE = Pattern.compile("PJSIP/([0-9]{2,10})");

    private static final Pattern DEVICE_CHANNEL = Pattern.compile("PJSIP/([0-9]{2,10})-[0-9a-f]{8,}");
    private static final String UP = "Up";
    private static final int MAX_CHANNELS = 100_000;

    /**
     * A seat's part in a talk.
     *
     * @param channel its name at Asterisk
     * @param bridge where it talks; empty while it is between two bridges
     */
    record Leg(String channel, String id, Seat seat, Optional<CallId> call, String bridge, boolean onHold) {}

    /** Two Asterisks may give their channels the same names. */
    private record Named(String node, String name) {}

    private static final class Channel {
        final String node;
        final String name;
        final String id;
        final Optional<Seat> seat;
        String linked;
        boolean up;
        /** Whether it has been in a bridge: ringing and listening in are no talk. */
        boolean talked;

        boolean onHold;
        String bridge = "";

        Channel(String node, String name, String id, String linked, Optional<Seat> seat) {
            this.node = node;
            this.name = name;
            this.id = id;
            this.linked = linked;
            this.seat = seat;
        }
    }

    private final Consumer<SeatFact> facts;
    private final Clock clock;
    private final SeatPlan plan;
    private final Map<Named, Channel> channels = new HashMap<>();
    private final Map<Seat, List<Channel>> bySeat = new HashMap<>();
    private final Map<Seat, Instant> gone = new HashMap<>();
    private final Map<Named, List<AmiMessage>> rolls = new HashMap<>();

    /** @param facts is told on the thread for calls and must not wait */
    SeatChannels(Consumer<SeatFact> facts, Clock clock, SeatPlan plan) {
        this.facts = facts;
        this.clock = clock;
        this.plan = plan;
    }

    /** The legs of the seat that talk, oldest first. */
    synchronized List<Leg> talking(Seat seat) {
        return bySeat.getOrDefault(seat, List.of()).stream()
                .filter(channel -> channel.talked)
                .map(channel -> leg(channel, seat))
                .toList();
    }

    /** All legs of the seat, those that ring or listen in too. */
    synchronized List<Leg> all(Seat seat) {
        return bySeat.getOrDefault(seat, List.of()).stream()
                .map(channel -> leg(channel, seat))
                .toList();
    }

    /** Since when Asterisk has said that the seat's telephone cannot be reached; empty while it can, or nothing was said. */
    synchronized Optional<Instant> goneSince(Seat seat) {
        return Optional.ofNullable(gone.get(seat));
    }

    synchronized void reachable(Seat seat, boolean now) {
        if (now) {
            gone.remove(seat);
        } else {
            gone.putIfAbsent(seat, clock.instant());
        }
    }

    /** From that Asterisk's manager stream, on its thread for calls; must not wait. */
    synchronized void heard(String node, AmiMessage message) {
        switch (message.event()) {
            case "Newchannel" -> add(node, message);
            case "Newstate" -> state(node, message);
            case "BridgeEnter" -> entered(node, message);
            case "BridgeLeave" -> left(node, message);
            case "Hangup" -> remove(named(node, message));
            case "Hold" -> hold(node, message, true);
            case "Unhold" -> hold(node, message, false);
            case "DeviceStateChange" ->
                seat(node, message.get("Device")).ifPresent(seat -> reachable(seat, isReachable(message.get("State"))));
            case "AgentRingNoAnswer" ->
                seat(node, message.get("Interface")).ifPresent(seat -> facts.accept(new SeatFact.RangInVain(seat)));
            case "CoreShowChannel" ->
                rolls.computeIfAbsent(new Named(node, message.actionId()), _ -> new ArrayList<>())
                        .add(message);
            case "CoreShowChannelsComplete" ->
                relearn(
                        node,
                        Optional.ofNullable(rolls.remove(new Named(node, message.actionId())))
                                .orElse(List.of()));
            default -> {}
        }
    }

    /** Another process hears that Asterisk from now on. */
    synchronized void forget(String node) {
        channels.keySet().removeIf(named -> named.node().equals(node));
        rolls.keySet().removeIf(named -> named.node().equals(node));
        bySeat.keySet().removeIf(seat -> plan.isAt(node, seat));
        gone.keySet().removeIf(seat -> plan.isAt(node, seat));
    }

    private void add(String node, AmiMessage message) {
        // An event from before the list of all channels may be told after it: the list knows more.
        if (channels.size() >= MAX_CHANNELS || channels.containsKey(new Named(node, message.get("Channel")))) {
            return;
        }
        put(channel(node, message));
    }

    private Channel channel(String node, AmiMessage message) {
        var name = message.get("Channel");
        var device = DEVICE_CHANNEL.matcher(name);
        var seat = device.matches()
                ? Optional.of(new Seat(device.group(1))).filter(found -> plan.isAt(node, found))
                : Optional.<Seat>empty();
        return new Channel(node, name, message.get("Uniqueid"), message.get("Linkedid"), seat);
    }

    private void put(Channel channel) {
        channels.put(new Named(channel.node, channel.name), channel);
        channel.seat.ifPresent(
                seat -> bySeat.computeIfAbsent(seat, _ -> new ArrayList<>()).add(channel));
    }

    private void state(String node, AmiMessage message) {
        var channel = channels.get(named(node, message));
        if (channel == null) {
            return;
        }
        var before = channel.up;
        channel.up = message.get("ChannelStateDesc").equals(UP);
        if (!before && channel.up && channel.seat.isEmpty() && !channel.bridge.isEmpty()) {
            // The near half of the Local channel to the one who is asked: it came up in the asking seat's bridge.
            bySeat.forEach((seat, legs) -> {
                if (legs.stream().anyMatch(leg -> leg.bridge.equals(channel.bridge))) {
                    facts.accept(new SeatFact.ThirdAnswered(seat));
                }
            });
        }
    }

    private void entered(String node, AmiMessage message) {
        var channel = channels.get(named(node, message));
        if (channel == null) {
            return;
        }
        channel.linked = message.get("Linkedid");
        channel.bridge = message.get("BridgeUniqueid");
        if (channel.seat.isEmpty()) {
            return;
        }
        var seat = channel.seat.get();
        if (channel.talked) {
            facts.accept(new SeatFact.Moved(seat, channel.bridge));
            return;
        }
        channel.talked = true;
        facts.accept(new SeatFact.TalkBegun(seat, call(channel)));
    }

    private void left(String node, AmiMessage message) {
        var channel = channels.get(named(node, message));
        if (channel != null && channel.bridge.equals(message.get("BridgeUniqueid"))) {
            channel.bridge = "";
        }
    }

    private void remove(Named name) {
        var channel = channels.remove(name);
        if (channel == null || channel.seat.isEmpty()) {
            return;
        }
        var seat = channel.seat.get();
        var legs = bySeat.getOrDefault(seat, new ArrayList<>());
        legs.remove(channel);
        if (legs.isEmpty()) {
            bySeat.remove(seat);
        }
        if (channel.talked && legs.stream().noneMatch(leg -> leg.talked)) {
            facts.accept(new SeatFact.TalkEnded(seat));
        }
    }

    private void hold(String node, AmiMessage message, boolean onHold) {
        var channel = channels.get(named(node, message));
        if (channel != null && channel.seat.isPresent() && channel.onHold != onHold) {
            channel.onHold = onHold;
            facts.accept(new SeatFact.HoldChanged(channel.seat.get()));
        }
    }

    /** As a device state's name, or its number in a queue's member. */
    static boolean isReachable(String state) {
        return switch (state) {
            case "UNAVAILABLE", "INVALID", "4", "5" -> false;
            default -> true;
        };
    }

    private void relearn(String node, List<AmiMessage> listed) {
        channels.keySet().removeIf(named -> named.node().equals(node));
        bySeat.keySet().removeIf(seat -> plan.isAt(node, seat));
        for (var message : listed) {
            var channel = channel(node, message);
            channel.up = message.get("ChannelStateDesc").equals(UP);
            channel.bridge = message.get("BridgeId");
            channel.talked = !channel.bridge.isEmpty();
            put(channel);
        }
        facts.accept(new SeatFact.Relearned(Optional.of(node)));
    }

    private static Named named(String node, AmiMessage message) {
        return new Named(node, message.get("Channel"));
    }

    private static Leg leg(Channel channel, Seat seat) {
        return new Leg(channel.name, channel.id, seat, call(channel), channel.bridge, channel.onHold);
    }

    private static Optional<CallId> call(Channel channel) {
        try {
            return Optional.of(new CallId(channel.linked));
        } catch (IllegalArgumentException e) {
            // a channel whose id we chose ourselves, such as that of an agent who dials
            return Optional.empty();
        }
    }

    private Optional<Seat> seat(String node, String device) {
        var matcher = DEVICE.matcher(device);
        return matcher.matches()
                ? Optional.of(new Seat(matcher.group(1))).filter(seat -> plan.isAt(node, seat))
                : Optional.empty();
    }
}
