package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that came over Open311, as it is told there.
 *
 * @param changedAt when something last happened to it
 * @param isOwn whether the client that asks has filed it; then its text and place may be told
 */
public record PublicFiling(Ticket ticket, Filing.Details details, Instant changedAt, boolean isOwn) {
    /** Of a stranger's request: nothing of where it is and who sent what. */
    PublicFiling withoutDetails() {
        return new PublicFiling(ticket, Filing.Details.NONE, changedAt, false);
    }

    /** Whether nothing is to be done any more. */
    public boolean isOver() {
        return ticket.state() instanceof TicketState.Over;
    }

    /** When it should be answered, once a unit has it. */
    public Optional<Instant> expectedAt() {
        return ticket.lead().map(lead -> lead.due().at());
    }

    /** How it stands, in the words that the telephone says. */
    public String words() {
        return SpokenProgress.words(ticket.stage());
    }
}
