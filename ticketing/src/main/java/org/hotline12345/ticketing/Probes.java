package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** A sample of each command, to ask the rules whether such a one would work. */
final class Probes {
    private static final String WORDS = "-";
    /** No office gives a unit this code, so no ticket is with it. */
    private static final UnitCode SOME_UNIT = new UnitCode("0-any-unit-that-does-not-have-it");

    private Probes() {}

    /** More than one where it depends on what is asked; if any works, the command is worth a button. */
    static List<TicketCommand> of(TicketCommand.Kind kind, SignedIn by, Ticket ticket, Deadlines deadlines) {
        return switch (kind) {
            case ANSWER -> List.of(new TicketCommand.Answer(by, WORDS));
            case REJECT -> List.of(new TicketCommand.Reject(by, RejectReason.NO_MATTER, WORDS));
            case DISPATCH -> List.of(new TicketCommand.Dispatch(by, SOME_UNIT));
            case INVOLVE -> List.of(new TicketCommand.Involve(by, List.of(SOME_UNIT)));
            case ACKNOWLEDGE -> at(ticket, unit -> new TicketCommand.Acknowledge(by, unit));
            case PROGRESS -> at(ticket, unit -> new TicketCommand.Progress(by, unit, WORDS));
            case RETURN -> at(ticket, unit -> new TicketCommand.Return(by, unit, WORDS, Optional.empty()));
            case ACCEPT_RETURN -> at(ticket, unit -> new TicketCommand.AcceptReturn(by, unit));
            case REFUSE_RETURN -> at(ticket, unit -> new TicketCommand.RefuseReturn(by, unit, WORDS));
            case RECALL -> at(ticket, unit -> new TicketCommand.Recall(by, unit, WORDS));
            case APPLY ->
                at(
                        ticket,
                        unit -> new TicketCommand.Apply(by, unit, new Application.Extension(1), WORDS),
                        unit -> new TicketCommand.Apply(by, unit, new Application.Exclusion(WORDS), WORDS),
                        unit -> new TicketCommand.Apply(by, unit, new Application.Appeal(Card.YELLOW), WORDS),
                        unit -> new TicketCommand.Apply(by, unit, new Application.Appeal(Card.RED), WORDS));
            case GRANT ->
                Stream.of(Application.Kind.values())
                        .flatMap(asked -> at(ticket, unit -> new TicketCommand.Grant(by, unit, asked, WORDS)).stream())
                        .toList();
            case DECLINE ->
                Stream.of(Application.Kind.values())
                        .flatMap(
                                asked -> at(ticket, unit -> new TicketCommand.Decline(by, unit, asked, WORDS)).stream())
                        .toList();
            case RESUME -> List.of(new TicketCommand.Resume(by, WORDS));
            case REPLY -> at(ticket, unit -> new TicketCommand.Reply(by, unit, WORDS, false));
            case SEND_BACK -> at(ticket, unit -> new TicketCommand.SendBack(by, unit, WORDS));
            case REVIEW -> at(ticket, unit -> new TicketCommand.Review(by, unit));
            case CLOSE -> List.of(new TicketCommand.Close(by));
            case REOPEN -> List.of(new TicketCommand.Reopen(by, WORDS));
            case ARCHIVE -> List.of(new TicketCommand.Archive(by));
            case MERGE -> List.of(new TicketCommand.Merge(by, ticket.number(), WORDS));
            case UNMERGE -> List.of(new TicketCommand.Unmerge(by, WORDS));
            case REMIND -> at(ticket, unit -> new TicketCommand.Remind(by, unit, WORDS));
            case CHASE -> List.of(new TicketCommand.Chase(by, WORDS));
            case SUPPLEMENT -> List.of(new TicketCommand.Supplement(by, WORDS));
            case WITHDRAW -> List.of(new TicketCommand.Withdraw(by, WORDS));
            case VOID -> List.of(new TicketCommand.MakeVoid(by, WORDS));
            case RECLASSIFY ->
                List.of(new TicketCommand.Reclassify(
                        by,
                        Optional.of(ticket.matter().nature()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        WORDS));
            case EXCLUDE -> List.of(new TicketCommand.Exclude(by, WORDS, WORDS));
            case INCLUDE -> List.of(new TicketCommand.Include(by, WORDS));
            case SUPERVISE ->
                deadlines.rules().supervisionWays().stream()
                        .limit(1)
                        .<TicketCommand>map(way -> new TicketCommand.Supervise(by, way, WORDS, List.of()))
                        .toList();
            case END_SUPERVISION -> List.of(new TicketCommand.EndSupervision(by, WORDS));
            case SIGN_OFF -> List.of(new TicketCommand.SignOff(by, WORDS, WORDS));
            case WITHDRAW_CARD ->
                Stream.of(Card.values())
                        .flatMap(card ->
                                at(ticket, unit -> new TicketCommand.WithdrawCard(by, unit, card, WORDS)).stream())
                        .toList();
        };
    }

    private interface AboutUnit {
        TicketCommand command(Optional<UnitCode> unit);
    }

    /** Asked of each unit that has or had the ticket, or of none in particular when nobody had it. */
    private static List<TicketCommand> at(Ticket ticket, AboutUnit... commands) {
        var units = ticket.units().isEmpty()
                ? List.of(Optional.<UnitCode>empty())
                : ticket.units().stream().map(Optional::of).toList();
        return units.stream()
                .flatMap(unit -> Stream.of(commands).map(one -> one.command(unit)))
                .toList();
    }
}
