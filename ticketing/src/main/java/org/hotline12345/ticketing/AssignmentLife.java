package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.AssignmentState.InHand;
import org.hotline12345.ticketing.AssignmentState.Replied;
import org.hotline12345.ticketing.AssignmentState.ReturnRequested;
import org.hotline12345.ticketing.AssignmentState.Sent;
import org.hotline12345.ticketing.TicketCommand.AcceptReturn;
import org.hotline12345.ticketing.TicketCommand.Acknowledge;
import org.hotline12345.ticketing.TicketCommand.Apply;
import org.hotline12345.ticketing.TicketCommand.Decline;
import org.hotline12345.ticketing.TicketCommand.Grant;
import org.hotline12345.ticketing.TicketCommand.OfUnit;
import org.hotline12345.ticketing.TicketCommand.OnAssignment;
import org.hotline12345.ticketing.TicketCommand.Progress;
import org.hotline12345.ticketing.TicketCommand.Recall;
import org.hotline12345.ticketing.TicketCommand.RefuseReturn;
import org.hotline12345.ticketing.TicketCommand.Remind;
import org.hotline12345.ticketing.TicketCommand.Reply;
import org.hotline12345.ticketing.TicketCommand.Return;
import org.hotline12345.ticketing.TicketCommand.Review;
import org.hotline12345.ticketing.TicketCommand.SendBack;
import org.hotline12345.ticketing.TicketCommand.WithdrawCard;

/** What can be done about one unit's work: the units' part of a ticket's life. Pure. */
final class AssignmentLife {
    private record Step(AssignmentState state, OnAssignment command) {}

    private AssignmentLife() {}

    /** @throws Refused (conflict) when the state does not allow it, (forbidden) beyond a limit without the right for it */
    static List<TicketFact> decide(
            Ticket ticket, Assignment assignment, OnAssignment command, Instant now, Deadlines deadlines) {
        var n = assignment.ordinal();
        return switch (new Step(assignment.state(), command)) {
            case Step(Sent _, Acknowledge _) -> List.of(new TicketFact.Acknowledged(n));
            case Step(InHand _, Progress(var _, var _, var text)) -> List.of(new TicketFact.Progressed(n, text));
            case Step(Sent _, Return asked) -> returned(ticket, assignment, asked, now, deadlines);
            case Step(InHand _, Return asked) -> returned(ticket, assignment, asked, now, deadlines);
            case Step(ReturnRequested _, AcceptReturn _) -> List.of(new TicketFact.ReturnAccepted(n));
            case Step(ReturnRequested(var at, var _), RefuseReturn(var _, var _, var why)) -> {
                var stopped = deadlines.withOffice(at, now);
                yield List.of(new TicketFact.ReturnRefused(
                        n,
                        why,
                        stopped,
                        deadlines.stopped(assignment.clock(), stopped).due()));
            }
            case Step(Sent _, Recall(var _, var _, var why)) -> List.of(new TicketFact.Recalled(n, why));
            case Step(InHand _, Recall(var _, var _, var why)) -> List.of(new TicketFact.Recalled(n, why));
            case Step(ReturnRequested _, Recall(var _, var _, var why)) -> List.of(new TicketFact.Recalled(n, why));
            case Step(InHand _, Reply(var _, var _, var text, var contacted)) ->
                List.of(new TicketFact.Replied(n, text, contacted));
            case Step(Replied(var at), SendBack(var _, var _, var why)) -> {
                var stopped = deadlines.withOffice(at, now);
                yield List.of(new TicketFact.SentBack(
                        n,
                        why,
                        stopped,
                        deadlines.stopped(assignment.clock(), stopped).due()));
            }
            case Step(Replied _, Review _) -> accepted(ticket, assignment);
            case Step(Sent _, Remind(var _, var _, var why)) -> List.of(new TicketFact.Reminded(n, why));
            case Step(InHand _, Remind(var _, var _, var why)) -> List.of(new TicketFact.Reminded(n, why));
            case Step(var _, Apply asked)
            when isFor(ticket, assignment, asked.application()) -> applied(ticket, assignment, asked, now, deadlines);
            case Step(var _, Grant(var by, var _, var kind, var words))
            when assignment.pending(kind).isPresent() -> {
                var application = assignment.pending(kind).get();
                if (application instanceof Application.Extension extension) {
                    keepToExtensions(ticket, assignment, extension, by, deadlines);
                    yield List.of(new TicketFact.Granted(
                            n,
                            application,
                            words,
                            Optional.of(deadlines
                                    .extended(assignment.clock(), extension.workingDays())
                                    .due())));
                }
                yield List.of(new TicketFact.Granted(n, application, words, Optional.empty()));
            }
            case Step(var _, Decline(var _, var _, var kind, var why))
            when assignment.pending(kind).isPresent() -> List.of(new TicketFact.Declined(n, kind, why));
            case Step(var _, WithdrawCard(var _, var _, var card, var why))
            when assignment.standing().contains(card) -> List.of(new TicketFact.CardWithdrawn(n, card, why));
            case Step(var state, var _) ->
                throw Refused.conflict("ticket " + ticket.number() + " is " + state.kind() + " at unit "
                        + assignment.unit() + ": " + command.kind().word() + " is not possible now");
        };
    }

