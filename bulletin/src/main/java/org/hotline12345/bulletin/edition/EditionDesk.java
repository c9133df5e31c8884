package org.hotline12345.bulletin.edition;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.hotline12345.bulletin.Bulletin;
import org.hotline12345.bulletin.BulletinFiles;
import org.hotline12345.bulletin.BulletinFormat;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.bulletin.Period;
import org.hotline12345.bulletin.edition.Trace.Part;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** Where people make, check, sign and publish editions, and look behind their figures. */
public final class EditionDesk {
    /** To see editions and what stands behind their figures. */
    public static final Right SEE = new Right("bulletin.see");
    /** To check a frozen edition. */
    public static final Right CHECK = new Right("bulletin.check");
    /** 签发. */
    public static final Right SIGN = new Right("bulletin.sign");
    /** To see one's own unit's figures before they are frozen, and to object. */
    public static final Right OBJECT = new Right("bulletin.object");

    /** Copying a period's facts is work for the database. */
    private static final int MOST_AT_ONCE = 1;

    private final PgEditions editions;
    private final Office office;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    public EditionDesk(PgEditions editions, Office office, Clock clock) {
        this.editions = editions;
        this.office = office;
        this.clock = clock;
    }

    // Making

    /**
     * Begins the first version, or the correction of the one that is published.
     *
     * @param correctsWhy what was wrong; needed for a correction, and only there
     */
    public Edition open(SignedIn who, HotlineCode hotline, Period period, Optional<String> correctsWhy) {
        who.require(hotline, Bulletins.MAKE);
        var known = editions.list(hotline, Optional.of(period));
        if (known.stream().anyMatch(one -> !(one.state() instanceof EditionState.Published))) {
            throw Refused.conflict("an edition of " + period + " is being made already");
        }
        if (known.isEmpty() == correctsWhy.isPresent()) {
            throw Refused.invalid(
                    known.isEmpty()
                            ? "\"correctsWhy\": no edition of " + period + " is published that could be corrected"
                            : "\"correctsWhy\" must say what is wrong with the published version");
        }
        var opened = editions.open(hotline, period, new EditionFact.Opened(clock.instant(), who.person(), correctsWhy));
        audit(who, opened, "open");
        return opened;
    }

