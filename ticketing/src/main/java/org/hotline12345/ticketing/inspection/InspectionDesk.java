package org.hotline12345.ticketing.inspection;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.InspectionProfile;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.inspection.Inspection.Objection;
import org.hotline12345.ticketing.inspection.Inspection.Score;
import org.hotline12345.ticketing.inspection.Inspection.State;
import org.hotline12345.ticketing.inspection.Inspection.Subject;

/** Quality inspection (质检). */
public final class InspectionDesk {
    /** Draw, score, and decide on objections. */
    public static final Right INSPECT = new Right("ticketing.inspect");

    public static final int MOST = 200;
    private static final int MAX_TEXT = 1_000;
    private static final int MOST_DAYS = 366;

    private final PgInspections rows;
    private final Clock clock;
    private final Office office;

    public InspectionDesk(PgInspections rows, Clock clock, Office office) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
    }

    /**
     * Draws by lot from what was accepted or talked on these days and was not drawn before.
     *
     * @return how many there were, at most as many as asked for
     */
    public int draw(
            SignedIn by, HotlineCode hotline, Inspection.Kind kind, LocalDate first, LocalDate last, int count) {
        by.require(hotline, INSPECT);
        if (count < 1 || count > MOST) {
            throw Refused.invalid("\"count\" is 1 to " + MOST);
        }
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
            throw Refused.invalid("\"last\" is not before \"first\", and they are 1 to " + MOST_DAYS + " days");
        }
        var profile = InspectionProfile.of(office, hotline, clock.instant());
        var zone = office.hotline(hotline).zone();
        var form = switch (kind) {
            case REPLY -> profile.reply();
            case TALK -> profile.talk();
        };
        return rows.draw(
                hotline,
                kind,
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant(),
                count,
                form,
                by.person(),
                now());
    }

    /** The newest: to a unit's people those of its replies, to an agent those of own talks, both when they are scored. */
    public List<Inspection> list(SignedIn visitor, HotlineCode hotline) {
        if (visitor.may(hotline, INSPECT)) {
            return rows.list(hotline, MOST);
        }
        if (visitor.grants().stream().noneMatch(grant -> grant.hotline().equals(hotline))) {
            throw Refused.forbidden("right " + INSPECT + " at hotline " + hotline + " is needed");
        }
        return rows.ofInspected(hotline, visitor.unitAt(hotline), visitor.person(), MOST).stream()
                .filter(one -> concerns(one, visitor))
                .toList();
    }

    /**
     * Scores what was drawn.
     *
     * @throws Refused (forbidden) for one's own talk, (conflict) when it is scored, (invalid) when points do not fit the form
     */
    public Inspection score(SignedIn by, HotlineCode hotline, UUID id, List<Integer> points, String remark) {
        by.require(hotline, INSPECT);
        var inspection = find(hotline, id);
        if (inspection.subject() instanceof Subject.Talk(var _, var agent) && agent.equals(by.person())) {
            throw Refused.forbidden("nobody scores one's own talk");
        }
        var score = new Score(fitting(inspection, points), text("remark", remark, 0), now(), by.person());
        return switch (inspection.state()) {
            case State.Drawn _ -> moved(inspection, new State.Scored(score));
            case State.Scored _, State.Objected _, State.Decided _ -> throw notNow(inspection);
        };
    }

    /** The unit or the agent objects, once. */
    public Inspection object(SignedIn by, HotlineCode hotline, UUID id, String why) {
        var inspection = requireConcerned(by, hotline, id);
        var objection = new Objection(text("why", why, 1), now(), by.person());
        return switch (inspection.state()) {
            case State.Scored(var score) -> moved(inspection, new State.Objected(score, objection));
            case State.Drawn _, State.Objected _, State.Decided _ -> throw notNow(inspection);
        };
    }

    /** @throws Refused (unknown) when there is none that is about this person or unit */
    public Inspection requireConcerned(SignedIn by, HotlineCode hotline, UUID id) {
        return rows.find(hotline, id)
                .filter(one -> concerns(one, by))
                .orElseThrow(() -> Refused.unknown("there is no inspection of that id"));
    }

    /**
     * Decides on an objection: the points that stand from now on, the same or others.
     *
     * @throws Refused (forbidden) for who scored it
     */
    public Inspection decide(SignedIn by, HotlineCode hotline, UUID id, List<Integer> points, String why) {
        by.require(hotline, INSPECT);
        var inspection = find(hotline, id);
        return switch (inspection.state()) {
            case State.Objected(var score, var objection) -> {
                if (score.by().equals(by.person())) {
                    throw Refused.forbidden("who scored it does not decide on the objection");
                }
                var standing = new Score(fitting(inspection, points), text("why", why, 1), now(), by.person());
                yield moved(inspection, new State.Decided(score, objection, standing));
            }
            case State.Drawn _, State.Scored _, State.Decided _ -> throw notNow(inspection);
        };
    }

    private Inspection moved(Inspection from, State to) {
        if (!rows.move(from, to)) {
            throw notNow(from);
        }
        return find(from.hotline(), from.id());
    }

    private Inspection find(HotlineCode hotline, UUID id) {
        return rows.find(hotline, id).orElseThrow(() -> Refused.unknown("there is no inspection of that id"));
    }

    /** What is not scored yet concerns nobody but the inspectors. */
    private static boolean concerns(Inspection one, SignedIn visitor) {
        if (one.state() instanceof State.Drawn) {
            return false;
        }
        return switch (one.subject()) {
            case Subject.Reply(var _, var _, var unit) -> visitor.speaksFor(one.hotline(), unit, Rights.HANDLE);
            case Subject.Talk(var _, var agent) -> agent.equals(visitor.person());
        };
    }

    private static List<Integer> fitting(Inspection inspection, List<Integer> points) {
        var form = inspection.form();
        if (points.size() != form.size()) {
            throw Refused.invalid("\"points\" are " + form.size() + ", one for each item");
        }
        for (int item = 0; item < form.size(); item++) {
            if (points.get(item) < 0 || points.get(item) > form.get(item).points()) {
                throw Refused.invalid("\"points\" of " + form.get(item).name() + " are 0 to "
                        + form.get(item).points());
            }
        }
        return points;
    }

    private static String text(String name, String text, int least) {
        var stripped = text.strip();
        if (stripped.length() < least || stripped.length() > MAX_TEXT || stripped.indexOf('\0') >= 0) {
            throw Refused.invalid("\"" + name + "\" has " + least + " to " + MAX_TEXT + " characters");
        }
        return stripped;
    }

    private static Refused notNow(Inspection inspection) {
        return Refused.conflict("the inspection is " + inspection.state().word() + ", or somebody else was first");
    }

    public LocalDate today(HotlineCode hotline) {
        return clock.instant().atZone(office.hotline(hotline).zone()).toLocalDate();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
