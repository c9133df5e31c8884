package org.hotline12345.ticketing;

import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.TicketCommand.OfUnit;

/** Who may do what with a ticket. Asked before the state is looked at, so that a wrong person learns nothing from it. */
final class TicketPermits {
    private TicketPermits() {}

    /** @throws Refused (forbidden) when this person may not do it to such a ticket, whatever its state */
    static void permit(Ticket ticket, TicketCommand command) {
        var by = command.by();
        permit(ticket, by, command.kind());
        if (command instanceof OfUnit own && isAtOthersOnly(ticket, own)) {
            throw Refused.forbidden("ticket " + ticket.number() + " is with another unit");
        }
    }

    /** The same, as far as it does not hang on what the command says. */
    static void permit(Ticket ticket, SignedIn by, TicketCommand.Kind kind) {
        by.require(ticket.hotline(), needed(ticket, kind));
        var isFirstAgents = kind == TicketCommand.Kind.ANSWER || kind == TicketCommand.Kind.REJECT;
        if (isFirstAgents && isAnAgents(ticket) && !by.person().equals(ticket.registeredBy())) {
            throw Refused.forbidden("ticket " + ticket.number() + " was registered by another agent");
        }
    }

    /** Whether an agent of this hotline spoke with the citizen; what came in without one is any agent's. */
    private static boolean isAnAgents(Ticket ticket) {
        return ticket.above().isEmpty() && !ticket.registeredBy().equals(PersonId.SYSTEM);
    }

    /** Whether this person may know of the ticket: the office of all its own, a clerk of what was sent to his unit. */
    static boolean sees(Ticket ticket, SignedIn visitor) {
        return visitor.may(ticket.hotline(), Rights.SEE)
                || ticket.units().stream().anyMatch(unit -> visitor.speaksFor(ticket.hotline(), unit, Rights.HANDLE));
    }

    /** @throws Refused (forbidden) when the limit asks for more than this person may, (conflict) when it is a refusal */
    static void keepTo(Limit limit, Ticket ticket, SignedIn by, String what) {
        switch (limit) {
            case MARK -> {}
            case HIGHER_RIGHT -> {
                if (!by.may(ticket.hotline(), Rights.OVERRIDE)) {
                    throw Refused.forbidden(what + ": right " + Rights.OVERRIDE + " is needed for it");
                }
            }
            case REFUSE -> throw Refused.conflict(what);
        }
    }

    private static boolean isAtOthersOnly(Ticket ticket, OfUnit command) {
        var named = command.unit();
        if (named.isPresent()) {
            return !command.by().speaksFor(ticket.hotline(), named.get(), Rights.HANDLE);
        }
        var assignments = ticket.openAssignments();
        return !assignments.isEmpty()
                && assignments.stream()
                        .noneMatch(one -> command.by().speaksFor(ticket.hotline(), one.unit(), Rights.HANDLE));
    }

    private static Right needed(Ticket ticket, TicketCommand.Kind kind) {
        return switch (kind) {
            // No agent of this hotline knows the citizen of a ticket from above.
            case ANSWER, REJECT -> ticket.above().isPresent() ? Rights.DISPATCH : Rights.REGISTER;
            case CHASE, SUPPLEMENT, WITHDRAW -> Rights.REGISTER;
            case DISPATCH, INVOLVE, ACCEPT_RETURN, REFUSE_RETURN, RECALL, MERGE, UNMERGE, RECLASSIFY -> Rights.DISPATCH;
            case ACKNOWLEDGE, PROGRESS, RETURN, APPLY, REPLY -> Rights.HANDLE;
            case GRANT, DECLINE, RESUME, EXCLUDE, INCLUDE, WITHDRAW_CARD -> Rights.APPROVE;
            case SEND_BACK, REVIEW -> Rights.REVIEW;
            case CLOSE, ARCHIVE -> Rights.CLOSE;
            case REOPEN -> Rights.REOPEN;
            case REMIND -> Rights.REMIND;
            case VOID -> Rights.VOID;
            case SUPERVISE, END_SUPERVISION -> Rights.SUPERVISE;
            case SIGN_OFF -> Rights.SIGN_OFF;
        };
    }
}
