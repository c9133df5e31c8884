package org.hotline12345.ticketing.likeness;

import java.time.Clock;
import java.util.List;
import org.hotline12345.office.Office;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.AttentionProfile;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketStage;

/** Repeats of one request, suggested for merging. */
public final class RepeatDesk {
    private final PgLikeness rows;
    private final Clock clock;
    private final Office office;

    public RepeatDesk(PgLikeness rows, Clock clock, Office office) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
    }

    /**
     * Tickets that stand for the same matter; none to who may not merge, as they tell that a caller called before.
     *
     * @param ticket one that the visitor may see
     */
    public List<Repeat> repeats(SignedIn visitor, Ticket ticket) {
        if (!visitor.may(ticket.hotline(), Rights.DISPATCH) || ticket.stage() == TicketStage.MERGED) {
            return List.of();
        }
        var profile = AttentionProfile.of(office, ticket.hotline(), clock.instant());
        var since = ticket.registeredAt().minus(profile.repeatsWithin());
        return Repeat.among(rows.near(ticket, since), ticket, profile.alikePercent());
    }
}
