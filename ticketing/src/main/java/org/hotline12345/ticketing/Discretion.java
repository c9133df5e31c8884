package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.SignedIn;

/**
 * Who may know that a requester has a name and a number: the one rule for every way of looking at a ticket. A confidential
 * requester does not exist for units, clerks and leaders alike, since a unit may be the one that is reported on.
 */
final class Discretion {
    private Discretion() {}

    /** What the requester wished, else as the nature says: a tip-off (举报) is confidential. Goes with a change of nature. */
    static boolean isConfidential(Ticket ticket, Optional<Boolean> wished) {
        return wished.orElse(ticket.matter().nature() == Nature.TIP_OFF);
    }

    /**
     * @param isConfidential as {@link #isConfidential} says
     * @param hasNextStep whether this person may need to reach the citizen
     */
    static SeenRequester seen(
            SignedIn visitor, Ticket ticket, Requester requester, boolean isConfidential, boolean hasNextStep) {
        if (isConfidential && isOfUnit(visitor, ticket)) {
            return new SeenRequester(Requester.UNKNOWN, false, SeenRequester.Secrecy.HIDDEN);
        }
        var secrecy = isConfidential ? SeenRequester.Secrecy.CONFIDENTIAL : SeenRequester.Secrecy.NONE;
        return new SeenRequester(hasNextStep ? requester : requester.masked(), hasNextStep, secrecy);
    }

    /** Also who works for the office beside: the unit would know from that person. */
    private static boolean isOfUnit(SignedIn visitor, Ticket ticket) {
        var speaksForOne =
                ticket.units().stream().anyMatch(unit -> visitor.speaksFor(ticket.hotline(), unit, Rights.HANDLE));
        return speaksForOne || !visitor.may(ticket.hotline(), Rights.SEE);
    }
}
