package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One Asterisk as we hear it at this moment.
 *
 * @param node its name
 * @param link how the link to it stands; empty while it is being made
 * @param completeUntil up to then everything that happened there is in the rows; empty when nobody can say
 * @param eventsWaiting events that have been read and wait to be written
 * @param eventsLimit at so many nothing more is read
 * @param clockAhead how far our clock is ahead of its, transport included
 * @param record its own record; empty where it is not read
 */
public record ExchangeView(
        String node,
        Optional<LinkState> link,
        Optional<Instant> completeUntil,
        int eventsWaiting,
        int eventsLimit,
        Duration clockAhead,
        Optional<RecordView> record) {
    /**
     * How Asterisk's own record is followed.
     *
     * @param settled calls that were compared with it since the start
     * @param corrected those that it put right
     * @param readable whether it could be read last
     */
    public record RecordView(long settled, long corrected, boolean readable) {}
}
