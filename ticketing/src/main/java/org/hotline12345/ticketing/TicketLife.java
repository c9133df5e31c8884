package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketCommand.Answer;
import org.hotline12345.ticketing.TicketCommand.Archive;
import org.hotline12345.ticketing.TicketCommand.Chase;
import org.hotline12345.ticketing.TicketCommand.Close;
import org.hotline12345.ticketing.TicketCommand.Dispatch;
import org.hotline12345.ticketing.TicketCommand.EndSupervision;
import org.hotline12345.ticketing.TicketCommand.Exclude;
import org.hotline12345.ticketing.TicketCommand.Include;
import org.hotline12345.ticketing.TicketCommand.Involve;
import org.hotline12345.ticketing.TicketCommand.MakeVoid;
import org.hotline12345.ticketing.TicketCommand.Merge;
import org.hotline12345.ticketing.TicketCommand.OnAssignment;
import org.hotline12345.ticketing.TicketCommand.Reclassify;
import org.hotline12345.ticketing.TicketCommand.Reject;
import org.hotline12345.ticketing.TicketCommand.Reopen;
import org.hotline12345.ticketing.TicketCommand.Resume;
import org.hotline12345.ticketing.TicketCommand.SignOff;
import org.hotline12345.ticketing.TicketCommand.Supervise;
import org.hotline12345.ticketing.TicketCommand.Supplement;
import org.hotline12345.ticketing.TicketCommand.Unmerge;
import org.hotline12345.ticketing.TicketCommand.Withdraw;
import org.hotline12345.ticketing.TicketState.Archived;
import org.hotline12345.ticketing.TicketState.Closed;
import org.hotline12345.ticketing.TicketState.Handled;
import org.hotline12345.ticketing.TicketState.Merged;
import org.hotline12345.ticketing.TicketState.Open;
import org.hotline12345.ticketing.TicketState.Over;
import org.hotline12345.ticketing.TicketState.Registered;
import org.hotline12345.ticketing.TicketState.Suspended;
import org.hotline12345.ticketing.TicketState.Voided;
import org.hotline12345.ticketing.TicketState.WithUnits;
import org.hotline12345.ticketing.TicketState.Working;

/** What people can do with a ticket: the office's part of its life. Pure: no clock, no rows. STATES.md shows it as a picture. */
public final class TicketLife {
    private record Step(TicketState state, TicketCommand command) {}

    private TicketLife() {}

