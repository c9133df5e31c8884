package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.ticketing.TicketFact.Kind;

/**
 * What passes between a hotline and the one above: what happens to a county's ticket is its city's answer, and what the city does
 * about the county's assignment happens to the county's ticket. Each level has its own office, clocks and counts. Pure.
 */
final class Levels {
    /** With any of these the office below has taken the ticket. */
    private static final Set<Kind> FIRST_STEPS =
            Set.of(Kind.DISPATCHED, Kind.ANSWERED_DIRECTLY, Kind.REJECTED, Kind.MERGED, Kind.WITHDRAWN, Kind.VOIDED);

    private record Down(TicketState lower, TicketFact fact) {}

    /** What a unit replied, and whether it says that it spoke with the citizen. */
    record Answer(String text, boolean contacted) {}

    private Levels() {}

    /** Whether it means something to the ticket above. */
    static boolean goesUp(TicketFact fact) {
        return fact instanceof TicketFact.Handled || FIRST_STEPS.contains(fact.kind());
    }

    /** Whether it means something to the tickets below. */
    static boolean goesDown(TicketFact fact) {
        return switch (fact.kind()) {
            case RECALLED,
                    SENT_BACK,
                    RETURN_REFUSED,
                    REPLY_ACCEPTED,
                    REMINDED,
                    CHASED,
                    SUPPLEMENTED,
                    SUPERVISED,
                    SUPERVISION_ENDED -> true;
            default -> false;
        };
    }

    /**
     * What becomes of the ticket above.
     *
     * @param n the assignment that the ticket below stands for
     * @param reply what the units below replied, for a ticket that was handled
     */
    static List<TicketFact> up(
            Ticket upper, int n, TicketFact below, Optional<Answer> reply, Instant now, Deadlines deadlines) {
        var assignment = upper.assignment(n);
        if (assignment.state() instanceof AssignmentState.Replied && below instanceof TicketFact.Handled) {
            // The office below opened it again by itself: whoever reviews the first answer reads the second, too.
            return reply.<List<TicketFact>>map(
                            answer -> List.of(new TicketFact.Supplemented("下级重新答复：" + answer.text())))
                    .orElseGet(List::of);
        }
        if (!assignment.isRunning() || !(upper.state() instanceof TicketState.Working)) {
            return List.of();
        }
        var facts = new ArrayList<TicketFact>();
        if (assignment.state() instanceof AssignmentState.Sent) {
            facts.add(new TicketFact.Acknowledged(n));
        }
        switch (below) {
            case TicketFact.AnsweredDirectly(var text) -> facts.add(new TicketFact.Replied(n, text, true));
            case TicketFact.Handled _ ->
                reply.ifPresent(answer -> facts.add(new TicketFact.Replied(n, answer.text(), answer.contacted())));
            case TicketFact.Rejected(var _, var words) -> facts.add(returned(assignment, words, now, deadlines));
            case TicketFact.Withdrawn(var why) -> facts.add(returned(assignment, why, now, deadlines));
            case TicketFact.Voided(var why) -> facts.add(returned(assignment, why, now, deadlines));
            default -> {}
        }
        return List.copyOf(facts);
    }

    private static TicketFact returned(Assignment assignment, String why, Instant now, Deadlines deadlines) {
        var late = now.isAfter(deadlines.returnBy(assignment.sentAt()));
        return new TicketFact.ReturnRequested(assignment.ordinal(), why, Optional.empty(), late);
    }

    /** What becomes of the ticket below that stands for an assignment of the ticket above. */
    static List<TicketFact> down(Ticket lower, TicketFact above) {
        var n = lower.above().orElseThrow().assignment();
        return switch (new Down(lower.state(), above)) {
            case Down(TicketState.Open _, TicketFact.Recalled(var one, var why))
            when one == n && lower.merged().isEmpty() -> TicketLife.ending(lower, new TicketFact.Withdrawn(why), why);
            case Down(TicketState.Open _, TicketFact.Recalled(var one, var why))
            when one == n ->
                // Others were merged into it: they go on, and so must it.
                List.of(new TicketFact.Supplemented("上级收回：" + why));
            case Down(TicketState.Handled _, TicketFact.SentBack(var one, var why, var _, var _))
            when one == n -> List.of(new TicketFact.Reopened(why, false));
            case Down(TicketState.Over _, TicketFact.SentBack(var one, var why, var _, var _))
            when one == n -> List.of(new TicketFact.Reopened(why, false));
            case Down(TicketState.Over _, TicketFact.ReturnRefused(var one, var why, var _, var _))
            when one == n -> List.of(new TicketFact.Reopened(why, false));
            case Down(TicketState.Handled _, TicketFact.ReplyAccepted(var one))
            when one == n -> List.of(new TicketFact.Closed());
            case Down(TicketState.Open _, TicketFact.Reminded(var one, var why))
            when one == n -> List.of(new TicketFact.Supplemented("上级催办：" + why));
            case Down(TicketState.Open _, TicketFact.Chased chased) -> List.of(chased);
            case Down(TicketState.Open _, TicketFact.Supplemented supplemented) -> List.of(supplemented);
            case Down(TicketState.Open _, TicketFact.Supervised supervised) -> List.of(supervised);
            case Down(var _, TicketFact.SupervisionEnded ended) when lower.openSupervisions() > 0 -> List.of(ended);
            case Down(var _, var _) -> List.of();
        };
    }
}
