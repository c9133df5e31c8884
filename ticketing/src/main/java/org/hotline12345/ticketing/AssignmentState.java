package org.hotline12345.ticketing;

import java.time.Instant;

/** Where a unit stands with a ticket that was sent to it. */
public sealed interface AssignmentState {
    /** The stable word for a state in rows and pages. */
    enum Kind {
        SENT,
        IN_HAND,
        RETURN_REQUESTED,
        REPLIED,
        ACCEPTED,
        RETURNED,
        RECALLED;

        /** Whether the unit still has to do with it. */
        public boolean isOpen() {
            return switch (this) {
                case SENT, IN_HAND, RETURN_REQUESTED, REPLIED -> true;
                case ACCEPTED, RETURNED, RECALLED -> false;
            };
        }
    }

    /** 待签收 */
    record Sent() implements AssignmentState {}

    /** 处办中 */
    record InHand() implements AssignmentState {}

    /** 退单待审: the office decides whether it is this unit's duty. */
    record ReturnRequested(Instant at, String why) implements AssignmentState {}

    /** 待审核 */
    record Replied(Instant at) implements AssignmentState {}

    /**
     * The reply was accepted.
     *
     * @param repliedAt when it came: by this moment the unit was in time or not
     */
    record Accepted(Instant repliedAt, Instant at) implements AssignmentState {}

    /** 已退单: it was not this unit's duty. */
    record Returned(Instant at) implements AssignmentState {}

    /** 已撤回: the office took it back. */
    record Recalled(Instant at) implements AssignmentState {}

    default Kind kind() {
        return switch (this) {
            case Sent _ -> Kind.SENT;
            case InHand _ -> Kind.IN_HAND;
            case ReturnRequested _ -> Kind.RETURN_REQUESTED;
            case Replied _ -> Kind.REPLIED;
            case Accepted _ -> Kind.ACCEPTED;
            case Returned _ -> Kind.RETURNED;
            case Recalled _ -> Kind.RECALLED;
        };
    }
}
