package org.hotline12345.telephony;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.telephony.ami.AmiMessage;

/** Takes up what was going on when the link to Asterisk stood, from the list of channels that it has. */
final class Adoption {
    private static final String OUTGOING_LEG = "(Outgoing Line)";

    private final Switchboard switchboard;

    Adoption(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    /** Tells the switchboard which channels there are, how they are connected, and whom the caller speaks with already. */
    void seat(CallId call, List<AmiMessage> channels, Optional<PgCalls.Counted> known) {
        for (var channel : channels) {
            switchboard.found(call, channel.get("Uniqueid"), channel.get("Channel"), channel.get("BridgeId"));
        }
        known.ifPresent(counted -> counted.call().legs().stream()
                .filter(leg -> leg.joinedAt().isPresent())
                .forEach(leg -> switchboard.spoke(
                        call, leg.channel(), leg.transferredAt().isPresent())));
    }

    /**
     * What must have happened to a call that began while nobody listened, as far as the channels that it has now tell: it is
     * taken up at once, so that it is counted, and its agent sees who speaks. The exact times are lost.
     *
     * @param channels all channels of one linkedid
     */
    List<CallEvent> events(CallId call, List<AmiMessage> channels, Instant now) {
        var events = new ArrayList<CallEvent>();
        var caller = channels.stream().filter(Adoption::isCaller).findFirst();
        if (caller.isEmpty()) {
            return events;
        }
        var linkedId = caller.get().get("Linkedid");
        events.addAll(switchboard.tell(
                call,
                new ChannelFact.Arrived(
                        begun(call),
                        linkedId,
                        caller.get().get("Exten"),
                        caller.get().get("CallerIDNum"))));
        if (!caller.get().get("Application").equals("Queue")) {
            return events;
        }
        var queue = caller.get().get("ApplicationData").split(",", 2)[0];
        events.addAll(switchboard.tell(call, new ChannelFact.Queued(now, linkedId, queue)));
        for (var leg : channels) {
            if (leg.get("ApplicationData").equals(OUTGOING_LEG)) {
                events.addAll(switchboard.tell(
                        call,
                        new ChannelFact.Rung(now, linkedId, leg.get("Uniqueid"), leg.get("Channel"), Call.NOBODY)));
            }
        }
        if (!caller.get().get("BridgeId").isEmpty()) {
            events.addAll(switchboard.tell(
                    call,
                    new ChannelFact.EnteredBridge(
                            now,
                            linkedId,
                            caller.get().get("Uniqueid"),
                            caller.get().get("Channel"),
                            caller.get().get("BridgeId"))));
        }
        return events;
    }

    /** A caller's channel is the one that gave the call its id; a seat that dials is the first of its own. */
    private static boolean isCaller(AmiMessage channel) {
        return channel.get("Uniqueid").equals(channel.get("Linkedid"))
                && !channel.get("ApplicationData").equals(OUTGOING_LEG)
                && channel.known("Context")
                        .filter(context -> !context.equals("from-agent"))
                        .isPresent();
    }

    /** An id tells the second in which its channel began. */
    private static Instant begun(CallId call) {
        var seconds = call.value().substring(call.value().lastIndexOf('-') + 1).split("\\.", 2)[0];
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
