package org.hotline12345.ticketing;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;

/**
 * A ticket that is to be written down; it gets its number when it is stored.
 *
 * @param day whose numbers it takes one of
 * @param phoneIndex under which its requester's tickets are found
 * @param confidential what the requester wished, if anything
 */
record NewTicket(
        HotlineCode hotline,
        LocalDate day,
        Function<TicketNumber, TicketEvent> registered,
        Requester requester,
        Optional<BlindIndex> phoneIndex,
        Optional<Boolean> confidential) {
    /** Of a requester who wished nothing. */
    NewTicket(
            HotlineCode hotline,
            LocalDate day,
            Function<TicketNumber, TicketEvent> registered,
            Requester requester,
            Optional<BlindIndex> phoneIndex) {
        this(hotline, day, registered, requester, phoneIndex, Optional.empty());
    }
}
