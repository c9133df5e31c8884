package org.hotline12345.ticketing.attention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.TicketNumber;

/**
 * Something about tickets that a shift leader must see at once.
 *
 * @param ticket the one that raised it
 * @param words what was found: words of danger, or place and topic of a cluster
 * @param tickets all that it is about
 */
public record Alert(
        UUID id,
        HotlineCode hotline,
        Kind kind,
        TicketNumber ticket,
        String words,
        List<TicketNumber> tickets,
        Instant at,
        Optional<Acknowledged> acknowledged) {
    /** The stable word for a kind of alert in rows and pages. */
    public enum Kind {
        /** 险情词 */
        DANGER,
        /** 聚集 */
        CLUSTER
    }

    /** @param note what was done about it */
    public record Acknowledged(Instant at, PersonId by, String note) {}

    public Alert {
        tickets = List.copyOf(tickets);
    }
}
