package org.hotline12345.ticketing.knowledge;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.HandlingMode;
import org.hotline12345.ticketing.KnowledgeProfile;
import org.hotline12345.ticketing.Ticket;

/** The knowledge base (知识库): units write, the office reviews, agents find and answer with it. */
public final class KnowledgeDesk {
    /** Search and read what may be told to citizens. */
    public static final Right SEE = new Right("ticketing.see-knowledge");

    /** Write entries; granted for one unit. */
    public static final Right WRITE = new Right("ticketing.write-knowledge");

    /** Approve or refuse what units wrote. */
    public static final Right REVIEW = new Right("ticketing.review-knowledge");

    static final int MOST_FOUND = 50;
    private static final int MOST_CANDIDATES = 500;
    private static final int MAX_WHY = 500;

    private final PgKnowledge rows;
    private final Clock clock;
    private final Office office;
    private final Supplier<UUID> ids;

    public KnowledgeDesk(PgKnowledge rows, Clock clock, Office office, Supplier<UUID> ids) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
        this.ids = ids;
    }

    // Units write

    /** @throws Refused (forbidden) when the person does not write for that unit */
    public Knowledge write(SignedIn by, HotlineCode hotline, UnitCode unit, Knowledge.Kind kind, Draft draft) {
        requireWriter(by, hotline, unit);
        requireFuture(hotline, draft);
        var id = ids.get();
        rows.add(id, hotline, unit, kind, draft, by.person(), now());
        return whole(hotline, id);
    }

    /**
     * Writes a new version; the one in force stays until it is approved.
     *
     * @throws Refused (conflict) when the entry is retired or another version waits for review
     */
    public Knowledge revise(SignedIn by, HotlineCode hotline, UUID id, Draft draft) {
        var known = requireWriterOf(by, hotline, id);
        requireFuture(hotline, draft);
        if (known.retired()) {
            throw Refused.conflict("the entry is retired");
        }
        if (!rows.revise(known, draft, by.person(), now())) {
            throw Refused.conflict("another version of the entry waits for review");
        }
        return whole(hotline, id);
    }

    /** Takes an entry out of use, by its unit or the reviewer. */
    public Knowledge retire(SignedIn by, HotlineCode hotline, UUID id) {
        var known = by.may(hotline, REVIEW) ? whole(hotline, id) : requireWriterOf(by, hotline, id);
        if (!rows.retire(known.id(), by.person(), now())) {
            throw Refused.conflict("the entry is retired already");
        }
        return whole(hotline, id);
    }

    // The office reviews

    /**
     * Approves a version, or refuses it with a reason.
     *
     * @throws Refused (forbidden) without the right or for one's own version, (conflict) when it does not wait for review
     */
    public Knowledge review(SignedIn by, HotlineCode hotline, UUID id, int version, Optional<String> refusedWhy) {
        by.require(hotline, REVIEW);
        var known = whole(hotline, id);
        var proposed = known.versions().stream()
                .filter(one -> one.version() == version)
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no version " + version + " of the entry"));
        if (proposed.writtenBy().equals(by.person())) {
            throw Refused.forbidden("who wrote a version does not review it");
        }
        refusedWhy.filter(why -> why.isBlank() || why.length() > MAX_WHY).ifPresent(_ -> {
            throw Refused.invalid("\"why\" has 1 to " + MAX_WHY + " characters");
        });
        if (!rows.review(id, version, by.person(), now(), refusedWhy.map(String::strip))) {
            throw Refused.conflict("version " + version + " does not wait for review");
        }
        return whole(hotline, id);
    }

    // Agents find

    /** What may be told to citizens today and has all the words, best first; at most {@value #MOST_FOUND}. */
    public List<Knowledge> search(SignedIn visitor, HotlineCode hotline, String query) {
        requireReader(visitor, hotline);
        var words = KnowledgeWords.of(query);
        var today = today(hotline);
        var best = Comparator.comparing((Knowledge one) -> one.inForce(today).orElseThrow(), words.bestFirst());
        return rows.candidates(hotline, words.grams(), MOST_CANDIDATES).stream()
                .filter(one -> one.inForce(today)
                        .filter(version -> words.areIn(version.draft()))
                        .isPresent())
                .sorted(best.thenComparing(
                        Comparator.comparingLong(Knowledge::answeredWith).reversed()))
                .limit(MOST_FOUND)
                .toList();
    }

    /** The newest, without a search: to a unit its own, to others what is or was in force and what waits for review. */
    public List<Knowledge> list(SignedIn visitor, HotlineCode hotline, boolean waitingOnly) {
        requireReader(visitor, hotline);
        var own = visitor.unitAt(hotline);
        if (waitingOnly && own.isEmpty()) {
            visitor.require(hotline, REVIEW);
        }
        return rows.list(hotline, own, waitingOnly, MOST_CANDIDATES);
    }

    /** @throws Refused (unknown) when there is none, or none that this person may read */
    public Knowledge read(SignedIn visitor, HotlineCode hotline, UUID id) {
        requireReader(visitor, hotline);
        return whole(hotline, id);
    }

    /**
     * Notes that a direct answer was given with an entry.
     *
     * @param ticket one that the person may see
     * @throws Refused (conflict) when it is no direct answer of this person, or the entry is not in force
     */
    public Knowledge answeredWith(SignedIn by, Ticket ticket, UUID id) {
        requireReader(by, ticket.hotline());
        var known = whole(ticket.hotline(), id);
        var version =
                known.inForce(today(ticket.hotline())).orElseThrow(() -> Refused.conflict("the entry is not in force"));
        var isOwnAnswer = ticket.registeredBy().equals(by.person())
                && ticket.closed()
                        .filter(closed -> closed.mode() == HandlingMode.DIRECT)
                        .isPresent();
        if (!isOwnAnswer) {
            throw Refused.conflict("ticket " + ticket.number() + " is no direct answer of this person");
        }
        rows.use(ticket, known.id(), version.version(), now(), by.person());
        return whole(ticket.hotline(), id);
    }

    // What counts

    /** Each unit that the hotline had in a month, with its uploads of that month. */
    public List<UnitUploads> uploads(SignedIn visitor, HotlineCode hotline, YearMonth month) {
        requireReader(visitor, hotline);
        var zone = office.hotline(hotline).zone();
        Map<UnitCode, UnitUploads> found = rows
                .uploads(
                        hotline,
                        month.atDay(1).atStartOfDay(zone).toInstant(),
                        month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant())
                .stream()
                .collect(Collectors.toMap(UnitUploads::unit, Function.identity()));
        return office.units(hotline).stream()
                .filter(unit -> unit.life().hasBegun(month.atEndOfMonth())
                        && !unit.life().isOver(month.atDay(1)))
                .map(unit -> found.getOrDefault(unit.code(), new UnitUploads(unit.code(), 0, 0)))
                .toList();
    }

    /** How many uploads a month the profile in force asks of each unit. */
    public int leastUploads(HotlineCode hotline) {
        return KnowledgeProfile.of(office, hotline, clock.instant()).leastUploads();
    }

    public LocalDate today(HotlineCode hotline) {
        return clock.instant().atZone(office.hotline(hotline).zone()).toLocalDate();
    }

    private Knowledge whole(HotlineCode hotline, UUID id) {
        return rows.find(hotline, id).orElseThrow(() -> Refused.unknown("there is no knowledge of that id"));
    }

    private void requireFuture(HotlineCode hotline, Draft draft) {
        if (!draft.isValidOn(today(hotline))) {
            throw Refused.invalid("\"validUntil\" is over");
        }
    }

    /** @throws Refused (forbidden) for who neither reads nor reviews */
    public static void requireReader(SignedIn visitor, HotlineCode hotline) {
        if (!visitor.may(hotline, REVIEW)) {
            visitor.require(hotline, SEE);
        }
    }

    /** @throws Refused (forbidden) for who writes for another unit or none, (unknown) when there is no such entry */
    public Knowledge requireWriterOf(SignedIn by, HotlineCode hotline, UUID id) {
        by.require(hotline, WRITE);
        var known = whole(hotline, id);
        requireWriter(by, hotline, known.unit());
        return known;
    }

    private static void requireWriter(SignedIn by, HotlineCode hotline, UnitCode unit) {
        by.require(hotline, WRITE);
        if (!by.speaksFor(hotline, unit, WRITE)) {
            throw Refused.forbidden("this person does not write for unit " + unit);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
