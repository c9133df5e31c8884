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
 * The channels that Asterisk has, as far as seats are concerned: which leg is a seat's, in which bridge it is, whether
 * its telephone can be reached. Written by the thread for calls alone, read from any thread.
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

    private static final class Channel {
        final String name;
        final String id;
        final Optional<Seat> seat;
        String linked;
        boolean up;
        /** Whether it has been in a bridge: ringing and listening in are no talk. */
        boolean talked;

        boolean onHold;
        String bridge = "";

        Channel(String name, String id, String linked) {
            this.name = name;
            this.id = id;
            this.linked = linked;
            var device = DEVICE_CHANNEL.matcher(name);
            this.seat = device.matches() ? Optional.of(new Seat(device.group(1))) : Optional.empty();
        }
    }

    private final Consumer<SeatFact> facts;
    private final Clock clock;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Map<Seat, List<Channel>> bySeat = new HashMap<>();
    private final Map<Seat, Instant> gone = new HashMap<>();
    private final Map<String, List<AmiMessage>> rolls = new HashMap<>();

    /** @param facts is told on the thread for calls and must not wait */
    SeatChannels(Consumer<SeatFact> facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
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

    /** From the manager stream, on the thread for calls; must not wait. */
    synchronized void heard(AmiMessage message) {
        switch (message.event()) {
            case "Newchannel" -> add(message);
            case "Newstate" -> state(message);
            case "BridgeEnter" -> entered(message);
            case "BridgeLeave" -> left(message);
            case "Hangup" -> remove(message.get("Channel"));
            case "Hold" -> hold(message, true);
            case "Unhold" -> hold(message, false);
            case "DeviceStateChange" -> device(message);
            case "AgentRingNoAnswer" ->
                seat(message.get("Interface")).ifPresent(seat -> facts.accept(new SeatFact.RangInVain(seat)));
            case "CoreShowChannel" ->
                rolls.computeIfAbsent(message.actionId(), _ -> new ArrayList<>())
                        .add(message);
            case "CoreShowChannelsComplete" ->
                relearn(Optional.ofNullable(rolls.remove(message.actionId())).orElse(List.of()));
            default -> {}
        }
    }

    private void add(AmiMessage message) {
        // An event from before the list of all channels may be told after it: the list knows more.
        if (channels.size() >= MAX_CHANNELS || channels.containsKey(message.get("Channel"))) {
            return;
        }
        put(new Channel(message.get("Channel"), message.get("Uniqueid"), message.get("Linkedid")));
    }

    private void put(Channel channel) {
        channels.put(channel.name, channel);
        channel.seat.ifPresent(
                seat -> bySeat.computeIfAbsent(seat, _ -> new ArrayList<>()).add(channel));
    }

    private void state(AmiMessage message) {
        var channel = channels.get(message.get("Channel"));
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

    private void entered(AmiMessage message) {
        var channel = channels.get(message.get("Channel"));
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

    private void left(AmiMessage message) {
        var channel = channels.get(message.get("Channel"));
        if (channel != null && channel.bridge.equals(message.get("BridgeUniqueid"))) {
            channel.bridge = "";
        }
    }

    private void remove(String name) {
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

    private void hold(AmiMessage message, boolean onHold) {
        var channel = channels.get(message.get("Channel"));
        if (channel != null && channel.seat.isPresent() && channel.onHold != onHold) {
            channel.onHold = onHold;
            facts.accept(new SeatFact.HoldChanged(channel.seat.get()));
        }
    }

    private void device(AmiMessage message) {
        seat(message.get("Device")).ifPresent(seat -> reachable(seat, isReachable(message.get("State"))));
    }

    /** As a device state's name, or its number in a queue's member. */
    static boolean isReachable(String state) {
        return switch (state) {
            case "UNAVAILABLE", "INVALID", "4", "5" -> false;
            default -> true;
        };
    }

    private void relearn(List<AmiMessage> listed) {
        channels.clear();
        bySeat.clear();
        for (var message : listed) {
            var channel = new Channel(message.get("Channel"), message.get("Uniqueid"), message.get("Linkedid"));
            channel.up = message.get("ChannelStateDesc").equals(UP);
            channel.bridge = message.get("BridgeId");
            channel.talked = !channel.bridge.isEmpty();
            put(channel);
        }
        facts.accept(new SeatFact.Relearned());
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

    private static Optional<Seat> seat(String device) {
        var matcher = DEVICE.matcher(device);
        return matcher.matches() ? Optional.of(new Seat(matcher.group(1))) : Optional.empty();
    }
}