    /**
     * What the command makes happen, in order; they are stored together or not at all. Anything not written here or in
     * {@link AssignmentLife} is refused.
     *
     * @throws Refused (forbidden) when the person may not do this to such a ticket, whatever its state; (conflict) when
     *     the state does not allow it
     */
    public static List<TicketFact> decide(Ticket ticket, TicketCommand command, Instant now, Deadlines deadlines) {
        TicketPermits.permit(ticket, command);
        return switch (new Step(ticket.state(), command)) {
            case Step(Registered _, Answer(var _, var text))
            when isWithNobody(ticket) -> List.of(new TicketFact.AnsweredDirectly(text));
            case Step(Registered _, Reject(var _, var reason, var words))
            when isWithNobody(ticket) -> List.of(new TicketFact.Rejected(reason, words));
            case Step(Registered _, Dispatch(var _, var unit, var assisting)) ->
                sent(ticket, Optional.of(unit), assisting, now, deadlines);
            case Step(WithUnits _, Involve(var _, var assisting)) ->
                sent(ticket, Optional.empty(), assisting, now, deadlines);
            case Step(Working _, OnAssignment about) ->
                AssignmentLife.decide(ticket, AssignmentLife.meant(ticket, about), about, now, deadlines);
            case Step(Handled _, OnAssignment about)
            when AssignmentLife.concernsThePast(about) ->
                AssignmentLife.decide(ticket, AssignmentLife.meant(ticket, about), about, now, deadlines);
            case Step(Over _, OnAssignment about)
            when AssignmentLife.concernsThePast(about) ->
                AssignmentLife.decide(ticket, AssignmentLife.meant(ticket, about), about, now, deadlines);
            case Step(Suspended(var since), Resume(var _, var why)) -> resumed(ticket, since, why, now, deadlines);
            case Step(Handled _, Close _) -> List.of(new TicketFact.Closed());
            case Step(Closed _, Archive _) -> List.of(new TicketFact.Archived());
            case Step(Voided _, Reopen _) -> throw refused(ticket, command);
            case Step(Over _, Reopen(var by, var why)) -> reopened(ticket, by, why, deadlines);
            case Step(Handled _, Reopen(var by, var why)) -> reopened(ticket, by, why, deadlines);
            case Step(Working _, Merge(var _, var into, var why))
            when standsAlone(ticket) -> ending(ticket, new TicketFact.Merged(into, why), "并入 " + into);
            case Step(Merged _, Unmerge(var _, var why)) -> List.of(new TicketFact.Unmerged(why));
            case Step(Open _, Chase(var _, var text)) -> List.of(new TicketFact.Chased(text));
            case Step(Open _, Supplement(var _, var text)) -> List.of(new TicketFact.Supplemented(text));
            case Step(Merged _, Withdraw _) -> throw refused(ticket, command);
            case Step(Open _, Withdraw(var _, var why))
            when standsAlone(ticket) -> ending(ticket, new TicketFact.Withdrawn(why), why);
            case Step(Merged _, MakeVoid _) -> throw refused(ticket, command);
            // To the office above it is a request, whatever it is here: it is rejected, and may come back.
            case Step(Open _, MakeVoid _) when ticket.above().isPresent() -> throw refused(ticket, command);
            case Step(Open _, MakeVoid(var _, var why))
            when standsAlone(ticket) -> ending(ticket, new TicketFact.Voided(why), why);
            case Step(Open _, Reclassify as) -> List.of(new TicketFact.Reclassified(as.of(ticket.matter()), as.why()));
            case Step(Closed _, Reclassify as) -> {
                TicketPermits.keepTo(Limit.HIGHER_RIGHT, ticket, as.by(), "ticket " + ticket.number() + " is closed");
                yield List.of(new TicketFact.Reclassified(as.of(ticket.matter()), as.why()));
            }
            case Step(Voided _, Exclude _) -> throw refused(ticket, command);
            case Step(var _, Exclude(var _, var why, var evidence))
            when !ticket.excluded() -> List.of(new TicketFact.Excluded(why, evidence));
            case Step(var _, Include(var _, var why)) when ticket.excluded() -> List.of(new TicketFact.Included(why));
            case Step(Open _, Supervise(var _, var way, var why, var with)) -> {
                requireWay(way, deadlines);
                yield List.of(new TicketFact.Supervised(way, why, with));
            }
            case Step(var _, EndSupervision(var _, var minutes))
            when ticket.openSupervisions() > 0 -> List.of(new TicketFact.SupervisionEnded(minutes));
            case Step(Open _, SignOff(var _, var leader, var opinion)) ->
                List.of(new TicketFact.SignedOff(leader, opinion));
            case Step(var _, var _) -> throw refused(ticket, command);
        };
    }

    /**
     * What becomes of a merged ticket when something happens to the one that stands for it: it is answered, handled, closed
     * and reopened with it.
     */
    static List<TicketFact> follow(Ticket merged, TicketFact fact, TicketNumber standsForIt) {
        if (!merged.mergedInto().equals(Optional.of(standsForIt))) {
            return List.of();
        }
        return switch (new Following(merged.state(), fact)) {
            case Following(Merged _, TicketFact.AnsweredDirectly answered) -> List.of(answered);
            case Following(Merged _, TicketFact.Handled handled) -> List.of(handled);
            case Following(Handled _, TicketFact.Closed closed) -> List.of(closed);
            case Following(Handled _, TicketFact.Reopened(var why, var _)) -> mergedAgain(why, standsForIt);
            case Following(Closed _, TicketFact.Reopened(var why, var _)) -> mergedAgain(why, standsForIt);
            case Following(Archived _, TicketFact.Reopened(var why, var _)) -> mergedAgain(why, standsForIt);
            case Following(var _, var _) -> List.of();
        };
    }

    private record Following(TicketState merged, TicketFact fact) {}

    /** It is the same matter: what was not solved for one was not solved for the other. */
    private static List<TicketFact> mergedAgain(String why, TicketNumber standsForIt) {
        return List.of(new TicketFact.Reopened(why, false), new TicketFact.Merged(standsForIt, why));
    }

    /** Whether it changes what was merged into the ticket. */
    static boolean isFollowed(TicketFact fact) {
        return switch (fact.kind()) {
            case ANSWERED_DIRECTLY, HANDLED, CLOSED, REOPENED -> true;
            default -> false;
        };
    }

    /**
     * The other side of a merge.
     *
     * @throws Refused (conflict) when that ticket cannot stand for another
     */
    static List<TicketFact> absorb(Ticket into, Ticket other) {
        if (into.number().equals(other.number()) || !(into.state() instanceof Working)) {
            throw Refused.conflict("ticket " + into.number() + " is " + into.stage() + ": " + other.number()
                    + " cannot be merged into it");
        }
        if (into.merged().size() >= MOST_MERGED) {
            throw Refused.conflict("ticket " + into.number() + " stands for " + MOST_MERGED + " others already");
        }
        return List.of(new TicketFact.Absorbed(other.number()));
    }