    /** Whether it can be said when the work is over. */
    static boolean concernsThePast(OnAssignment command) {
        return switch (command) {
            case Apply apply -> apply.application().kind().concernsThePast();
            case Grant grant -> grant.application().concernsThePast();
            case Decline decline -> decline.application().concernsThePast();
            case WithdrawCard _ -> true;
            default -> false;
        };
    }

    /** @throws Refused (conflict) when the ticket is not with the unit that is meant */
    static Assignment meant(Ticket ticket, OnAssignment command) {
        Predicate<Assignment> isMeant = command.unit()
                .<Predicate<Assignment>>map(unit -> one -> one.unit().equals(unit))
                .orElseGet(() -> switch (command) {
                    case OfUnit _ -> one -> command.by().speaksFor(ticket.hotline(), one.unit(), Rights.HANDLE);
                    case Grant grant -> one -> one.pending(grant.application()).isPresent();
                    case Decline decline ->
                        one -> one.pending(decline.application()).isPresent();
                    default -> one -> one.part() == Part.LEAD;
                });
        return ticket.assignments().stream()
                .filter(one -> one.isOpen() || concernsThePast(command))
                .filter(isMeant)
                .reduce((_, last) -> last)
                .orElseThrow(() -> command.unit()
                        .map(unit -> Refused.conflict("ticket " + ticket.number() + " is not with unit " + unit))
                        .orElseGet(() -> TicketLife.refused(ticket, command)));
    }

    private static List<TicketFact> returned(
            Ticket ticket, Assignment assignment, Return asked, Instant now, Deadlines deadlines) {
        var late = now.isAfter(deadlines.returnBy(assignment.sentAt()));
        if (late) {
            TicketPermits.keepTo(
                    deadlines.rules().returns().late(),
                    ticket,
                    asked.by(),
                    "the time to return ticket " + ticket.number() + " is over");
        }
        return List.of(new TicketFact.ReturnRequested(assignment.ordinal(), asked.why(), asked.suggestedUnit(), late));
    }

    /** The lead unit's reply is the ticket's: all others must have done their share before. */
    private static List<TicketFact> accepted(Ticket ticket, Assignment assignment) {
        var accepted = new TicketFact.ReplyAccepted(assignment.ordinal());
        if (assignment.part() == Part.ASSIST) {
            return List.of(accepted);
        }
        var others = ticket.openAssignments().stream()
                .filter(one -> one.ordinal() != assignment.ordinal())
                .map(Assignment::unit)
                .toList();
        if (!others.isEmpty()) {
            throw Refused.conflict("ticket " + ticket.number() + " is still with " + others
                    + ": accept their replies or recall it from them first");
        }
        return List.of(accepted, new TicketFact.Handled());
    }

    private static boolean isFor(Ticket ticket, Assignment assignment, Application application) {
        if (assignment.pending(application.kind()).isPresent()) {
            return false;
        }
        return switch (application) {
            case Application.Extension _, Application.Suspension _ -> assignment.isRunning();
            case Application.Exclusion _ -> !ticket.excluded();
            case Application.Appeal(var card) -> assignment.standing().contains(card);
        };
    }

    private static List<TicketFact> applied(
            Ticket ticket, Assignment assignment, Apply asked, Instant now, Deadlines deadlines) {
        var late = asked.application() instanceof Application.Extension
                && now.isAfter(assignment.due().at());
        if (late) {
            TicketPermits.keepTo(
                    deadlines.rules().extensions().late(),
                    ticket,
                    asked.by(),
                    "the deadline of ticket " + ticket.number() + " is over");
        }
        return List.of(new TicketFact.Applied(assignment.ordinal(), asked.application(), asked.why(), late));
    }

    private static void keepToExtensions(
            Ticket ticket, Assignment assignment, Application.Extension extension, SignedIn by, Deadlines deadlines) {
        var rule = deadlines.rules().extensions();
        if (assignment.extensions() >= rule.most() || extension.workingDays() > rule.mostWorkingDays()) {
            TicketPermits.keepTo(
                    rule.beyond(),
                    ticket,
                    by,
                    "ticket " + ticket.number() + " was extended " + assignment.extensions() + " times; " + rule.most()
                            + " of up to " + rule.mostWorkingDays() + " working days are foreseen");
        }
    }
}
