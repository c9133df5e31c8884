package org.hotline12345.ticketing.catalogue;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Assignment;
import org.hotline12345.ticketing.AssignmentState;
import org.hotline12345.ticketing.AttentionProfile;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Successors;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.likeness.PgLikeness;

/** The dispatch catalogue's versions, and what is suggested to whoever dispatches. */
public final class CatalogueDesk {
    /** Publish versions of the catalogue. */
    public static final Right EDIT = new Right("ticketing.edit-catalogue");

    private static final int MAX_NOTE = 500;
    private static final int MOST_FIGURE_DAYS = 366;

    private final PgCatalogue rows;
    private final PgLikeness likeness;
    private final Clock clock;
    private final Office office;
    private final Successors successors;

    public CatalogueDesk(PgCatalogue rows, PgLikeness likeness, Clock clock, Office office, Successors successors) {
        this.rows = rows;
        this.likeness = likeness;
        this.clock = clock;
        this.office = office;
        this.successors = successors;
    }

    /** All versions without their lines, newest first. */
    public List<Catalogue> versions(SignedIn visitor, HotlineCode hotline) {
        requireReader(visitor, hotline);
        return rows.versions(hotline);
    }

    /** @throws Refused (unknown) when there is no such version */
    public Catalogue version(SignedIn visitor, HotlineCode hotline, int version) {
        requireReader(visitor, hotline);
        return rows.version(hotline, version)
                .orElseThrow(() -> Refused.unknown("there is no version " + version + " of the catalogue"));
    }

    /** The version in force today, if any. */
    public Optional<Catalogue> inForce(HotlineCode hotline) {
        return rows.inForce(hotline, today(hotline));
    }

    /**
     * Publishes a version that is in force from that day on. Tickets keep what was suggested for them.
     *
     * @throws Refused (forbidden) without the right, (invalid) for a day that is over, an unknown unit, or lines that do not
     *     make a catalogue, (conflict) for a unit that has ended
     */
    public Catalogue publish(
            SignedIn by, HotlineCode hotline, LocalDate from, String note, List<CatalogueEntry> entries) {
        by.require(hotline, EDIT);
        return publish(by.person(), hotline, from, note, entries);
    }

    /**
     * Publishes what a file says, unless the newest version says just that, by the rules that hold for people.
     *
     * @return the version that was the newest before; empty when there was none
     */
    public Optional<Catalogue> bringIn(HotlineCode hotline, LocalDate from, String note, List<CatalogueEntry> entries) {
        var newest = rows.versions(hotline).stream().findFirst().flatMap(head -> rows.version(hotline, head.version()));
        if (newest.filter(known -> known.entries().equals(entries)).isEmpty()) {
            publish(PersonId.SYSTEM, hotline, from, note, entries);
        }
        return newest;
    }

    /** @throws IllegalArgumentException when the lines do not make a catalogue */
    public static void check(List<CatalogueEntry> entries) {
        Catalogue.check(entries);
    }

    private Catalogue publish(
            PersonId by, HotlineCode hotline, LocalDate from, String note, List<CatalogueEntry> entries) {
        if (from.isBefore(today(hotline))) {
            throw Refused.invalid("\"from\" is over: a catalogue cannot be in force for what was dispatched already");
        }
        if (note.length() > MAX_NOTE) {
            throw Refused.invalid("\"note\" has at most " + MAX_NOTE + " characters");
        }
        Catalogue.check(entries);
        entries.stream().flatMap(CatalogueEntry::units).distinct().forEach(unit -> office.unitAtWork(hotline, unit));
        var published =
                rows.publish(hotline, from, note.strip(), by, clock.instant().truncatedTo(ChronoUnit.MICROS), entries);
        office.audit(by, hotline, "ticketing.publish-catalogue", "version " + published.version());
        return published;
    }

