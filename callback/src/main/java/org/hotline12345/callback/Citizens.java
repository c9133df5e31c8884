package org.hotline12345.callback;

import java.time.Duration;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.DialOutcome;
import org.hotline12345.telephony.Interview;
import org.hotline12345.ticketing.TicketNumber;

/** What callback needs of the modules at its left to reach a citizen. */
interface Citizens {
    /** Who asked for the ticket; withheld when no number is known. */
    Caller requester(HotlineCode hotline, TicketNumber ticket);

    /** A number as a network writes it, in its one normal form. */
    Caller callerFrom(HotlineCode hotline, String number);

    /** Whether it is this process that asks citizens: of several on one database, one does. */
    boolean isOurTurn();

    /** Whether calls can go out now. */
    boolean canDial();

    /** Calls and asks; waits for the end. */
    DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit);
}
