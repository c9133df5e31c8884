package org.hotline12345.ticketing;

import static org.hotline12345.ticketing.Samples.AGENT;
import static org.hotline12345.ticketing.Samples.CHIEF;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.OTHER_AGENT;
import static org.hotline12345.ticketing.Samples.REVIEWER;
import static org.hotline12345.ticketing.Samples.WATER;
import static org.hotline12345.ticketing.Samples.WATER_CLERK;

import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** A ticket's life once more, written by hand in the plainest way, to hold the code against. */
final class TicketModel {
    TicketStage stage = TicketStage.REGISTERED;
    private Optional<UnitCode> lead = Optional.empty();
    private boolean assisted;
    private boolean extensionAsked;
    private int supervisions;
    private boolean excluded;
    private int reopened;

    /** What a person's command does: the new stage, or why it is refused. */
    sealed interface Outcome {
        record Done(TicketStage stage) implements Outcome {}

        record No(Refused.Kind why) implements Outcome {}
    }

    Outcome expected(SignedIn person, TicketCommand.Kind kind) {
        if (!mayEver(person, kind) || (isUnits(kind) && isAnothers(person))) {
            return new Outcome.No(Refused.Kind.FORBIDDEN);
        }
        var next = TransitionTable.after(stage, kind);
        if (next.isEmpty() || !conditionsHold(kind)) {
            return new Outcome.No(Refused.Kind.CONFLICT);
        }
        if (goesBeyond(kind) && !person.equals(CHIEF)) {
            return new Outcome.No(Refused.Kind.FORBIDDEN);
        }
        return new Outcome.Done(next.get());
    }

    void happened(TicketCommand.Kind kind, UnitCode unit, TicketStage next) {
        switch (kind) {
            case DISPATCH -> lead = Optional.of(unit);
            case INVOLVE -> assisted = true;
            case ACCEPT_RETURN, RECALL -> {
                lead = Optional.empty();
                extensionAsked = false;
            }
            case REVIEW -> {
                lead = Optional.empty();
                extensionAsked = false;
            }
            case MERGE, WITHDRAW, VOID -> {
                lead = Optional.empty();
                assisted = false;
                extensionAsked = false;
            }
            case APPLY -> extensionAsked = true;
            case GRANT, DECLINE -> extensionAsked = false;
            case REOPEN -> reopened++;
            case SUPERVISE -> supervisions++;
            case END_SUPERVISION -> supervisions--;
            case EXCLUDE -> excluded = true;
            case INCLUDE -> excluded = false;
            default -> {}
        }
        stage = next;
    }

    /** Whatever the state: who has the right for such a thing at all. */
    static boolean mayEver(SignedIn person, TicketCommand.Kind kind) {
        return switch (kind) {
            case ANSWER, REJECT -> person.equals(AGENT);
            case CHASE, SUPPLEMENT, WITHDRAW -> List.of(AGENT, OTHER_AGENT).contains(person);
            case DISPATCH, INVOLVE, ACCEPT_RETURN, REFUSE_RETURN, RECALL, MERGE, UNMERGE, RECLASSIFY ->
                List.of(DISPATCHER, CHIEF).contains(person);
            case REMIND -> person.equals(DISPATCHER);
            case ACKNOWLEDGE, PROGRESS, RETURN, APPLY, REPLY ->
                List.of(HEALTH_CLERK, WATER_CLERK).contains(person);
            case SEND_BACK, REVIEW, CLOSE, ARCHIVE -> person.equals(REVIEWER);
            case REOPEN -> List.of(REVIEWER, CHIEF).contains(person);
            case GRANT, DECLINE, RESUME, EXCLUDE, INCLUDE, WITHDRAW_CARD, VOID, SUPERVISE, END_SUPERVISION, SIGN_OFF ->
                person.equals(CHIEF);
        };
    }

    private static boolean isUnits(TicketCommand.Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGE, PROGRESS, RETURN, APPLY, REPLY -> true;
            default -> false;
        };
    }

    /** Units have it, and this person speaks for none of them. */
    private boolean isAnothers(SignedIn person) {
        if (lead.isEmpty() && !assisted) {
            return false;
        }
        var own = person.equals(HEALTH_CLERK) ? HEALTH : WATER;
        return !lead.equals(Optional.of(own));
    }

    private boolean conditionsHold(TicketCommand.Kind kind) {
        return switch (kind) {
            case ANSWER, REJECT, REVIEW, INVOLVE -> !assisted;
            case APPLY -> !extensionAsked;
            case GRANT, DECLINE -> extensionAsked;
            case EXCLUDE -> !excluded;
            case INCLUDE -> excluded;
            case END_SUPERVISION -> supervisions > 0;
            case WITHDRAW_CARD, RESUME -> false;
            default -> true;
        };
    }

    private boolean goesBeyond(TicketCommand.Kind kind) {
        return switch (kind) {
            case REOPEN -> reopened >= 1 || stage == TicketStage.ARCHIVED;
            case RECLASSIFY -> stage == TicketStage.CLOSED;
            default -> false;
        };
    }
}
