package org.hotline12345.telephony;

import java.util.Optional;
import org.hotline12345.telephony.cel.CelRow;

/** The one class that knows the rows of Asterisk's own record (CEL) and what channels did by them. */
final class CelInterpreter {
    /** A channel that we made ourselves has no dialled number yet when it begins in the trunk's context. */
    private static final String NOT_DIALLED = "s";

    private final String trunkContext;

    CelInterpreter(String trunkContext) {
        this.trunkContext = trunkContext;
    }

    /** What the row says about a channel; empty when nothing that concerns calls. */
    Optional<ChannelFact> fact(CelRow row) {
        return switch (row.type()) {
            case "CHAN_START" -> Optional.of(begun(row));
            case "APP_START" ->
                row.app().equals("Queue")
                        ? Optional.of(new ChannelFact.Queued(
                                row.at(), row.linkedId(), row.appData().split(",", 2)[0]))
                        : Optional.empty();
            case "QUEUED" -> row.extra("extra").map(queue -> new ChannelFact.Queued(row.at(), row.linkedId(), queue));
            case "QUEUE_END" ->
                Optional.of(new ChannelFact.QueueEnded(
                        row.at(), row.linkedId(), row.extra("extra").orElse(""), ""));
            case "RECORDING" ->
                row.extra("extra").map(file -> new ChannelFact.Recorded(row.at(), row.linkedId(), file));
            case "BRIDGE_ENTER" ->
                row.extra("bridge_id")
                        .map(bridge -> new ChannelFact.EnteredBridge(
                                row.at(), row.linkedId(), row.uniqueId(), row.channel(), bridge));
            case "BRIDGE_EXIT" -> Optional.of(new ChannelFact.LeftBridge(row.at(), row.linkedId(), row.uniqueId()));
            case "BLINDTRANSFER" -> Optional.of(passedOn(row, CallEvent.TransferKind.BLIND));
            case "ATTENDEDTRANSFER" -> Optional.of(passedOn(row, CallEvent.TransferKind.ATTENDED));
            case "HANGUP" ->
                Optional.of(new ChannelFact.Gone(
                        row.at(),
                        row.linkedId(),
                        row.uniqueId(),
                        row.channel(),
                        AmiInterpreter.cause(row.extra("hangupcause").orElse(""))));
            default -> Optional.empty();
        };
    }

    /** Whether this row is the last one of its linkedid. */
    static boolean isLast(CelRow row) {
        return row.type().equals("LINKEDID_END");
    }

    private ChannelFact begun(CelRow row) {
        return row.uniqueId().equals(row.linkedId())
                        && row.context().equals(trunkContext)
                        && !row.exten().equals(NOT_DIALLED)
                ? new ChannelFact.Arrived(row.at(), row.linkedId(), row.exten(), row.caller())
                : new ChannelFact.Rung(row.at(), row.linkedId(), row.uniqueId(), row.channel(), Call.NOBODY);
    }

    private static ChannelFact passedOn(CelRow row, CallEvent.TransferKind kind) {
        return new ChannelFact.Transferred(row.at(), row.linkedId(), kind, row.uniqueId());
    }
}
