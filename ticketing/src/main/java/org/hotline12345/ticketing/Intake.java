package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallId;

/**
 * What an agent writes down to register a ticket.
 *
 * @param call the agent's own call that it came in by, if any
 * @param requester who asks; where no number is given the caller's number of the call stands in
 * @param anonymous whether nothing of who asks is kept with the ticket, the caller's number neither
 * @param confidential whether units may not know who asks; empty: as the nature says, see {@link Discretion}
 */
public record Intake(
        HotlineCode hotline,
        Channel channel,
        Optional<CallId> call,
        Matter matter,
        Requester requester,
        boolean anonymous,
        Optional<Boolean> confidential) {
    public Intake {
        if (call.isPresent() && channel != Channel.PHONE) {
            throw new IllegalArgumentException("a ticket that is bound to a call came in by PHONE, not " + channel);
        }
        if (anonymous) {
            requester = Requester.UNKNOWN;
        }
    }

    /** Of somebody who wishes nothing about it. */
    public Intake(HotlineCode hotline, Channel channel, Optional<CallId> call, Matter matter, Requester requester) {
        this(hotline, channel, call, matter, requester, false, Optional.empty());
    }
}
