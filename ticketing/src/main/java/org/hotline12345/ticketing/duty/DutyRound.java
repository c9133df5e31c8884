package org.hotline12345.ticketing.duty;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Staff;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.AttentionProfile;

/**
 * Calls who is on duty, and the next one when nobody acknowledges. Only where a roster is kept: elsewhere nobody is on duty. All
 * is in the rows, so several programs may go their rounds at once: each step happens once.
 */
public final class DutyRound {
    private static final int MOST = 200;

    private final PgDuty rows;
    private final Office office;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final BiConsumer<DutyCall, List<PersonId>> told;

    /** @param told hears of each call after it is stored, with the people who are called at its step */
    public DutyRound(
            PgDuty rows, Office office, Clock clock, Supplier<UUID> ids, BiConsumer<DutyCall, List<PersonId>> told) {
        this.rows = rows;
        this.office = office;
        this.clock = clock;
        this.ids = ids;
        this.told = told;
    }

    public void go() {
        for (var hotline : office.hotlines()) {
            go(hotline.code());
        }
    }

    private void go(HotlineCode hotline) {
        if (!rows.keepsRoster(hotline)) {
            return;
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        rows.endSettled(hotline, now);
        var needs = rows.needs(hotline, MOST);
        var since = now.minus(AttentionProfile.of(office, hotline, now).climbAfter());
        var unanswered = rows.unanswered(hotline, since, MOST);
        if (needs.isEmpty() && unanswered.isEmpty()) {
            return;
        }
        var staff = office.staff(hotline);
        for (var need : needs) {
            DutyStep.next(Optional.empty(), ladder(hotline, need.unit(), staff, now))
                    .flatMap(climb ->
                            rows.begin(ids.get(), hotline, need, climb, now).map(call -> new Step(call, climb)))
                    .ifPresent(this::tell);
        }
        for (var call : unanswered) {
            DutyStep.next(Optional.of(call.step()), ladder(hotline, call.unit(), staff, now))
                    .flatMap(climb -> rows.climb(call, climb, now).map(higher -> new Step(higher, climb)))
                    .ifPresent(this::tell);
        }
    }

    private void tell(Step step) {
        told.accept(step.call(), step.climb().people());
    }

    private record Step(DutyCall call, DutyStep.Climb climb) {}

    private DutyStep.Ladder ladder(HotlineCode hotline, Optional<UnitCode> unit, List<Staff> staff, Instant now) {
        var onLeave = rows.onLeave(hotline, now);
        var shift = rows.shiftAt(hotline, unit, now);
        var leaders = leaders(staff, unit);
        var office = unit.isEmpty()
                ? List.<PersonId>of()
                : rows.shiftAt(hotline, Optional.empty(), now)
                        .flatMap(own -> own.presentA(onLeave).or(() -> own.presentB(onLeave)))
                        .map(List::of)
                        .orElseGet(() -> leaders(staff, Optional.empty()));
        return new DutyStep.Ladder(
                shift.flatMap(one -> one.presentA(onLeave)),
                shift.flatMap(one -> one.presentB(onLeave)),
                leaders,
                office);
    }

    /** Whoever makes a roster leads those on it. */
    private static List<PersonId> leaders(List<Staff> staff, Optional<UnitCode> unit) {
        return staff.stream()
                .filter(one -> one.unit().equals(unit) && one.rights().contains(DutyDesk.EDIT))
                .map(Staff::person)
                .distinct()
                .toList();
    }
}