    /** Merged tickets are closed in one transaction with the one that stands for them. */
    static final int MOST_MERGED = 200;

    /** What this person can do with the ticket as it stands: asked of the very rules, so a button shown works. */
    public static Set<TicketCommand.Kind> allowed(Ticket ticket, SignedIn visitor, Instant now, Deadlines deadlines) {
        var allowed = EnumSet.noneOf(TicketCommand.Kind.class);
        for (var kind : TicketCommand.Kind.values()) {
            if (Probes.of(kind, visitor, ticket, deadlines).stream()
                    .anyMatch(command -> works(ticket, command, now, deadlines))) {
                allowed.add(kind);
            }
        }
        return allowed;
    }

    private static boolean works(Ticket ticket, TicketCommand command, Instant now, Deadlines deadlines) {
        try {
            decide(ticket, command, now, deadlines);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    static Refused refused(Ticket ticket, TicketCommand command) {
        return Refused.conflict("ticket " + ticket.number() + " is " + ticket.stage() + ": "
                + command.kind().word() + " is not possible now");
    }

    private static boolean isWithNobody(Ticket ticket) {
        return ticket.openAssignments().isEmpty();
    }

    /** Others that were merged into it would be left without an answer. */
    private static boolean standsAlone(Ticket ticket) {
        return ticket.merged().isEmpty();
    }

    private static List<TicketFact> sent(
            Ticket ticket, Optional<UnitCode> lead, List<UnitCode> assisting, Instant now, Deadlines deadlines) {
        var facts = new ArrayList<TicketFact>();
        var allowance = deadlines.allowance(ticket.matter());
        var clock = deadlines.clock(now, allowance);
        var acknowledgeBy = deadlines.acknowledgeBy(now);
        var ordinal = ticket.assignments().size();
        for (var unit : lead.stream().toList()) {
            requireFree(ticket, unit);
            facts.add(new TicketFact.Dispatched(++ordinal, unit, Part.LEAD, acknowledgeBy, allowance, clock.due()));
        }
        for (var unit : assisting) {
            requireFree(ticket, unit);
            facts.add(new TicketFact.Dispatched(++ordinal, unit, Part.ASSIST, acknowledgeBy, allowance, clock.due()));
        }
        return List.copyOf(facts);
    }

    private static void requireFree(Ticket ticket, UnitCode unit) {
        if (ticket.openOf(unit).isPresent()) {
            throw Refused.conflict("ticket " + ticket.number() + " is with unit " + unit + " already");
        }
    }

    private static List<TicketFact> resumed(
            Ticket ticket, Instant since, String why, Instant now, Deadlines deadlines) {
        var stopped = deadlines.stoodStill(since, now);
        var due = new TreeMap<Integer, Deadline>();
        ticket.assignments().stream()
                .filter(Assignment::isRunning)
                .forEach(one -> due.put(
                        one.ordinal(), deadlines.stopped(one.clock(), stopped).due()));
        return List.of(new TicketFact.Resumed(why, stopped, due));
    }

    private static List<TicketFact> reopened(Ticket ticket, SignedIn by, String why, Deadlines deadlines) {
        var rule = deadlines.rules().reopening();
        var beyond = ticket.times(TicketFact.Kind.REOPENED) >= rule.most();
        if (beyond) {
            TicketPermits.keepTo(
                    rule.beyond(), ticket, by, "ticket " + ticket.number() + " was reopened " + rule.most() + " times");
        }
        if (ticket.state() instanceof Archived) {
            TicketPermits.keepTo(Limit.HIGHER_RIGHT, ticket, by, "ticket " + ticket.number() + " is archived");
        }
        return List.of(new TicketFact.Reopened(why, beyond));
    }

    /** Takes the ticket from all that have it, then ends it. */
    static List<TicketFact> ending(Ticket ticket, TicketFact end, String why) {
        var facts = new ArrayList<TicketFact>();
        ticket.openAssignments().forEach(one -> facts.add(new TicketFact.Recalled(one.ordinal(), why)));
        facts.add(end);
        return List.copyOf(facts);
    }

    private static void requireWay(String way, Deadlines deadlines) {
        var ways = deadlines.rules().supervisionWays();
        if (!ways.contains(way)) {
            throw Refused.invalid("\"way\" must be one of " + ways);
        }
    }
}
