package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        Set<Notice> notices) {
    public Assignment {
        pending = List.copyOf(pending);
        cards = Set.copyOf(cards);
        withdrawn = Set.copyOf(withdrawn);
        notices = Set.copyOf(notices);
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
                Set.of());
    }

    public Instant sentAt() {
        return clock.from();
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

    Assignment now(AssignmentState next) {
        // Who is done with it waits for nothing but what is asked about the past.
        var left = next.kind().isOpen()
                ? pending
                : pending.stream().filter(Assignment::concernsThePast).toList();
        return new Assignment(
                ordinal,
                unit,
                part,
                acknowledgeBy,
                clock,
                acknowledgedAt,
                next,
                left,
                extensions,
                cards,
                withdrawn,
                notices);
    }

    /** Whoever returns or answers a ticket has taken it, whatever he pressed. */
    Assignment acknowledged(Instant at) {
        return acknowledgedAt.isPresent()
                ? this
                : new Assignment(
                        ordinal,
                        unit,
                        part,
                        acknowledgeBy,
                        clock,
                        Optional.of(at),
                        state,
                        pending,
                        extensions,
                        cards,
                        withdrawn,
                        notices);
    }

    /** A new deadline is a new reason to remind of it. */
    Assignment with(UnitClock next) {
        if (next.due().at().equals(due().at())) {
            return with(next, extensions, notices);
        }
        var left = EnumSet.noneOf(Notice.class);
        notices.stream()
                .filter(notice -> notice != Notice.DUE_SOON && notice != Notice.OVERDUE)
                .forEach(left::add);
        return with(next, extensions, left);
    }

    Assignment extended(UnitClock next) {
        var later = with(next);
        return later.with(next, extensions + 1, later.notices);
    }

    Assignment asking(Application application) {
        var more = new ArrayList<>(pending);
        more.add(application);
        return pending(more);
    }

    Assignment decided(Application.Kind kind) {
        return pending(pending.stream().filter(asked -> asked.kind() != kind).toList());
    }

    /** The cards that stand. */
    public Set<Card> standing() {
        return cards.stream().filter(card -> !withdrawn.contains(card)).collect(Collectors.toUnmodifiableSet());
    }

    Assignment with(Card card) {
        return cards(and(card, cards), withdrawn);
    }

    Assignment without(Card card) {
        return cards(cards, and(card, withdrawn));
    }

    Assignment with(Notice notice) {
        return with(clock, extensions, and(notice, notices));
    }

    private static boolean concernsThePast(Application application) {
        return application instanceof Application.Exclusion || application instanceof Application.Appeal;
    }

    private Assignment pending(List<Application> next) {
        return new Assignment(
                ordinal,
                unit,
                part,
                acknowledgeBy,
                clock,
                acknowledgedAt,
                state,
                next,
                extensions,
                cards,
                withdrawn,
                notices);
    }

    private Assignment cards(Set<Card> next, Set<Card> nextWithdrawn) {
        return new Assignment(
                ordinal,
                unit,
                part,
                acknowledgeBy,
                clock,
                acknowledgedAt,
                state,
                pending,
                extensions,
                next,
                nextWithdrawn,
                notices);
    }

    private static <E extends Enum<E>> Set<E> and(E one, Set<E> others) {
        var more = EnumSet.of(one);
        more.addAll(others);
        return more;
    }

    private Assignment with(UnitClock nextClock, int nextExtensions, Set<Notice> nextNotices) {
        return new Assignment(
                ordinal,
                unit,
                part,
                acknowledgeBy,
                nextClock,
                acknowledgedAt,
                state,
                pending,
                nextExtensions,
                cards,
                withdrawn,
                nextNotices);
    }
}
