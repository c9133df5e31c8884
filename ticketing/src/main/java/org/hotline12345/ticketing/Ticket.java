package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/**
 * One request of a citizen (工单) as it stands. Who the citizen is stands apart: see {@link Ticketing#shown}.
 *
 * @param version counts the ticket's events; whoever changes a ticket must have seen the last one
 * @param call the call it came in by; no other ticket is bound to that call
 * @param above the ticket of the hotline above that it stands for
 * @param assignments every unit it was ever sent to, in order
 * @param mergedInto the ticket that stands for this one; stays when it was closed with it
 * @param merged the tickets that this one stands for
 * @param excluded whether it counts in no assessment (剔除)
 * @param times how often each thing happened to it
 */
public record Ticket(
        HotlineCode hotline,
        TicketNumber number,
        int version,
        Channel channel,
        Optional<CallId> call,
        Optional<Above> above,
        Matter matter,
        PersonId registeredBy,
        Instant registeredAt,
        TicketState state,
        List<Assignment> assignments,
        Optional<TicketNumber> mergedInto,
        List<TicketNumber> merged,
        boolean excluded,
        Map<TicketFact.Kind, Integer> times) {
    public Ticket {
        assignments = List.copyOf(assignments);
        merged = List.copyOf(merged);
        times = Map.copyOf(times);
    }

    public TicketStage stage() {
        return switch (state) {
            case TicketState.Registered _ -> TicketStage.REGISTERED;
            case TicketState.WithUnits _ -> stage(openLead());
            case TicketState.Suspended _ -> TicketStage.SUSPENDED;
            case TicketState.Handled _ -> TicketStage.HANDLED;
            case TicketState.Merged _ -> TicketStage.MERGED;
            case TicketState.Closed _ -> TicketStage.CLOSED;
            case TicketState.Archived _ -> TicketStage.ARCHIVED;
            case TicketState.Rejected _ -> TicketStage.REJECTED;
            case TicketState.Withdrawn _ -> TicketStage.WITHDRAWN;
            case TicketState.Voided _ -> TicketStage.VOIDED;
        };
    }

    /** The unit whose work counts: the one it was sent to last as lead, unless it returned it or it was recalled. */
    public Optional<Assignment> lead() {
        return assignments.stream()
                .filter(one -> one.part() == Part.LEAD)
                .reduce((_, last) -> last)
                .filter(one -> one.isOpen() || one.state() instanceof AssignmentState.Accepted);
    }

    /** The assignment that a unit works on now; it has one at most. */
    public Optional<Assignment> openOf(UnitCode unit) {
        return assignments.stream()
                .filter(one -> one.isOpen() && one.unit().equals(unit))
                .findFirst();
    }

    public List<Assignment> openAssignments() {
        return assignments.stream().filter(Assignment::isOpen).toList();
    }

    /** Every unit that it was ever sent to, and those that went on for them, each once. */
    public List<UnitCode> units() {
        return assignments.stream().flatMap(Assignment::units).distinct().toList();
    }

    public Optional<Instant> handledAt() {
        return switch (state) {
            case TicketState.Handled(var at) -> Optional.of(at);
            case TicketState.Closed closed -> Optional.of(closed.handledAt());
            case TicketState.Archived archived -> Optional.of(archived.closed().handledAt());
            default -> Optional.empty();
        };
    }

    /** The closing, also after archiving. */
    public Optional<TicketState.Closed> closed() {
        return switch (state) {
            case TicketState.Closed closed -> Optional.of(closed);
            case TicketState.Archived archived -> Optional.of(archived.closed());
            default -> Optional.empty();
        };
    }

    public int times(TicketFact.Kind kind) {
        return times.getOrDefault(kind, 0);
    }

    /** Supervision that was ordered and has not ended. */
    public int openSupervisions() {
        return times(TicketFact.Kind.SUPERVISED) - times(TicketFact.Kind.SUPERVISION_ENDED);
    }

    Assignment assignment(int ordinal) {
        if (ordinal < 1 || ordinal > assignments.size()) {
            throw new IllegalStateException(number + " version " + version + " has no assignment " + ordinal);
        }
        return assignments.get(ordinal - 1);
    }

    // The same ticket, but for one thing

    /** One more thing happened. */
    Ticket counting(TicketFact.Kind kind) {
        var more = new EnumMap<TicketFact.Kind, Integer>(TicketFact.Kind.class);
        more.putAll(times);
        more.merge(kind, 1, Integer::sum);
        return changed(copy -> {
            copy.version++;
            copy.times = more;
        });
    }

    Ticket with(TicketState next) {
        return changed(copy -> copy.state = next);
    }

    Ticket with(Matter next) {
        return changed(copy -> copy.matter = next);
    }

    Ticket adding(Assignment one) {
        return changed(copy -> copy.assignments = and(assignments, one));
    }

    Ticket with(Assignment one) {
        var all = new ArrayList<>(assignments);
        all.set(one.ordinal() - 1, one);
        return changed(copy -> copy.assignments = all);
    }

    Ticket mergedInto(Optional<TicketNumber> other) {
        return changed(copy -> copy.mergedInto = other);
    }

    Ticket absorbing(TicketNumber other) {
        return changed(copy -> copy.merged = and(merged, other));
    }

    Ticket releasing(TicketNumber other) {
        return changed(copy ->
                copy.merged = merged.stream().filter(one -> !one.equals(other)).toList());
    }

    Ticket excluding(boolean next) {
        return changed(copy -> copy.excluded = next);
    }

    private Ticket changed(Consumer<Copy> change) {
        var copy = new Copy();
        change.accept(copy);
        return new Ticket(
                hotline,
                number,
                copy.version,
                channel,
                call,
                above,
                copy.matter,
                registeredBy,
                registeredAt,
                copy.state,
                copy.assignments,
                copy.mergedInto,
                copy.merged,
                copy.excluded,
                copy.times);
    }

    /** What can change of a ticket. */
    private final class Copy {
        private int version = Ticket.this.version;
        private Matter matter = Ticket.this.matter;
        private TicketState state = Ticket.this.state;
        private List<Assignment> assignments = Ticket.this.assignments;
        private Optional<TicketNumber> mergedInto = Ticket.this.mergedInto;
        private List<TicketNumber> merged = Ticket.this.merged;
        private boolean excluded = Ticket.this.excluded;
        private Map<TicketFact.Kind, Integer> times = Ticket.this.times;
    }

    private static <T> List<T> and(List<T> some, T one) {
        var more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    private Optional<Assignment> openLead() {
        return lead().filter(Assignment::isOpen);
    }

    private TicketStage stage(Optional<Assignment> lead) {
        var state = lead.orElseThrow(
                        () -> new IllegalStateException(number + " version " + version + " is with no unit"))
                .state();
        return switch (state.kind()) {
            case SENT -> TicketStage.DISPATCHED;
            case IN_HAND -> TicketStage.IN_HAND;
            case RETURN_REQUESTED -> TicketStage.RETURN_REQUESTED;
            case REPLIED -> TicketStage.REPLIED;
            case ACCEPTED, RETURNED, RECALLED ->
                throw new IllegalStateException(number + " version " + version + ": " + state + " is not open");
        };
    }
}