    /**
     * What was or is suggested for the ticket's next dispatch, or when it is dispatched for its last one. To a dispatcher who
     * looks at a ticket that waits for dispatch it is worked out once and then kept, so that it can be said later whether it
     * was taken.
     *
     * @param ticket one that the visitor may see
     */
    public List<Suggestion> suggestions(SignedIn visitor, Ticket ticket) {
        int next = ticket.assignments().size() + 1;
        if (ticket.stage() != TicketStage.REGISTERED) {
            return rows.shownLast(ticket.hotline(), ticket.number());
        }
        if (!visitor.may(ticket.hotline(), Rights.DISPATCH)) {
            return toSuccessors(ticket, rows.shown(ticket.hotline(), ticket.number(), next));
        }
        var kept = rows.shown(ticket.hotline(), ticket.number(), next);
        if (!kept.isEmpty()) {
            return toSuccessors(ticket, kept);
        }
        var notTo = ticket.assignments().stream()
                .filter(one -> one.isOpen() || one.state() instanceof AssignmentState.Returned)
                .map(Assignment::unit)
                .collect(Collectors.toSet());
        var suggestions = toSuccessors(
                ticket,
                Suggestion.of(
                        ticket.matter(),
                        inForce(ticket.hotline()),
                        likeness.alike(ticket),
                        AttentionProfile.of(office, ticket.hotline(), clock.instant())
                                .alikePercent(),
                        notTo));
        return rows.keep(
                ticket.hotline(),
                ticket.number(),
                next,
                suggestions,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                visitor.person());
    }

    /** Catalogue and experience know units by what they were: what they name and is no more is its successor's. */
    private List<Suggestion> toSuccessors(Ticket ticket, List<Suggestion> named) {
        var hotline = ticket.hotline();
        var isAnyOver = named.stream()
                .flatMap(one -> Stream.concat(Stream.of(one.unit()), one.assisting().stream()))
                .anyMatch(unit -> successors.isOver(hotline, unit));
        if (!isAnyOver) {
            return named;
        }
        var inForce = inForce(hotline);
        var now = new LinkedHashMap<UnitCode, Suggestion>();
        for (var one : named) {
            successors.of(ticket, one.unit(), inForce).ifPresent(unit -> {
                var reasons = new ArrayList<>(one.reasons());
                if (!unit.equals(one.unit())) {
                    reasons.add("原“"
                            + office.unit(hotline, one.unit()).orElseThrow().name() + "”已撤销，由该单位承继");
                }
                var assisting = one.assisting().stream()
                        .flatMap(other -> successors.of(ticket, other, inForce).stream())
                        .filter(other -> !other.equals(unit))
                        .distinct()
                        .toList();
                now.putIfAbsent(unit, new Suggestion(unit, assisting, reasons, one.catalogueVersion()));
            });
        }
        return List.copyOf(now.values());
    }

    /** What a text is likely to be sorted by, if the hotline sorts. */
    public Optional<SuggestedDomain> domainOf(HotlineCode hotline, Matter matter) {
        var domains = office.lists().domains(hotline);
        return domains.isEmpty() ? Optional.empty() : SuggestedDomain.of(matter, inForce(hotline), domains);
    }

    /** @throws Refused (invalid) when the last day is before the first, or more than a year after it */
    public SuggestionFigures figures(SignedIn visitor, HotlineCode hotline, LocalDate first, LocalDate last) {
        requireReader(visitor, hotline);
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= MOST_FIGURE_DAYS) {
            throw Refused.invalid("figures are of 1 to " + MOST_FIGURE_DAYS + " days");
        }
        var zone = office.hotline(hotline).zone();
        return rows.figures(
                hotline,
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }

    public LocalDate today(HotlineCode hotline) {
        return clock.instant().atZone(office.hotline(hotline).zone()).toLocalDate();
    }

    /** @throws Refused (forbidden) for who neither sees tickets nor edits the catalogue */
    public static void requireReader(SignedIn visitor, HotlineCode hotline) {
        if (!visitor.may(hotline, EDIT)) {
            visitor.require(hotline, Rights.SEE);
        }
    }
}
