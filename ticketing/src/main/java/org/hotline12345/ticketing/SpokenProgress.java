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
        return isOwn ? rows.find(hotline, number).map(ticket -> words(ticket.stage())) : Optional.empty();
    }

    static String words(TicketStage stage) {
        return switch (stage) {
            case REGISTERED -> "您的工单已经受理，正在等待派单。";
            case DISPATCHED -> "您的工单已经派往承办单位，等待签收。";
            case IN_HAND, RETURN_REQUESTED -> "您的工单正在由承办单位办理。";
            case REPLIED -> "承办单位已经答复您的工单，热线正在审核。";
            case HANDLED -> "您的工单已经办结。";
            case CLOSED, ARCHIVED -> "您的工单已经结案。";
            case SUSPENDED -> "您的工单已经挂起，恢复后继续办理。";
            case MERGED -> "您的工单与同一事项的其他工单合并办理，办结后一并答复您。";
            case REJECTED -> "您的诉求不在热线受理范围，话务员已经向您说明。";
            case WITHDRAWN -> "您的工单已经按您的要求撤销。";
            case VOIDED -> "您的工单已经作废。";
        };
    }
}
