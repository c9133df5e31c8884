package org.hotline12345.telephony;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.ami.AmiMessage;

/**
 * The one class that knows Asterisk's manager events. A channel that began in the trunk's context as an incoming one is a
 * citizen's call; all further channels (seats, halves, transfers) carry its linkedid.
 */
final class AmiInterpreter {
    /** Channels that we make ourselves also begin in the trunk's context, but not as ringing ones. */
    private static final String INCOMING = "4";

    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,9})?");
    private static final Pattern CAUSE = Pattern.compile("[0-9]{1,3}");
    private static final int UUID_LENGTH = 36;

    private final String trunkContext;

    AmiInterpreter(String trunkContext) {
        this.trunkContext = trunkContext;
    }

    /**
     * What the message says about a channel; empty when nothing that concerns calls.
     *
     * @param heardAt stands in when the message has no time of its own
     */
    Optional<ChannelFact> fact(AmiMessage message, Instant heardAt) {
        return switch (message.event()) {
            case "Newchannel" -> arrived(message, heardAt);
            case "QueueCallerJoin" ->
                Optional.of(new ChannelFact.Queued(at(message, heardAt), linked(message), message.get("Queue")));
            case "AgentCalled", "DialBegin" ->
                message.known("DestUniqueid")
                        .map(channel -> new ChannelFact.Rung(
                                at(message, heardAt),
                                message.known("Linkedid").orElseGet(() -> message.get("DestLinkedid")),
                                channel,
                                message.get("DestChannel"),
                                agent(message.get("MemberName"))));
            case "BridgeEnter" ->
                Optional.of(new ChannelFact.EnteredBridge(
                        at(message, heardAt),
                        linked(message),
                        message.get("Uniqueid"),
                        message.get("Channel"),
                        message.get("BridgeUniqueid")));
            case "BridgeLeave" ->
                Optional.of(new ChannelFact.LeftBridge(at(message, heardAt), linked(message), message.get("Uniqueid")));
            case "BlindTransfer" ->
                passedOn(message)
                        .map(linkedId -> new ChannelFact.Transferred(
                                at(message, heardAt),
                                linkedId,
                                CallEvent.TransferKind.BLIND,
                                message.get("TransfererUniqueid")));
            case "AttendedTransfer" ->
                passedOn(message)
                        .map(linkedId -> new ChannelFact.Transferred(
                                at(message, heardAt),
                                linkedId,
                                CallEvent.TransferKind.ATTENDED,
                                message.get("OrigTransfererUniqueid")));
            case "UserEvent" -> said(message, heardAt);
            case "Hangup" ->
                Optional.of(new ChannelFact.Gone(
                        at(message, heardAt),
                        linked(message),
                        message.get("Uniqueid"),
                        message.get("Channel"),
                        cause(message.get("Cause"))));
            default -> Optional.empty();
        };
    }

    /** When Asterisk says it happened. */
    Optional<Instant> timestamp(AmiMessage message) {
        return seconds(message.get("Timestamp"));
    }

    /** A time as Asterisk writes it, in seconds with a fraction. */
    static Optional<Instant> seconds(String text) {
        if (!TIMESTAMP.matcher(text).matches()) {
            return Optional.empty();
        }
        var seconds = new BigDecimal(text);
        var nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).intValue();
        return Optional.of(Instant.ofEpochSecond(seconds.longValue(), nanos));
    }

    static int cause(String text) {
        return CAUSE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }

    private Optional<ChannelFact> arrived(AmiMessage message, Instant heardAt) {
        if (!message.get("Context").equals(trunkContext)
                || !message.get("ChannelState").equals(INCOMING)
                || !message.get("Uniqueid").equals(linked(message))) {
            return Optional.empty();
        }
        return Optional.of(new ChannelFact.Arrived(
                at(message, heardAt), linked(message), message.get("Exten"), message.get("CallerIDNum")));
    }

    /** What our dialplan says; how a queue ended is said, for QueueCallerAbandon also comes when the wait ran out. */
    private Optional<ChannelFact> said(AmiMessage message, Instant heardAt) {
        return switch (message.get("UserEvent")) {
            case "HotlineRecording" ->
                message.known("File")
                        .map(file -> new ChannelFact.Recorded(at(message, heardAt), linked(message), file));
            case "HotlineQueued" ->
                Optional.of(new ChannelFact.Queued(at(message, heardAt), linked(message), message.get("Queue")));
            case "HotlineQueueEnd" ->
                Optional.of(new ChannelFact.QueueEnded(
                        at(message, heardAt), linked(message), message.get("Status"), message.get("Queue")));
            default -> Optional.empty();
        };
    }

    /** These events have a linkedid of each party, and happen even when they fail. */
    private static Optional<String> passedOn(AmiMessage message) {
        return message.get("Result").equals("Success")
                ? message.known("TransfereeLinkedid")
                        .or(() -> message.known("TransfererLinkedid"))
                        .or(() -> message.known("OrigTransfererLinkedid"))
                : Optional.empty();
    }

    private Instant at(AmiMessage message, Instant heardAt) {
        return timestamp(message).orElse(heardAt);
    }

    private static String linked(AmiMessage message) {
        return message.get("Linkedid");
    }

    /** Members that we added carry the person's id as their name. */
    private static PersonId agent(String memberName) {
        if (memberName.length() == UUID_LENGTH) {
            try {
                return new PersonId(UUID.fromString(memberName));
            } catch (IllegalArgumentException e) {
                // a name of that length that is no id: who sits there is looked up
            }
        }
        return Call.NOBODY;
    }
}
