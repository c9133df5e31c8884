package org.hotline12345.ticketing;

import static org.hotline12345.ticketing.Samples.AGENT;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.REVIEWER;
import static org.hotline12345.ticketing.Samples.WATER;
import static org.hotline12345.ticketing.Samples.WATER_CLERK;

import java.util.Optional;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** Who may do which step, written down by hand. */
final class People {
    private People() {}

    /** @param unit where the ticket is; a clerk without it is only told that the state is wrong */
    static boolean may(SignedIn person, TicketCommand.Kind kind, Optional<UnitCode> unit) {
        return switch (kind) {
            case ANSWER -> person.equals(AGENT);
            case DISPATCH, ACCEPT_RETURN, REFUSE_RETURN -> person.equals(DISPATCHER);
            case ACKNOWLEDGE, RETURN, REPLY ->
                (person.equals(HEALTH_CLERK) && !unit.equals(Optional.of(WATER)))
                        || (person.equals(WATER_CLERK) && !unit.equals(Optional.of(HEALTH)));
            case SEND_BACK, REVIEW, CLOSE -> person.equals(REVIEWER);
        };
    }
}
