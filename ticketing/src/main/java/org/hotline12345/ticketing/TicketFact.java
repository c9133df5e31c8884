package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/** What happened to a ticket. Facts about one unit's work name its assignment by ordinal. */
public sealed interface TicketFact {
    /** The stable word for a fact in rows and pages. */
    enum Kind {
        REGISTERED,
        ANSWERED_DIRECTLY,
        REJECTED,
        DISPATCHED,
        ACKNOWLEDGED,
        PROGRESSED,
        RETURN_REQUESTED,
        RETURN_ACCEPTED,
        RETURN_REFUSED,
        RECALLED,
        APPLIED,
        GRANTED,
        DECLINED,
        RESUMED,
        REPLIED,
        SENT_BACK,
        REPLY_ACCEPTED,
        HANDLED,
        CLOSED,
        REOPENED,
        ARCHIVED,
        MERGED,
        UNMERGED,
        ABSORBED,
        RELEASED,
        REMINDED,
        CHASED,
        SUPPLEMENTED,
        WITHDRAWN,
        VOIDED,
        RECLASSIFIED,
        EXCLUDED,
        INCLUDED,
        SUPERVISED,
        SUPERVISION_ENDED,
        SIGNED_OFF,
        CARD_ISSUED,
        CARD_WITHDRAWN,
        NOTICED,
        DEADLINE_SETTLED,
        UNIT_SUCCEEDED
    }

    // The ticket as a whole

    /** The requester's name and number are not part of it: personal data stand in the ticket's row alone. */
    record Registered(Channel channel, Optional<CallId> call, Optional<Above> above, Matter matter)
            implements TicketFact {}

    /** The agent's answer handles and closes the ticket at once. */
    record AnsweredDirectly(String text) implements TicketFact {}

    /** @param words what was read to the caller */
    record Rejected(RejectReason reason, String words) implements TicketFact {}

    record Handled() implements TicketFact {}

    record Closed() implements TicketFact {}

    /** @param beyondLimit whether it was reopened more often than the profile foresees */
    record Reopened(String why, boolean beyondLimit) implements TicketFact {}

    record Archived() implements TicketFact {}

    record Merged(TicketNumber into, String why) implements TicketFact {}

    record Unmerged(String why) implements TicketFact {}

    /** The other side of {@link Merged}. */
    record Absorbed(TicketNumber other) implements TicketFact {}

    /** The other side of {@link Unmerged}. */
    record Released(TicketNumber other) implements TicketFact {}

    /** 催单: the citizen asks again. */
    record Chased(String text) implements TicketFact {}

    /** 补充: the citizen adds something. */
    record Supplemented(String text) implements TicketFact {}

    record Withdrawn(String why) implements TicketFact {}

    record Voided(String why) implements TicketFact {}

    /** @param matter as it is from now on */
    record Reclassified(Matter matter, String why) implements TicketFact {}

    record Excluded(String why, String evidence) implements TicketFact {}

    /** The exclusion was taken back. */
    record Included(String why) implements TicketFact {}

    /** @param with who takes part, such as in a joint meeting */
    record Supervised(String way, String why, List<String> with) implements TicketFact {
        public Supervised {
            with = List.copyOf(with);
        }
    }

    record SupervisionEnded(String minutes) implements TicketFact {}

    /** 签批 */
    record SignedOff(String leader, String opinion) implements TicketFact {}

    /**
     * The clocks run again.
     *
     * @param stopped the working time that they stood still
     * @param due the new deadline of each assignment whose clock it was
     */
    record Resumed(String why, Duration stopped, Map<Integer, Deadline> due) implements TicketFact {
        public Resumed {
            due = Map.copyOf(due);
        }
    }

    // One unit's work

    record Dispatched(
            int assignment, UnitCode unit, Part part, Instant acknowledgeBy, Allowance allowance, Deadline due)
            implements TicketFact {}

    record Acknowledged(int assignment) implements TicketFact {}

    /** 阶段反馈: how far the unit is. */
    record Progressed(int assignment, String text) implements TicketFact {}

    /** @param late whether the profile's time for it was over */
    record ReturnRequested(int assignment, String why, Optional<UnitCode> suggestedUnit, boolean late)
            implements TicketFact {}

    record ReturnAccepted(int assignment) implements TicketFact {}

