package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Kept;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.catalogue.CatalogueDesk;
import org.hotline12345.ticketing.catalogue.CatalogueEntry;
import org.hotline12345.ticketing.duty.DutyDesk;
import org.hotline12345.ticketing.duty.Shift;
import org.hotline12345.ticketing.knowledge.PgKnowledgeImports;

/**
 * Brings in what stands beside the tickets (catalogue, rosters, knowledge), by the desks' own rules; for a single command beside the
 * running program or without it.
 */
public final class DeskImports {
    /** A shift is no longer than this. */
    public static final Duration LONGEST_SHIFT = DutyDesk.LONGEST_SHIFT;

    private final CatalogueDesk catalogue;
    private final DutyDesk duty;
    private final PgKnowledgeImports knowledge;
    private final Hotline hotline;
    private final Instant now;

    DeskImports(CatalogueDesk catalogue, DutyDesk duty, PgKnowledgeImports knowledge, Hotline hotline, Instant now) {
        this.catalogue = catalogue;
        this.duty = duty;
        this.knowledge = knowledge;
        this.hotline = hotline;
        this.now = now;
    }

    /** Why these lines together are no catalogue; empty when they are one. */
    public Optional<String> wrongCatalogue(List<CatalogueLine> lines) {
        try {
            CatalogueDesk.check(lines.stream().map(DeskImports::entry).toList());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Publishes all lines as a new version, unless the newest one has just these.
     *
     * @param from its first day, today or later
     * @return what is new, other or the same against the version before; a line that is gone is another
     */
    public Kept publishCatalogue(LocalDate from, String note, List<CatalogueLine> lines) {
        var entries = lines.stream().map(DeskImports::entry).toList();
        var before = catalogue.bringIn(hotline.code(), from, note, entries);
        var known = new HashMap<List<String>, CatalogueEntry>();
        before.ifPresent(version -> version.entries().forEach(entry -> known.put(place(entry), entry)));
        int added = 0;
        int same = 0;
        int changed = 0;
        for (var entry : entries) {
            var other = known.remove(place(entry));
            if (other == null) {
                added++;
            } else if (other.equals(entry)) {
                same++;
            } else {
                changed++;
            }
        }
        return new Kept(added, changed + known.size(), same);
    }

    /** Whether another shift of the unit lies in that time; the very same one does not count. */
    public boolean isTaken(RosterLine line) {
        return duty.place(shift(line)) == DutyDesk.Place.TAKEN;
    }

    /** Whether the line is on the roster as it is. */
    public boolean stands(RosterLine line) {
        return duty.place(shift(line)) == DutyDesk.Place.SAME;
    }

    /** Whether the person may be on that unit's roster; empty for the office's. */
    public boolean worksFor(Optional<UnitCode> unit, PersonId person) {
        return duty.worksFor(hotline.code(), unit, person);
    }

    /** One by one: those that were planned are the same when the file is given again. */
    public Kept planDuty(List<RosterLine> lines) {
        var added =
                (int) lines.stream().filter(line -> duty.bringIn(shift(line))).count();
        return new Kept(added, 0, lines.size() - added);
    }

    /** Why that entry cannot be stored beside what stands here; empty when it can, or stands. */
    public Optional<String> wrongKnowledge(HistoricKnowledge one) {
        return switch (knowledge.place(hotline.code(), one)) {
            case RETIRED -> Optional.of("is an entry of this unit that was retired here");
            case WAITING -> Optional.of("is an entry of this unit of which another version waits for review here");
            case FREE, SAME, OTHER -> Optional.empty();
        };
    }

    /** Stores them in one transaction; an entry that says something else now gets a new version. */
    public Kept keepKnowledge(List<HistoricKnowledge> batch) {
        int added = 0;
        int changed = 0;
        for (var place : knowledge.add(hotline.code(), batch, now)) {
            switch (place) {
                case FREE -> added++;
                case OTHER -> changed++;
                case SAME, WAITING, RETIRED -> {}
            }
        }
        return new Kept(added, changed, batch.size() - added - changed);
    }

    private Shift shift(RosterLine line) {
        return new Shift(
                UUID.randomUUID(),
                hotline.code(),
                line.unit(),
                line.from(),
                line.until(),
                line.a(),
                line.b(),
                List.of());
    }

    private static List<String> place(CatalogueEntry entry) {
        return List.of(entry.category(), entry.area().orElse(""));
    }

    private static CatalogueEntry entry(CatalogueLine line) {
        return new CatalogueEntry(
                line.category(), new LinkedHashSet<>(line.words()), line.area(), line.lead(), line.assisting());
    }
}
