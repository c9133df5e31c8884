package org.hotline12345.ticketing;

import java.util.Locale;
import java.util.Optional;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** What a person wants done with a ticket. */
public sealed interface TicketCommand {
    SignedIn by();

    /** The stable word for a command in addresses and pages. */
    enum Kind {
        ANSWER,
        DISPATCH,
        ACKNOWLEDGE,
        RETURN,
        ACCEPT_RETURN,
        REFUSE_RETURN,
        REPLY,
        SEND_BACK,
        REVIEW,
        CLOSE;

        /** As it stands in an address, {@code send-back}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** 直办: the agent who registered it answers at once. */
    record Answer(SignedIn by, String text) implements TicketCommand {
        public Answer {
            text = Texts.prose("text", text);
        }
    }

    /** 派单 */
    record Dispatch(SignedIn by, UnitCode unit) implements TicketCommand {}

    /** 签收 */
    record Acknowledge(SignedIn by) implements TicketCommand {}

    /** 退单: the unit asks the office to take it back. */
    record Return(SignedIn by, String why, Optional<UnitCode> suggestedUnit) implements TicketCommand {
        public Return {
            why = Texts.prose("why", why);
        }
    }

    /** 同意退单 */
    record AcceptReturn(SignedIn by) implements TicketCommand {}

    /** 不同意退单 */
    record RefuseReturn(SignedIn by, String why) implements TicketCommand {
        public RefuseReturn {
            why = Texts.prose("why", why);
        }
    }

    /**
     * 答复
     *
     * @param contacted whether the unit says that it spoke with the citizen
     */
    record Reply(SignedIn by, String text, boolean contacted) implements TicketCommand {
        public Reply {
            text = Texts.prose("text", text);
        }
    }

    /** 退回重新答复 */
    record SendBack(SignedIn by, String why) implements TicketCommand {
        public SendBack {
            why = Texts.prose("why", why);
        }
    }

    /** 办结: the office accepts the reply. */
    record Review(SignedIn by) implements TicketCommand {}

    /** 结案 */
    record Close(SignedIn by) implements TicketCommand {}

    default Kind kind() {
        return switch (this) {
            case Answer _ -> Kind.ANSWER;
            case Dispatch _ -> Kind.DISPATCH;
            case Acknowledge _ -> Kind.ACKNOWLEDGE;
            case Return _ -> Kind.RETURN;
            case AcceptReturn _ -> Kind.ACCEPT_RETURN;
            case RefuseReturn _ -> Kind.REFUSE_RETURN;
            case Reply _ -> Kind.REPLY;
            case SendBack _ -> Kind.SEND_BACK;
            case Review _ -> Kind.REVIEW;
            case Close _ -> Kind.CLOSE;
        };
    }
}
