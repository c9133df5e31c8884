package org.hotline12345.ticketing.duty;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Staff;
import org.hotline12345.office.UnitCode;

/** The duty roster (值班表) of the office and its units, and the calls that duty must acknowledge. */
public final class DutyDesk {
    /** See rosters and be called. */
    public static final Right SEE = new Right("ticketing.see-duty");

    /** Make the roster: of one's unit, at the office of all. */
    public static final Right EDIT = new Right("ticketing.edit-duty");

    public static final Duration LONGEST_SHIFT = Duration.ofDays(31);
    private static final Duration LONGEST_LEAVE = Duration.ofDays(366);
    private static final Duration LONGEST_LIST = Duration.ofDays(93);
    private static final int MAX_NOTE = 500;
    private static final int MOST = 500;

    /** Who is on duty for a unit, or for the office, at a moment; on leave is not on duty. */
    public record OnDuty(Optional<UnitCode> unit, Shift shift, Optional<PersonId> a, Optional<PersonId> b) {}

    private final PgDuty rows;
    private final Clock clock;
    private final Office office;
    private final Supplier<UUID> ids;

    public DutyDesk(PgDuty rows, Clock clock, Office office, Supplier<UUID> ids) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
        this.ids = ids;
    }

    // The roster

    /**
     * Puts two people on the roster.
     *
     * @param unit empty for the office
     * @throws Refused (forbidden) without the right, (invalid) for a time that is no shift or people of elsewhere, (conflict)
     *     when somebody is on duty then
     */
    public Shift plan(
            SignedIn by,
            HotlineCode hotline,
            Optional<UnitCode> unit,
            Instant from,
            Instant until,
            PersonId a,
            Optional<PersonId> b) {
        requireEditor(by, hotline, unit);
        requireTime(from, until, LONGEST_SHIFT);
        if (!until.isAfter(clock.instant())) {
            throw Refused.invalid("the shift is over");
        }
        unit.ifPresent(code -> office.unitAtWork(hotline, code));
        if (b.filter(a::equals).isPresent()) {
            throw Refused.invalid("\"a\" and \"b\" are two people");
        }
        var staff = office.staff(hotline);
        requireMember(staff, unit, a);
        b.ifPresent(person -> requireMember(staff, unit, person));
        var shift = new Shift(ids.get(), hotline, unit, from, until, a, b, List.of());
        if (!rows.plan(shift, by.person(), now())) {
            throw Refused.conflict("somebody is on duty in that time: cancel that shift first");
        }
        return shift;
    }

    /** What stands on the roster where a shift of a file is to stand. */
    public enum Place {
        FREE,
        /** That very shift. */
        SAME,
        /** Another one. */
        TAKEN
    }

    public Place place(Shift shift) {
        var there = rows.shifts(shift.hotline(), shift.unit(), shift.from(), shift.until(), MOST).stream()
                .filter(one -> one.unit().equals(shift.unit()))
                .toList();
        if (there.isEmpty()) {
            return Place.FREE;
        }
        return there.stream().anyMatch(one -> one.isPlannedAs(shift)) ? Place.SAME : Place.TAKEN;
    }

    /** Whether that person is one whom this roster may name. */
    public boolean worksFor(HotlineCode hotline, Optional<UnitCode> unit, PersonId person) {
        return office.staff(hotline).stream().anyMatch(one -> isMember(one, unit, person));
    }

    /**
     * Puts a shift of a file on the roster, which nobody of this office made.
     *
     * @return false when it stood there
     * @throws Refused (conflict) when somebody else is on duty then
     */
    public boolean bringIn(Shift shift) {
        if (rows.plan(shift, PersonId.SYSTEM, now())) {
            return true;
        }
        if (place(shift) == Place.SAME) {
            return false;
        }
        throw Refused.conflict("somebody was put on duty from " + shift.from() + " meanwhile: give the file again");
    }

    public void cancel(SignedIn by, HotlineCode hotline, UUID id) {
        by.require(hotline, EDIT);
        var shift = shift(hotline, id);
        requireEditor(by, hotline, shift.unit());
        if (!rows.cancel(id, by.person(), now())) {
            throw Refused.conflict("the shift was cancelled already");
        }
    }

    /**
     * Duty is handed over (交接): from now on the other one is A角.
     *
     * @throws Refused (forbidden) for who is neither on that shift nor makes the roster, (conflict) when it is not on now
     */
    public Shift handOver(SignedIn by, HotlineCode hotline, UUID id, PersonId to, String note) {
        var shift = requireHandingOver(by, hotline, id);
        requireMember(office.staff(hotline), shift.unit(), to);
        var now = now();
        if (!shift.isOn(now)) {
            throw Refused.conflict("the shift is not on now");
        }
        if (shift.first().equals(to)) {
            throw Refused.conflict("this person is A角 already");
        }
        if (note.length() > MAX_NOTE) {
            throw Refused.invalid("\"note\" has at most " + MAX_NOTE + " characters");
        }
        rows.handOver(id, now, shift.first(), to, note.strip());
        return shift(hotline, id);
    }

    /** @throws Refused (forbidden) for who is neither on that shift nor makes the roster, (unknown) when there is none */
    public Shift requireHandingOver(SignedIn by, HotlineCode hotline, UUID id) {
        by.require(hotline, SEE);
        var shift = shift(hotline, id);
        var isOnIt = shift.first().equals(by.person()) || shift.b().equals(Optional.of(by.person()));
        if (!isOnIt) {
            requireEditor(by, hotline, shift.unit());
        }
        return shift;
    }

    /** Notes that a person is on leave: not called in that time. One's own, or that of those whose roster one makes. */
    public void leave(SignedIn by, HotlineCode hotline, PersonId person, Instant from, Instant until) {
        by.require(hotline, SEE);
        var posts = office.staff(hotline).stream()
                .filter(one -> one.person().equals(person))
                .toList();
        if (posts.isEmpty()) {
            throw Refused.unknown("there is no such person at hotline " + hotline);
        }
        if (!by.person().equals(person) && posts.stream().noneMatch(one -> edits(by, hotline, one.unit()))) {
            throw Refused.forbidden("right " + EDIT + " for this person's unit is needed");
        }
        requireTime(from, until, LONGEST_LEAVE);
        rows.leave(ids.get(), hotline, person, from, until, by.person(), now());
    }

    /** The shifts that touch a time; to a unit's people their unit's and the office's. */
    public List<Shift> shifts(SignedIn visitor, HotlineCode hotline, Instant from, Instant until) {
        visitor.require(hotline, SEE);
        requireTime(from, until, LONGEST_LIST);
        return rows.shifts(hotline, visitor.unitAt(hotline), from, until, MOST);
    }

    /** Who is on duty now; to a unit's people their unit's and the office's. */
    public List<OnDuty> now(SignedIn visitor, HotlineCode hotline) {
        var now = now();
        var onLeave = rows.onLeave(hotline, now);
        return shifts(visitor, hotline, now, now.plusSeconds(1)).stream()
                .filter(shift -> shift.isOn(now))
                .map(shift -> new OnDuty(shift.unit(), shift, shift.presentA(onLeave), shift.presentB(onLeave)))
                .toList();
    }

    /** Whom this person may put on a roster. */
    public List<Staff> staff(SignedIn visitor, HotlineCode hotline) {
        visitor.require(hotline, SEE);
        return office.staff(hotline).stream()
                .filter(one -> one.rights().contains(SEE))
                .filter(one -> edits(visitor, hotline, one.unit()) || one.unit().equals(visitor.unitAt(hotline)))
                .toList();
    }

    // What duty must acknowledge

    /** What waits: one's own calls, at the office all. */
    public List<DutyCall> open(SignedIn visitor, HotlineCode hotline) {
        visitor.require(hotline, SEE);
        return rows.open(hotline, MOST).stream()
                .filter(call -> visitor.unitAt(hotline).isEmpty() || call.wasTold(visitor.person()))
                .toList();
    }

    /**
     * Says that one takes care: it climbs no further.
     *
     * @throws Refused (unknown) for who was not called and does not make that roster, (conflict) when somebody did or the
     *     cause is gone
     */
    public DutyCall acknowledge(SignedIn by, HotlineCode hotline, UUID id) {
        by.require(hotline, SEE);
        var call = rows.call(hotline, id)
                .filter(one -> one.wasTold(by.person()) || edits(by, hotline, one.unit()))
                .orElseThrow(() -> Refused.unknown("there is no call of duty of that id"));
        if (!rows.acknowledge(id, by.person(), now())) {
            throw Refused.conflict("it was acknowledged already, or its cause is gone");
        }
        return rows.call(hotline, call.id()).orElseThrow();
    }

    private Shift shift(HotlineCode hotline, UUID id) {
        return rows.shift(hotline, id).orElseThrow(() -> Refused.unknown("there is no shift of that id"));
    }

    private static void requireEditor(SignedIn by, HotlineCode hotline, Optional<UnitCode> unit) {
        if (!edits(by, hotline, unit)) {
            throw Refused.forbidden(
                    "right " + EDIT + " for " + unit.map(code -> "unit " + code).orElse("the office") + " is needed");
        }
    }

    /** The office's people make all rosters, a unit's their own. */
    private static boolean edits(SignedIn by, HotlineCode hotline, Optional<UnitCode> unit) {
        return by.grants().stream()
                .filter(grant ->
                        grant.hotline().equals(hotline) && grant.rights().contains(EDIT))
                .anyMatch(grant -> grant.unit().isEmpty() || grant.unit().equals(unit));
    }

    private static void requireMember(List<Staff> staff, Optional<UnitCode> unit, PersonId person) {
        if (staff.stream().noneMatch(one -> isMember(one, unit, person))) {
            throw Refused.invalid("a person on the roster does not work for "
                    + unit.map(code -> "unit " + code).orElse("the office") + ", or lacks right " + SEE);
        }
    }

    private static boolean isMember(Staff one, Optional<UnitCode> unit, PersonId person) {
        return one.person().equals(person)
                && one.unit().equals(unit)
                && one.rights().contains(SEE);
    }

    private static void requireTime(Instant from, Instant until, Duration longest) {
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(longest) > 0) {
            throw Refused.invalid("\"until\" is after \"from\", by at most " + longest.toDays() + " days");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