    /** @throws Refused when the person may not, or what must be done before was not done */
    public Edition command(SignedIn who, HotlineCode hotline, UUID id, EditionCommand command) {
        require(who, hotline, command);
        var edition = edition(hotline, id);
        var now = clock.instant();
        var fact = EditionLife.decide(edition, command, who.person(), now);
        var after = switch (fact) {
            case EditionFact.Shown shown -> kept(edition, shown.cutOff(), _ -> shown);
            case EditionFact.Frozen frozen ->
                kept(
                        edition,
                        frozen.cutOff(),
                        findings -> EditionLife.decide(
                                edition,
                                new EditionCommand.Freeze(((EditionCommand.Freeze) command).unseenWhy(), findings),
                                who.person(),
                                now));
            case EditionFact.Published published -> editions.publish(edition, published, issued(edition, published));
            default -> editions.add(edition, fact);
        };
        audit(who, after, command.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        return after;
    }

    private Edition kept(Edition edition, Instant cutOff, Function<List<Finding>, EditionFact> decide) {
        if (!places.tryAcquire()) {
            throw Refused.limit("the facts of another edition are being copied; try again soon");
        }
        try {
            return editions.keep(edition, cutOff, decide);
        } finally {
            places.release();
        }
    }

    private Bulletin issued(Edition edition, EditionFact.Published fact) {
        return model(edition).issued(edition.documentNumber().orElseThrow(), fact.at());
    }

    // Looking

    public List<Edition> list(SignedIn who, HotlineCode hotline, Optional<Period> period) {
        who.require(hotline, SEE);
        return editions.list(hotline, period);
    }

    public Edition find(SignedIn who, HotlineCode hotline, UUID id) {
        who.require(hotline, SEE);
        return edition(hotline, id);
    }

    /** What a correction says anew, listed by figure; empty for a first version and a draft. */
    public List<Change> changes(Edition edition) {
        return edition.version() == 1 || !edition.hasFacts() ? List.of() : editions.changes(edition);
    }

    /** As it was published; or, before that, as it would be now. */
    public byte[] print(SignedIn who, HotlineCode hotline, UUID id, BulletinFormat format) {
        var edition = find(who, hotline, id);
        audit(who, edition, "print " + format.extension());
        return editions.file(id, format)
                .orElseGet(() -> BulletinFiles.print(
                        edition.documentNumber()
                                .map(number -> model(edition).numbered(number))
                                .orElseGet(() -> model(edition)),
                        format));
    }

    public String fileName(Edition edition, BulletinFormat format) {
        return BulletinFiles.name(model(edition), format);
    }

    public List<KeptFigure> figures(SignedIn who, HotlineCode hotline, UUID id) {
        var edition = find(who, hotline, id);
        return edition.hasFacts() ? editions.figures(id) : List.of();
    }

    public Trace trace(SignedIn who, HotlineCode hotline, UUID id, String figure, Part part, String after, int limit) {
        var edition = find(who, hotline, id);
        return tracer(edition).trace(figure(edition, figure), part, after, limit);
    }

    /** Figures, tickets and calls as sheets. */
    public void workbook(SignedIn who, HotlineCode hotline, UUID id, OutputStream to) {
        var edition = find(who, hotline, id);
        var model = model(edition);
        audit(who, edition, "trace");
        new PgTraceSheets(editions, edition, model).write(to);
    }

    /** What this person may do with it now, by the words of the address; what it needs besides stands in the refusal. */
    public List<String> commands(SignedIn who, Edition edition) {
        var unanswered = edition.unanswered().stream().map(Objection::number).findFirst();
        return samples(unanswered.orElse(0)).entrySet().stream()
                .filter(sample -> isPossible(who, edition, sample.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isPossible(SignedIn who, Edition edition, EditionCommand command) {
        try {
            require(who, edition.hotline(), command);
            EditionLife.decide(edition, command, who.person(), clock.instant());
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    /**
     * Asked before the rest of the request is read.
     *
     * @throws Refused (unknown) for a word that is no command, (forbidden) when the person lacks its right
     */
    public void requireFor(SignedIn who, HotlineCode hotline, String word) {
        require(
                who,
                hotline,
                Optional.ofNullable(samples(0).get(word))
                        .orElseThrow(() -> Refused.unknown("there is no such command")));
    }

    /** One of each, in the order of an edition's way. */
    private static SequencedMap<String, EditionCommand> samples(int objection) {
        var samples = new LinkedHashMap<String, EditionCommand>();
        samples.put("show", new EditionCommand.Show(0, Optional.empty()));
        samples.put("answer", new EditionCommand.Answer(objection, true, ""));
        samples.put("freeze", new EditionCommand.Freeze(Optional.of(""), List.of()));
        samples.put("explain", new EditionCommand.Explain(0, ""));
        samples.put("check", new EditionCommand.Check());
        samples.put("sign-off", new EditionCommand.SignOff(""));
        samples.put("number", new EditionCommand.AssignNumber(""));
        samples.put("publish", new EditionCommand.Publish());
        samples.put("send-back", new EditionCommand.SendBack(""));
        return samples;
    }

    // Units

    /** The editions whose figures this person's unit may look at now. */
    public List<Edition> open(SignedIn who, HotlineCode hotline) {
        who.require(hotline, OBJECT);
        return editions.list(hotline, Optional.empty()).stream()
                .filter(one -> one.state() instanceof EditionState.Shown)
                .toList();
    }

    /** The figures of the person's own unit, and nobody else's. */
    public List<KeptFigure> own(SignedIn who, HotlineCode hotline, UUID id) {
        var unit = unit(who, hotline);
        var edition = shown(hotline, id);
        return editions.figures(edition.id()).stream()
                .filter(figure -> isOf(unit, figure.id()))
                .toList();
    }

    /** The tickets behind a figure of the person's own unit. */
    public Trace ownTrace(
            SignedIn who, HotlineCode hotline, UUID id, String figure, Part part, String after, int limit) {
        var unit = unit(who, hotline);
        var edition = shown(hotline, id);
        if (!isOf(unit, figure)) {
            throw Refused.unknown("there is no such figure of this unit");
        }
        return tracer(edition).trace(figure(edition, figure), part, after, limit);
    }

    public List<Objection> ownObjections(SignedIn who, HotlineCode hotline, UUID id) {
        var unit = unit(who, hotline);
        return shown(hotline, id).objections().stream()
                .filter(one -> one.unit().equals(unit))
                .toList();
    }

    /** @throws Refused (unknown) when figure or ticket are not the unit's own */
    public Objection object(SignedIn who, HotlineCode hotline, UUID id, Objection.Matter matter, String words) {
        var unit = unit(who, hotline);
        var edition = shown(hotline, id);
        switch (matter) {
            case Objection.Matter.OfFigure(var figure) -> {
                if (!isOf(unit, figure)
                        || editions.figures(id).stream()
                                .noneMatch(one -> one.id().equals(figure))) {
                    throw Refused.invalid("\"figure\" is no figure of this unit");
                }
            }
            case Objection.Matter.Exclusion(var ticket) -> {
                if (!editions.hasTicket(id, unit, ticket)) {
                    throw Refused.invalid("\"ticket\" is no ticket of this unit in the bulletin");
                }
            }
        }
        return command(who, hotline, edition.id(), new EditionCommand.ObjectTo(unit, matter, words))
                .objections()
                .getLast();
    }

    // What they have in common

    private void require(SignedIn who, HotlineCode hotline, EditionCommand command) {
        switch (command) {
            case EditionCommand.Check _ -> who.require(hotline, CHECK);
            case EditionCommand.SignOff _ -> who.require(hotline, SIGN);
            case EditionCommand.ObjectTo(var unit, var _, var _) -> {
                if (!who.speaksFor(hotline, unit, OBJECT)) {
                    throw Refused.forbidden("right " + OBJECT + " for unit " + unit + " is needed");
                }
            }
            case EditionCommand.SendBack _ -> {
                if (!who.may(hotline, CHECK) && !who.may(hotline, SIGN)) {
                    who.require(hotline, Bulletins.MAKE);
                }
            }
            case EditionCommand.Show _,
                    EditionCommand.Answer _,
                    EditionCommand.Freeze _,
                    EditionCommand.Explain _,
                    EditionCommand.AssignNumber _,
                    EditionCommand.Publish _ -> who.require(hotline, Bulletins.MAKE);
        }
    }

    private UnitCode unit(SignedIn who, HotlineCode hotline) {
        who.require(hotline, OBJECT);
        return who.unitAt(hotline).orElseThrow(() -> Refused.forbidden("units object; this person belongs to none"));
    }

    private static boolean isOf(UnitCode unit, String figure) {
        return figure.startsWith("unit/" + unit + "/");
    }

    private Edition shown(HotlineCode hotline, UUID id) {
        var edition = edition(hotline, id);
        if (!(edition.state() instanceof EditionState.Shown)) {
            throw Refused.unknown("there is nothing of that id");
        }
        return edition;
    }

    private Edition edition(HotlineCode hotline, UUID id) {
        return editions.find(hotline, id).orElseThrow(() -> Refused.unknown("there is nothing of that id"));
    }

    private Bulletin model(Edition edition) {
        return editions.model(edition.id())
                .orElseThrow(
                        () -> Refused.conflict("no figures are kept of a draft: show it to the units, or freeze it"));
    }

    private KeptFigure figure(Edition edition, String id) {
        return editions.figures(edition.id()).stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no such figure"));
    }

    private PgTracer tracer(Edition edition) {
        return new PgTracer(editions, edition.id(), editions.rules(edition, model(edition)));
    }

    private void audit(SignedIn who, Edition edition, String what) {
        office.audit(
                who.person(),
                edition.hotline(),
                "bulletin.edition",
                edition.period() + " v" + edition.version() + " " + what);
    }
}
