package org.hotline12345.ticketing;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;

/**
 * A ticket that is to be written down; it gets its number when it is stored.
 *
 * @param day whose numbers it takes one of
 * @param confidential what the requester wished, if anything
 */
record NewTicket(
        HotlineCode hotline,
        LocalDate day,
        Function<TicketNumber, TicketEvent> registered,
        Requester requester,
        Optional<Boolean> confidential) {
    /** Of a requester who wished nothing. */
    NewTicket(HotlineCode hotline, LocalDate day, Function<TicketNumber, TicketEvent> registered, Requester requester) {
        this(hotline, day, registered, requester, Optional.empty());
    }
}
