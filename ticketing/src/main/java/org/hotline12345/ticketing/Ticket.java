package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/**
 * One request of a citizen (工单) as it stands. Who the citizen is stands apart: see {@link Ticketing#requester}.
 *
 * @param version counts the ticket's events; whoever changes a ticket must have seen the last one
 * @param call the call it came in by; no other ticket is bound to that call
 * @param assignments every unit it was ever sent to, in order
 * @param merged the tickets that were merged into this one and are closed with it
 * @param excluded whether it counts in no assessment (剔除)
 * @param times how often each thing happened to it
 */
public record Ticket(
        HotlineCode hotline,
        TicketNumber number,
        int version,
        Channel channel,
        Optional<CallId> call,
        Matter matter,
        PersonId registeredBy,
        Instant registeredAt,
        TicketState state,
        List<Assignment> assignments,
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

    /** Every unit it was ever sent to, each once. */
    public List<UnitCode> units() {
        return assignments.stream().map(Assignment::unit).distinct().toList();
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

    /** One more thing happened; the rest is as before. */
    Ticket counting(TicketFact.Kind kind) {
        var more = new EnumMap<TicketFact.Kind, Integer>(TicketFact.Kind.class);
        more.putAll(times);
        more.merge(kind, 1, Integer::sum);
        return new Ticket(
                hotline,
                number,
                version + 1,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                state,
                assignments,
                merged,
                excluded,
                more);
    }

    Ticket with(TicketState next) {
        return new Ticket(
                hotline,
                number,
                version,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                next,
                assignments,
                merged,
                excluded,
                times);
    }

    Ticket with(Matter next) {
        return new Ticket(
                hotline,
                number,
                version,
                channel,
                call,
                next,
                registeredBy,
                registeredAt,
                state,
                assignments,
                merged,
                excluded,
                times);
    }

    Ticket adding(Assignment one) {
        var more = new ArrayList<>(assignments);
        more.add(one);
        return with(more);
    }

    Ticket with(Assignment changed) {
        var all = new ArrayList<>(assignments);
        all.set(changed.ordinal() - 1, changed);
        return with(all);
    }

    Ticket absorbing(TicketNumber other) {
        var more = new ArrayList<>(merged);
        more.add(other);
        return merging(more);
    }

    Ticket releasing(TicketNumber other) {
        return merging(merged.stream().filter(one -> !one.equals(other)).toList());
    }

    Ticket excluding(boolean next) {
        return new Ticket(
                hotline,
                number,
                version,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                state,
                assignments,
                merged,
                next,
                times);
    }

    private Ticket with(List<Assignment> next) {
        return new Ticket(
                hotline,
                number,
                version,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                state,
                next,
                merged,
                excluded,
                times);
    }

    private Ticket merging(List<TicketNumber> next) {
        return new Ticket(
                hotline,
                number,
                version,
                channel,
                call,
                matter,
                registeredBy,
                registeredAt,
                state,
                assignments,
                next,
                excluded,
                times);
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
