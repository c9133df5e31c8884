package org.hotline12345.callback;

import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.TicketNumber;

/**
 * A satisfaction survey (满意率调查) about one closing of a ticket.
 *
 * @param channel empty when nobody is asked
 */
public record Survey(
        SurveyId id,
        HotlineCode hotline,
        TicketNumber ticket,
        Optional<SurveyChannel> channel,
        SurveyState state,
        List<Attempt> attempts) {
    public Survey {
        attempts = List.copyOf(attempts);
    }
}