    /**
     * @param stopped the working time that the office took to decide
     * @param due later by that time
     */
    record ReturnRefused(int assignment, String why, Duration stopped, Deadline due) implements TicketFact {}

    record Recalled(int assignment, String why) implements TicketFact {}

    /** @param late whether it was asked after the deadline, or more often than the profile foresees */
    record Applied(int assignment, Application application, String why, boolean late) implements TicketFact {}

    /** @param due the new deadline, for an extension */
    record Granted(int assignment, Application application, String words, Optional<Deadline> due)
            implements TicketFact {}

    record Declined(int assignment, Application.Kind application, String why) implements TicketFact {}

    /** @param contacted whether the unit says that it spoke with the citizen */
    record Replied(int assignment, String text, boolean contacted) implements TicketFact {}

    /**
     * @param stopped the working time that the office took to review
     * @param due later by that time
     */
    record SentBack(int assignment, String why, Duration stopped, Deadline due) implements TicketFact {}

    record ReplyAccepted(int assignment) implements TicketFact {}

    /** 催办: the office reminds the unit. */
    record Reminded(int assignment, String why) implements TicketFact {}

    record CardIssued(int assignment, Card card) implements TicketFact {}

    record CardWithdrawn(int assignment, Card card, String why) implements TicketFact {}

    /** The system reminded the unit by itself. */
    record Noticed(int assignment, Notice notice) implements TicketFact {}

    /** The holidays of the deadline's year are known now. */
    record DeadlineSettled(int assignment, Deadline due) implements TicketFact {}

    /**
     * 单位承继: the unit is no more, and another one goes on with its work. Nothing else changes: state, clock and cards are those
     * of the work, not of the unit.
     */
    record UnitSucceeded(int assignment, UnitCode unit, UnitCode successor, String why) implements TicketFact {}

    default Kind kind() {
        return switch (this) {
            case Registered _ -> Kind.REGISTERED;
            case AnsweredDirectly _ -> Kind.ANSWERED_DIRECTLY;
            case Rejected _ -> Kind.REJECTED;
            case Dispatched _ -> Kind.DISPATCHED;
            case Acknowledged _ -> Kind.ACKNOWLEDGED;
            case Progressed _ -> Kind.PROGRESSED;
            case ReturnRequested _ -> Kind.RETURN_REQUESTED;
            case ReturnAccepted _ -> Kind.RETURN_ACCEPTED;
            case ReturnRefused _ -> Kind.RETURN_REFUSED;
            case Recalled _ -> Kind.RECALLED;
            case Applied _ -> Kind.APPLIED;
            case Granted _ -> Kind.GRANTED;
            case Declined _ -> Kind.DECLINED;
            case Resumed _ -> Kind.RESUMED;
            case Replied _ -> Kind.REPLIED;
            case SentBack _ -> Kind.SENT_BACK;
            case ReplyAccepted _ -> Kind.REPLY_ACCEPTED;
            case Handled _ -> Kind.HANDLED;
            case Closed _ -> Kind.CLOSED;
            case Reopened _ -> Kind.REOPENED;
            case Archived _ -> Kind.ARCHIVED;
            case Merged _ -> Kind.MERGED;
            case Unmerged _ -> Kind.UNMERGED;
            case Absorbed _ -> Kind.ABSORBED;
            case Released _ -> Kind.RELEASED;
            case Reminded _ -> Kind.REMINDED;
            case Chased _ -> Kind.CHASED;
            case Supplemented _ -> Kind.SUPPLEMENTED;
            case Withdrawn _ -> Kind.WITHDRAWN;
            case Voided _ -> Kind.VOIDED;
            case Reclassified _ -> Kind.RECLASSIFIED;
            case Excluded _ -> Kind.EXCLUDED;
            case Included _ -> Kind.INCLUDED;
            case Supervised _ -> Kind.SUPERVISED;
            case SupervisionEnded _ -> Kind.SUPERVISION_ENDED;
            case SignedOff _ -> Kind.SIGNED_OFF;
            case CardIssued _ -> Kind.CARD_ISSUED;
            case CardWithdrawn _ -> Kind.CARD_WITHDRAWN;
            case Noticed _ -> Kind.NOTICED;
            case DeadlineSettled _ -> Kind.DEADLINE_SETTLED;
            case UnitSucceeded _ -> Kind.UNIT_SUCCEEDED;
        };
    }
}
