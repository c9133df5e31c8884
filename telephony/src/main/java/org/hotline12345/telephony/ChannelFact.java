package org.hotline12345.telephony;

import java.time.Instant;
import org.hotline12345.office.PersonId;

/**
 * What one of Asterisk's channels did. Both tellers, the manager stream and the record, are read into these; what they mean for
 * a citizen's call is told in one place, {@link Switchboard}.
 */
sealed interface ChannelFact {
    Instant at();

    /** Asterisk's id of what belongs together; the id of the citizen's own channel. */
    String linkedId();

    /**
     * A citizen's channel has reached us.
     *
     * @param number as the trunk delivered it
     */
    record Arrived(Instant at, String linkedId, String line, String number) implements ChannelFact {}

    record Queued(Instant at, String linkedId, String queue) implements ChannelFact {}

    /**
     * @param status Asterisk's QUEUESTATUS, as our dialplan says it
     * @param queue empty when the teller does not say it
     */
    record QueueEnded(Instant at, String linkedId, String status, String queue) implements ChannelFact {}

    /**
     * A telephone is rung.
     *
     * @param agent who sits there, when the teller knows; else {@link Call#NOBODY}
     */
    record Rung(Instant at, String linkedId, String channel, String name, PersonId agent) implements ChannelFact {}

    record EnteredBridge(Instant at, String linkedId, String channel, String name, String bridge)
            implements ChannelFact {}

    record LeftBridge(Instant at, String linkedId, String channel) implements ChannelFact {}

    record Transferred(Instant at, String linkedId, CallEvent.TransferKind kind, String channel)
            implements ChannelFact {}

    record Recorded(Instant at, String linkedId, String file) implements ChannelFact {}

    record Gone(Instant at, String linkedId, String channel, String name, int cause) implements ChannelFact {}
}
