package org.hotline12345.ticketing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.TicketProgress;

/**
 * Tells over the telephone how far a ticket is, to the telephone that was given when it was registered and to no other.
 * It says the state and nothing else: what the ticket is about may be overheard.
 */
final class SpokenProgress implements TicketProgress {
    private static final Pattern DIGITS = Pattern.compile("([0-9]{8})([0-9]{6})");

    private final PgTickets rows;

    SpokenProgress(PgTickets rows) {
        this.rows = rows;
    }

    @Override
    public Optional<String> tell(HotlineCode hotline, String digits, Caller.Known phone) {
        var matcher = DIGITS.matcher(digits);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var number = new TicketNumber(matcher.group(1) + "-" + matcher.group(2));
        var isOwn = rows.requester(hotline, number)
                .flatMap(Requester::phone)
                .filter(phone.number()::equals)
                .isPresent();
        return isOwn ? rows.find(hotline, number).map(ticket -> words(ticket.state())) : Optional.empty();
    }

    static String words(TicketState state) {
        return switch (state) {
            case TicketState.Registered _ -> "您的工单已经受理，正在等待派单。";
            case TicketState.Dispatched _ -> "您的工单已经派往承办单位，等待签收。";
            case TicketState.InHand _, TicketState.ReturnRequested _ -> "您的工单正在由承办单位办理。";
            case TicketState.Replied _ -> "承办单位已经答复您的工单，热线正在审核。";
            case TicketState.Handled _ -> "您的工单已经办结。";
            case TicketState.Closed _ -> "您的工单已经结案。";
        };
    }
}
