package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.UnitCode;

/**
 * A ticket's being with one unit, from the sending to its end. A unit that gets the ticket a second time has a second one.
 *
 * @param ordinal its place among the ticket's assignments, from 1
 * @param acknowledgeBy when the unit should have taken it (签收时限)
 * @param acknowledgedAt empty until the unit took it
 * @param pending what the unit asked for and the office has not decided, at most one of a kind
 * @param extensions how often the deadline was extended
 * @param cards those that the system issued; none is issued twice
 * @param withdrawn those of them that were withdrawn
 * @param notices what the system reminded of
 * @param formers units that had it and are no more, first to last; the unit succeeds the last of them
 */
public record Assignment(
        int ordinal,
        UnitCode unit,
        Part part,
        Instant acknowledgeBy,
        UnitClock clock,
        Optional<Instant> acknowledgedAt,
        AssignmentState state,
        List<Application> pending,
        int extensions,
        Set<Card> cards,
        Set<Card> withdrawn,
        Set<Notice> notices,
        List<Former> formers) {
    /** A unit that had it until a moment. */
    public record Former(UnitCode unit, Instant until) {}

    public Assignment {
        pending = List.copyOf(pending);
        cards = Set.copyOf(cards);
        withdrawn = Set.copyOf(withdrawn);
        notices = Set.copyOf(notices);
        formers = List.copyOf(formers);
    }

    static Assignment sent(int ordinal, UnitCode unit, Part part, Instant acknowledgeBy, UnitClock clock) {
        return new Assignment(
                ordinal,
                unit,
                part,
                acknowledgeBy,
                clock,
                Optional.empty(),
                new AssignmentState.Sent(),
                List.of(),
                0,
                Set.of(),
                Set.of(),
                Set.of(),
                List.of());
    }

    public Instant sentAt() {
        return clock.from();
    }

    /** The unit that had it at that moment. */
    public UnitCode unitAt(Instant at) {
        return formers.stream()
                .filter(former -> at.isBefore(former.until()))
                .map(Former::unit)
                .findFirst()
                .orElse(unit);
    }

    /** Every unit that had it, first to last. */
    public Stream<UnitCode> units() {
        return Stream.concat(formers.stream().map(Former::unit), Stream.of(unit));
    }

    /** When the unit should have replied; extensions and the time that the ticket lay with the office are in it. */
    public Deadline due() {
        return clock.due();
    }

    /** Whether the unit still has to do with it. */
    public boolean isOpen() {
        return state.kind().isOpen();
    }

    /** The last reply, empty while there is none or after it was sent back. */
    public Optional<Instant> repliedAt() {
        return switch (state) {
            case AssignmentState.Replied(var at) -> Optional.of(at);
            case AssignmentState.Accepted(var repliedAt, var _) -> Optional.of(repliedAt);
            default -> Optional.empty();
        };
    }

    /** Whether the unit's time runs: not while the ticket lies with the office, nor after the end. */
    boolean isRunning() {
        return state instanceof AssignmentState.Sent || state instanceof AssignmentState.InHand;
    }

    Optional<Application> pending(Application.Kind kind) {
        return pending.stream().filter(asked -> asked.kind() == kind).findFirst();
    }

    /** The cards that stand. */
    public Set<Card> standing() {
        return cards.stream().filter(card -> !withdrawn.contains(card)).collect(Collectors.toUnmodifiableSet());
    }

    // The same assignment, but for one thing

    Assignment now(AssignmentState next) {
        // Who is done with it waits for nothing but what is asked about the past.
        var left = next.kind().isOpen()
                ? pending
                : pending.stream()
                        .filter(application -> application.kind().concernsThePast())
                        .toList();
        return changed(copy -> {
            copy.state = next;
            copy.pending = left;
        });
    }

    /** Whoever returns or answers a ticket has taken it, whatever he pressed. */
    Assignment acknowledged(Instant at) {
        return acknowledgedAt.isPresent() ? this : changed(copy -> copy.acknowledgedAt = Optional.of(at));
    }

    Assignment with(UnitClock next) {
        var moves = !next.due().at().equals(due().at());
        return changed(copy -> {
            copy.clock = next;
            copy.notices = moves ? withoutThoseOfTheDeadline() : notices;
        });
    }

    /** A new deadline is a new reason to remind of it. */
    private Set<Notice> withoutThoseOfTheDeadline() {
        return notices.stream()
                .filter(notice -> notice != Notice.DUE_SOON && notice != Notice.OVERDUE)
                .collect(Collectors.toUnmodifiableSet());
    }

    Assignment extended(UnitClock next) {
        return with(next).changed(copy -> copy.extensions++);
    }

    Assignment asking(Application application) {
        var more = new ArrayList<>(pending);
        more.add(application);
        return changed(copy -> copy.pending = more);
    }

    Assignment decided(Application.Kind kind) {
        var left = pending.stream().filter(asked -> asked.kind() != kind).toList();
        return changed(copy -> copy.pending = left);
    }

    Assignment with(Card card) {
        return changed(copy -> copy.cards = and(card, cards));
    }

    Assignment without(Card card) {
        return changed(copy -> copy.withdrawn = and(card, withdrawn));
    }

    Assignment with(Notice notice) {
        return changed(copy -> copy.notices = and(notice, notices));
    }

    Assignment succeeded(UnitCode successor, Instant at) {
        var more = new ArrayList<>(formers);
        more.add(new Former(unit, at));
        return changed(copy -> {
            copy.unit = successor;
            copy.formers = more;
        });
    }

    private static <E extends Enum<E>> Set<E> and(E one, Set<E> others) {
        var more = EnumSet.of(one);
        more.addAll(others);
        return more;
    }

    private Assignment changed(Consumer<Copy> change) {
        var copy = new Copy();
        change.accept(copy);
        return new Assignment(
                ordinal,
                copy.unit,
                part,
                acknowledgeBy,
                copy.clock,
                copy.acknowledgedAt,
                copy.state,
                copy.pending,
                copy.extensions,
                copy.cards,
                copy.withdrawn,
                copy.notices,
                copy.formers);
    }

    /** What can change of an assignment. */
    private final class Copy {
        private UnitCode unit = Assignment.this.unit;
        private UnitClock clock = Assignment.this.clock;
        private Optional<Instant> acknowledgedAt = Assignment.this.acknowledgedAt;
        private AssignmentState state = Assignment.this.state;
        private List<Application> pending = Assignment.this.pending;
        private int extensions = Assignment.this.extensions;
        private Set<Card> cards = Assignment.this.cards;
        private Set<Card> withdrawn = Assignment.this.withdrawn;
        private Set<Notice> notices = Assignment.this.notices;
        private List<Former> formers = Assignment.this.formers;
    }
}
