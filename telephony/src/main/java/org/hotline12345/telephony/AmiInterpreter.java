package org.hotline12345.telephony;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.ami.AmiMessage;

/**
 * The one class that knows both Asterisk's manager events and what they mean for a citizen's call. Only a channel that
 * began in the trunk's context as an incoming one is a call; all further channels (seats, Local halves, transfers) carry
 * its linkedid.
 */
final class AmiInterpreter {
    /** Channels that we make ourselves also begin in the trunk's context, but not as ringing ones. */
    private static final String INCOMING = "4";

    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,9})?");
    private static final Pattern DEVICE = Pattern.compile("PJSIP/([A-Za-z0-9_-]{1,32}?)(-[0-9a-f]{8})?");
    private static final int UUID_LENGTH = 36;
    private static final String OUTGOING_LEG = "(Outgoing Line)";

    private final String node;
    private final String trunkContext;
    private final Function<String, Hotline> hotlineOfLine;
    private final Function<Seat, Optional<PersonId>> sitter;

    /**
     * @param node the Asterisk's name, which begins each call's id
     * @param hotlineOfLine which hotline a dialled number belongs to
     * @param sitter who sits at a seat, for members that do not carry a person's id
     */
    AmiInterpreter(
            String node,
            String trunkContext,
            Function<String, Hotline> hotlineOfLine,
            Function<Seat, Optional<PersonId>> sitter) {
        this.node = node;
        this.trunkContext = trunkContext;
        this.hotlineOfLine = hotlineOfLine;
        this.sitter = sitter;
    }

    /**
     * What the message says about a citizen's call; empty when nothing.
     *
     * @param open whether a call with this id is in progress
     * @param heardAt stands in when the message has no time of its own
     */
    Optional<CallEvent> interpret(AmiMessage message, Predicate<CallId> open, Instant heardAt) {
        var at = timestamp(message).orElse(heardAt);
        if (message.event().equals("Newchannel")) {
            return arrived(message, at);
        }
        return callId(message.get("Linkedid")).filter(open).flatMap(call -> switch (message.event()) {
            case "QueueCallerJoin" -> queue(message).map(queue -> new CallEvent.Queued(call, at, queue));
            case "AgentCalled" ->
                seat(message.get("Interface")).map(seat -> new CallEvent.Ringing(call, at, seat, agent(message, seat)));
            case "AgentRingNoAnswer" ->
                seat(message.get("Interface"))
                        .map(seat -> new CallEvent.RingEnded(call, at, seat, agent(message, seat)));
            case "AgentConnect" ->
                seat(message.get("Interface"))
                        .map(seat -> new CallEvent.Answered(call, at, seat, agent(message, seat)));
            case "AgentComplete" ->
                seat(message.get("Interface"))
                        .map(seat -> new CallEvent.TalkEnded(call, at, seat, agent(message, seat)));
            case "UserEvent" -> said(message, call, at);
            case "Hangup" -> left(message, call, at);
            default -> Optional.empty();
        });
    }

    /** When Asterisk says it happened. */
    Optional<Instant> timestamp(AmiMessage message) {
        var text = message.get("Timestamp");
        if (!TIMESTAMP.matcher(text).matches()) {
            return Optional.empty();
        }
        var seconds = new BigDecimal(text);
        var nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).intValue();
        return Optional.of(Instant.ofEpochSecond(seconds.longValue(), nanos));
    }

    /** The call that a channel of a list of channels belongs to. */
    Optional<CallId> callOf(AmiMessage channel) {
        return callId(channel.get("Linkedid"));
    }

    /**
     * What must have happened to a call that began while nobody listened, as far as the channels that it has now tell:
     * it is taken up at once, so that it is counted, and its agent sees who speaks. The exact times are lost.
     *
     * @param channels all channels of one linkedid
     */
    List<CallEvent> adopt(CallId call, List<AmiMessage> channels, Instant now) {
        var events = new ArrayList<CallEvent>();
        var caller =
                channels.stream().filter(channel -> fromCaller(channel, call)).findFirst();
        if (caller.isEmpty()) {
            return events;
        }
        var hotline = hotlineOfLine.apply(caller.get().get("Exten"));
        var number = CallerNumbers.normalise(caller.get().get("CallerIDNum"), hotline.areaCode());
        events.add(new CallEvent.Arrived(call, begun(call), hotline.code(), hotline.number(), number));
        if (!caller.get().get("Application").equals("Queue")) {
            return events;
        }
        var queue = caller.get().get("ApplicationData").split(",", 2)[0];
        events.add(new CallEvent.Queued(call, now, new QueueName(queue)));
        channels.stream()
                .filter(channel -> channel.get("ApplicationData").equals(OUTGOING_LEG))
                .findFirst()
                .flatMap(leg -> seat(leg.get("Channel")))
                .ifPresent(seat -> {
                    var agent = sitter.apply(seat).orElse(Call.NOBODY);
                    events.add(
                            caller.get().get("BridgeId").isEmpty()
                                    ? new CallEvent.Ringing(call, now, seat, agent)
                                    : new CallEvent.Answered(call, now, seat, agent));
                });
        return events;
    }

    private Optional<CallEvent> arrived(AmiMessage message, Instant at) {
        if (!message.get("Context").equals(trunkContext)
                || !message.get("ChannelState").equals(INCOMING)
                || !message.get("Uniqueid").equals(message.get("Linkedid"))) {
            return Optional.empty();
        }
        return callId(message.get("Uniqueid")).map(call -> {
            var line = message.get("Exten");
            var hotline = hotlineOfLine.apply(line);
            var caller = CallerNumbers.normalise(message.get("CallerIDNum"), hotline.areaCode());
            return new CallEvent.Arrived(call, at, hotline.code(), line, caller);
        });
    }

    /** What our dialplan says; how a queue ended is said, for QueueCallerAbandon also comes when the wait ran out. */
    private static Optional<CallEvent> said(AmiMessage message, CallId call, Instant at) {
        return switch (message.get("UserEvent")) {
            case "HotlineRecording" -> message.known("File").map(file -> new CallEvent.Recorded(call, at, file));
            case "HotlineQueueEnd" ->
                switch (message.get("Status")) {
                    case "CONTINUE", "HANGUP" -> Optional.empty();
                    default -> Optional.of(new CallEvent.WaitRanOut(call, at));
                };
            default -> Optional.empty();
        };
    }

    /** The call ends with its caller's own channel, whose id is the call's; a seat that hangs up ends nothing. */
    private Optional<CallEvent> left(AmiMessage message, CallId call, Instant at) {
        if (!callId(message.get("Uniqueid")).equals(Optional.of(call))) {
            return Optional.empty();
        }
        var cause = message.get("Cause");
        return Optional.of(new CallEvent.Left(call, at, cause.matches("[0-9]{1,3}") ? Integer.parseInt(cause) : 0));
    }

    /** A caller's channel is the one that gave the call its id; a seat that dials is the first of its own. */
    private boolean fromCaller(AmiMessage channel, CallId call) {
        return callId(channel.get("Uniqueid")).equals(Optional.of(call))
                && !channel.get("ApplicationData").equals(OUTGOING_LEG)
                && channel.known("Context")
                        .filter(context -> !context.equals("from-agent"))
                        .isPresent();
    }

    private Optional<CallId> callId(String linkedId) {
        try {
            return Optional.of(new CallId(linkedId.startsWith(node + "-") ? linkedId : node + "-" + linkedId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An id tells the second in which its channel began. */
    private static Instant begun(CallId call) {
        var seconds = call.value().substring(call.value().lastIndexOf('-') + 1).split("\\.", 2)[0];
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private static Optional<QueueName> queue(AmiMessage message) {
        return message.known("Queue").map(QueueName::new);
    }

    private static Optional<Seat> seat(String deviceOrChannel) {
        var matcher = DEVICE.matcher(deviceOrChannel);
        return matcher.matches() ? Optional.of(new Seat(matcher.group(1))) : Optional.empty();
    }

    /** Members that we added carry the person's id as their name. */
    private PersonId agent(AmiMessage message, Seat seat) {
        var name = message.get("MemberName");
        if (name.length() == UUID_LENGTH) {
            try {
                return new PersonId(UUID.fromString(name));
            } catch (IllegalArgumentException e) {
                // a name of that length that is no id: who sits there is asked below
            }
        }
        return sitter.apply(seat).orElse(Call.NOBODY);
    }
}
