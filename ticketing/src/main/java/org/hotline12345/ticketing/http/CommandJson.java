package org.hotline12345.ticketing.http;

import java.util.Arrays;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.Application;
import org.hotline12345.ticketing.Card;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.RejectReason;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;

/**
 * How commands are written in requests: the word in the address, the rest in the body. {@code unit} says which unit's work
 * is meant and may be left out: then it is the person's own, for the office the leading unit's.
 */
final class CommandJson {
    private CommandJson() {}

    static TicketCommand.Kind kind(String word) {
        return Arrays.stream(TicketCommand.Kind.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no command " + word));
    }

    static TicketCommand read(SignedIn by, TicketCommand.Kind kind, Fields body) {
        return switch (kind) {
            case ANSWER -> new TicketCommand.Answer(by, body.text("text"));
            case REJECT ->
                new TicketCommand.Reject(by, body.oneOf("reason", RejectReason.values()), body.text("words"));
            case DISPATCH -> new TicketCommand.Dispatch(by, body.requiredUnit("unit"), body.units("assisting"));
            case INVOLVE -> new TicketCommand.Involve(by, body.units("assisting"));
            case ACKNOWLEDGE -> new TicketCommand.Acknowledge(by, body.unit("unit"));
            case PROGRESS -> new TicketCommand.Progress(by, body.unit("unit"), body.text("text"));
            case RETURN ->
                new TicketCommand.Return(by, body.unit("unit"), body.text("why"), body.unit("suggestedUnit"));
            case ACCEPT_RETURN -> new TicketCommand.AcceptReturn(by, body.unit("unit"));
            case REFUSE_RETURN -> new TicketCommand.RefuseReturn(by, body.unit("unit"), body.text("why"));
            case RECALL -> new TicketCommand.Recall(by, body.unit("unit"), body.text("why"));
            case APPLY -> new TicketCommand.Apply(by, body.unit("unit"), application(body), body.text("why"));
            case GRANT -> new TicketCommand.Grant(by, body.unit("unit"), applicationKind(body), body.text("words"));
            case DECLINE -> new TicketCommand.Decline(by, body.unit("unit"), applicationKind(body), body.text("why"));
            case RESUME -> new TicketCommand.Resume(by, body.text("why"));
            case REPLY -> new TicketCommand.Reply(by, body.unit("unit"), body.text("text"), body.flag("contacted"));
            case SEND_BACK -> new TicketCommand.SendBack(by, body.unit("unit"), body.text("why"));
            case REVIEW -> new TicketCommand.Review(by, body.unit("unit"));
            case CLOSE -> new TicketCommand.Close(by);
            case REOPEN -> new TicketCommand.Reopen(by, body.text("why"));
            case ARCHIVE -> new TicketCommand.Archive(by);
            case MERGE -> new TicketCommand.Merge(by, number(body.text("into")), body.text("why"));
            case UNMERGE -> new TicketCommand.Unmerge(by, body.text("why"));
            case REMIND -> new TicketCommand.Remind(by, body.unit("unit"), body.text("why"));
            case CHASE -> new TicketCommand.Chase(by, body.text("text"));
            case SUPPLEMENT -> new TicketCommand.Supplement(by, body.text("text"));
            case WITHDRAW -> new TicketCommand.Withdraw(by, body.text("why"));
            case VOID -> new TicketCommand.MakeVoid(by, body.text("why"));
            case RECLASSIFY ->
                new TicketCommand.Reclassify(
                        by,
                        body.optionalOneOf("nature", Nature.values()),
                        body.optional("title"),
                        body.optional("area"),
                        body.optionalFlag("urgent"),
                        body.optional("domain"),
                        body.text("why"));
            case EXCLUDE -> new TicketCommand.Exclude(by, body.text("why"), body.text("evidence"));
            case INCLUDE -> new TicketCommand.Include(by, body.text("why"));
            case SUPERVISE -> new TicketCommand.Supervise(by, body.text("way"), body.text("why"), body.texts("with"));
            case END_SUPERVISION -> new TicketCommand.EndSupervision(by, body.text("minutes"));
            case SIGN_OFF -> new TicketCommand.SignOff(by, body.text("leader"), body.text("opinion"));
            case WITHDRAW_CARD ->
                new TicketCommand.WithdrawCard(
                        by, body.unit("unit"), body.oneOf("card", Card.values()), body.text("why"));
        };
    }

    private static Application.Kind applicationKind(Fields body) {
        return body.oneOf("application", Application.Kind.values());
    }

    private static Application application(Fields body) {
        return switch (applicationKind(body)) {
            case EXTENSION -> new Application.Extension(body.number("workingDays"));
            case SUSPENSION -> new Application.Suspension();
            case EXCLUSION -> new Application.Exclusion(body.text("evidence"));
            case APPEAL -> new Application.Appeal(body.oneOf("card", Card.values()));
        };
    }

    private static TicketNumber number(String text) {
        try {
            return new TicketNumber(text);
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
    }
}
