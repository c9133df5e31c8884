package org.hotline12345.telephony;

import java.util.Optional;
import org.hotline12345.office.HotlineCode;

/** What a caller may hear of a ticket over the telephone; ticketing answers. */
@FunctionalInterface
public interface TicketProgress {
    /**
     * One sentence on how far the ticket is.
     *
     * @param digits the ticket's number as keys were pressed, digits only
     * @param phone the telephone that the call comes from, which is the proof
     * @return empty when there is no such ticket, and also when it is somebody else's: both answer alike
     */
    Optional<String> tell(HotlineCode hotline, String digits, Caller.Known phone);
}
