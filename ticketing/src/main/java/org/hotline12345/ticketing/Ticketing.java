package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Rounds;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TicketProgress;
import org.hotline12345.ticketing.attention.PgAlerts;
import org.hotline12345.ticketing.attention.PgMatters;
import org.hotline12345.ticketing.catalogue.PgCatalogue;
import org.hotline12345.ticketing.duty.PgDuty;
import org.hotline12345.ticketing.inspection.PgInspections;
import org.hotline12345.ticketing.knowledge.PgKnowledge;
import org.hotline12345.ticketing.likeness.PgLikeness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hotline's tickets: registered from calls, sent to units, replied, reviewed and closed. */
public final class Ticketing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticketing.class);
    private static final String SEE_REQUESTER = "ticketing.see-requester";
    private static final String SEARCH_PHONE = "ticketing.search-phone";
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_INDEXINGS = Duration.ofSeconds(1);
    /** Tickets of one hotline that a round looks at. */
    private static final int MOST_IN_A_ROUND = 500;

    private record ReadProfile(int version, TicketingProfile profile) {}

    private final PgTickets rows;
    private final PgTicketSearch search;
    private final Clock clock;
    private final Office office;
    private final Telephony telephony;
    private final ScreenPop pop;
    /** Of each hotline the first day whose holidays were not known at the last look. */
    private final Map<HotlineCode, LocalDate> unknownFrom = new ConcurrentHashMap<>();

    private final Rounds rounds;
    private final Rounds indexing;
    private final PgFilings filingRows;
    private final Filings filings;
    private final IntakeClients clients;
    private final Desks desks;
    private final Attachments attachments;
    private final TicketingProfile henan = TicketingProfile.henan();
    /** The last version read of each: a profile is asked for at each step of a ticket. */
    private final Map<HotlineCode, ReadProfile> profiles = new ConcurrentHashMap<>();

    private final List<TicketListener> listeners = new CopyOnWriteArrayList<>();

    private Ticketing(
            Pool pool,
            PgTickets rows,
            PgTextIndex index,
            PgTicketSearch search,
            Clock clock,
            Office office,
            Telephony telephony,
            ScreenPop pop,
            Desks desks,
            IntakeConfig intake) {
        this.rows = rows;
        this.clock = clock;
        this.office = office;
        this.telephony = telephony;
        this.pop = pop;
        this.search = search;
        this.rounds = new Rounds("tickets could not be looked at", BETWEEN_ROUNDS, this::passTime);
        this.indexing = new Rounds("words of tickets could not be indexed", BETWEEN_INDEXINGS, index::round);
        this.filingRows = new PgFilings(pool, rows, office.seal());
        this.filings = new Filings(
                filingRows,
                rows,
                clock,
                office,
                telephony,
                (hotline, at) -> profile(hotline, at).form(),
                (ticket, event) -> tell(Optional.empty(), ticket, List.of(event)));
        this.clients = intakeClients(pool, clock);
        this.desks = desks;
        listeners.add(desks);
        this.attachments = new Attachments(new PgAttachments(pool), clock, office, intake);
    }

    /** Before telephony starts: the screen pop listens to its calls. */
    public static Ticketing launch(Pool pool, Clock clock, Office office, Telephony telephony, TicketingConfig config) {
        var rows = new PgTickets(pool, office.seal());
        var pop = new ScreenPop(rows, clock, office, telephony, config.popHistory());
        telephony.addListener(pop);
        var index = new PgTextIndex(pool, PgTextIndex.SEGMENT);
        var search = new PgTicketSearch(pool, index);
        var desks = new Desks(
                new Desks.Rows(
                        new PgCatalogue(pool),
                        new PgLikeness(pool),
                        new PgMatters(pool),
                        new PgAlerts(pool),
                        new PgKnowledge(pool),
                        new PgDuty(pool),
                        new PgInspections(pool)),
                clock,
                office);
        return new Ticketing(pool, rows, index, search, clock, office, telephony, pop, desks, config.intake());
    }

    /** For a command that brings the hotline's tickets in from another system; needs nothing that runs. */
    public static TicketImports imports(Pool pool, Clock clock, Office office, HotlineCode hotline) {
        return new TicketImports(new PgTicketImports(pool, office.seal()), office, office.hotline(hotline), clock);
    }

    /** For commands that deal with the files of the hotline above; needs nothing that runs. */
    public static Upstream upstream(Pool pool, Clock clock, Office office, HotlineCode hotline) {
        return new Upstream(
                new PgTickets(pool, office.seal()),
                new PgTicketImports(pool, office.seal()),
                new PgUpstream(pool),
                office,
                office.hotline(hotline),
                clock);
    }

    /** From now on agents' browsers hear of their calls, and the system reminds and issues cards by itself. */
    public void start(LiveTopics topics) {
        pop.start(topics.open("ticketing.pop", Rights.REGISTER));
        filings.forgetOldReceipts();
        attachments.tidy();
        rounds.start();
        indexing.start();
        desks.start(topics);
    }

    /** Requests that come in without an agent. */
    public Filings filings() {
        return filings;
    }

    /** Files that belong to tickets. */
    public Attachments attachments() {
        return attachments;
    }

    /** The programs that may file requests. */
    public IntakeClients intakeClients() {
        return clients;
    }

    /** The same for the command line, with nothing else launched. */
    public static IntakeClients intakeClients(Pool pool, Clock clock) {
        return new IntakeClients(new PgIntakeClients(pool), clock);
    }

    /** What helps those who work on tickets. */
    public Desks desks() {
        return desks;
    }

    /** What callers may hear of their own tickets over the telephone. */
    public TicketProgress progress() {
        return new SpokenProgress(rows);
    }

    @Override
    public void close() {
        desks.close();
        rounds.close();
        indexing.close();
        pop.close();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of("tickets", rows.countsByState(), "callsShown", pop.callsShown());
    }

    /** Hears of events after they are stored, in this process; see {@link TicketListener}. */
    public void addListener(TicketListener listener) {
        listeners.add(listener);
    }

    // What people do

    /**
     * Writes a ticket down. Of a call there is one ticket at most: the same agent gets it again, another is refused.
     *
     * @throws Refused (forbidden) without the right, (unknown) for a call this agent has not answered, (conflict) when
     *     the call's ticket is another agent's
     */
    public Registration register(SignedIn by, Intake intake) {
        by.require(intake.hotline(), Rights.REGISTER);
        if (intake.call().isPresent()) {
            requireOwnCall(by, intake.hotline(), intake.call().get());
            var earlier = earlier(by, intake);
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        var now = now();
        var zone = office.hotline(intake.hotline()).zone();
        var phone = phone(intake);
        var requester = new Requester(intake.requester().name(), phone.map(Caller.Known::number));
        var stored = rows.register(new NewTicket(
                intake.hotline(),
                now.atZone(zone).toLocalDate(),
                number -> registered(number, now, by, intake),
                requester,
                phone.flatMap(known -> telephony.indexOf(intake.hotline(), known))));
        if (stored.isEmpty()) {
            // Pressed twice at once: the other request was first and its ticket stands now.
            return earlier(by, intake)
                    .orElseThrow(() -> new IllegalStateException("call " + intake.call() + " is bound and is not"));
        }
        var ticket = stored.get();
        tell(Optional.empty(), ticket, List.of(registered(ticket.number(), now, by, intake)));
        return new Registration(ticket, true);
    }

    private static TicketEvent registered(TicketNumber number, Instant at, SignedIn by, Intake intake) {
        var fact = new TicketFact.Registered(intake.channel(), intake.call(), Optional.empty(), intake.matter());
        return new TicketEvent(number, 1, at, by.person(), fact);
    }

    /** As {@link #act(HotlineCode, TicketNumber, TicketCommand, OptionalInt)}, on the ticket as it stands. */
    public Ticket act(HotlineCode hotline, TicketNumber number, TicketCommand command) {
        return act(hotline, number, command, OptionalInt.empty());
    }

    /**
     * Carries a command out: ticket and event are stored together or not at all.
     *
     * @param seenVersion the version the person saw; another one stored since is a conflict
     * @throws Refused (unknown) when there is no such ticket for this person, (forbidden) or (conflict) as
     *     {@link TicketLife#decide} says, (conflict) when somebody else was first, (invalid) for an unknown unit
     */
    public Ticket act(HotlineCode hotline, TicketNumber number, TicketCommand command, OptionalInt seenVersion) {
        return act(see(command.by(), hotline, number), command, seenVersion);
    }

    /**
     * The same for a command that is read only when the person has the right to it: who has not learns nothing of how it is
     * written.
     */
    public Ticket act(
            SignedIn by,
            HotlineCode hotline,
            TicketNumber number,
            TicketCommand.Kind kind,
            Supplier<TicketCommand> command,
            OptionalInt seenVersion) {
        var ticket = see(by, hotline, number);
        TicketPermits.permit(ticket, by, kind);
        return act(ticket, command.get(), seenVersion);
    }

    private Ticket act(Ticket ticket, TicketCommand command, OptionalInt seenVersion) {
        var hotline = ticket.hotline();
        TicketPermits.permit(ticket, command);
        if (seenVersion.isPresent() && seenVersion.getAsInt() != ticket.version()) {
            throw changedMeanwhile(ticket);
        }
        unitsNamed(command).forEach(unit -> requireUnit(hotline, unit));
        var now = now();
        var deadlines = deadlines(hotline, now);
        // What time alone brought is written first: who replies a minute late has the card before the reply.
        var current = TicketChange.none(ticket).and(TicketWatch.due(ticket, now, deadlines), now, PersonId.SYSTEM);
        if (command instanceof TicketCommand.Merge merge) {
            see(command.by(), hotline, merge.into());
        }
        var by = command.by().person();
        var together = new Together(rows, code -> deadlines(code, now), this::runs, now, by);
        together.happens(current, TicketLife.decide(current.after(), command, now, deadlines));
        var changes = together.changes();
        var fresh = rows.store(
                        changes,
                        together.handedDown().stream()
                                .map(one -> belowTicket(one, now, by))
                                .toList(),
                        after -> TicketWatch.nextLook(after, deadlines(after.hotline(), now)))
                .orElseThrow(() -> changedMeanwhile(ticket));
        changes.forEach(this::tell);
        fresh.forEach(one -> tell(Optional.empty(), one, rows.history(one.hotline(), one.number())));
        return changes.getFirst().after();
    }

    private Optional<HotlineCode> runs(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit).flatMap(Unit::runs);
    }

    /** The same request, of the same citizen, at the hotline below. */
    private NewTicket belowTicket(Together.HandedDown one, Instant now, PersonId by) {
        var above = one.above();
        var requester = rows.requester(above.hotline(), above.number()).orElse(Requester.UNKNOWN);
        var fact = new TicketFact.Registered(Channel.UPSTREAM, Optional.empty(), Optional.of(above), one.matter());
        return new NewTicket(
                one.hotline(),
                now.atZone(office.hotline(one.hotline()).zone()).toLocalDate(),
                number -> new TicketEvent(number, 1, now, by, fact),
                requester,
                requester
                        .phone()
                        .map(number -> telephony.callerFrom(one.hotline(), number))
                        .flatMap(caller -> telephony.indexOf(one.hotline(), caller)));
    }

    // What time brings

    /** Reminds units and issues cards where it is time; the next round goes on where this one stopped. */
    void passTime() {
        lookAtProvisional();
        for (var hotline : office.hotlines()) {
            var now = now();
            var deadlines = deadlines(hotline.code(), now);
            for (var ticket : rows.toLookAt(hotline.code(), now, MOST_IN_A_ROUND)) {
                try {
                    passTime(ticket, now, deadlines);
                } catch (RuntimeException e) {
                    // One ticket that cannot be read must not keep the others from their reminders.
                    LOG.error("what time brings to ticket {} could not be stored", ticket.number(), e);
                }
            }
        }
    }

    private void passTime(Ticket ticket, Instant now, Deadlines deadlines) {
        var change = TicketChange.none(ticket).and(TicketWatch.due(ticket, now, deadlines), now, PersonId.SYSTEM);
        // When somebody acts on it at this moment, that brings it up to date.
        var stored = rows.store(List.of(change), List.of(), after -> TicketWatch.nextLook(after, deadlines));
        if (stored.isPresent() && !change.isNothing()) {
            tell(change);
        }
    }

    /** Deadlines that waited for a year's holidays, when this program knows them now. */
    private void lookAtProvisional() {
        for (var hotline : office.hotlines()) {
            var unknown = office.calendar(hotline.code())
                    .firstUnknownDay(now().atZone(hotline.zone()).toLocalDate());
            if (unknown.equals(unknownFrom.put(hotline.code(), unknown))) {
                continue;
            }
            var count = rows.lookAtProvisional(
                    hotline.code(), now(), unknown.atStartOfDay(hotline.zone()).toInstant());
            if (count > 0) {
                LOG.info("hotline {}: {} deadlines waited for holidays that are known now", hotline.code(), count);
            }
        }
    }

    // What people see

    /** @throws Refused (unknown) when there is none, or none that this person may know of */
    public Ticket see(SignedIn visitor, HotlineCode hotline, TicketNumber number) {
        return rows.find(hotline, number)
                .filter(ticket -> TicketPermits.sees(ticket, visitor))
                .orElseThrow(() -> Refused.unknown("there is no ticket " + number));
    }

    /**
     * The hotline's tickets; to a unit's clerk those that were sent to his unit. Asking by telephone number is noted in the
     * audit trail and is the office's alone: the answer tells whether that citizen complained.
     *
     * @throws Refused (forbidden) without the right, (invalid) for a number that is none
     */
    public TicketPage list(SignedIn visitor, HotlineCode hotline, TicketFilter filter) {
        if (filter.phone().isPresent()) {
            visitor.require(hotline, Rights.SEE);
        }
        var phone = filter.phone().map(number -> askedPhone(visitor, hotline, number));
        return search.list(hotline, unitsSeenBy(visitor, hotline), filter, phone);
    }

    /**
     * The same tickets all together, to be taken out; noted in the audit trail.
     *
     * @param personal whether with the requesters' names and numbers
     * @throws Refused (forbidden) without the right to it, (invalid) when there are more than a sheet holds
     */
    public TicketExport export(SignedIn visitor, HotlineCode hotline, TicketFilter filter, boolean personal) {
        var units = unitsSeenBy(visitor, hotline);
        if (personal) {
            visitor.require(hotline, Rights.EXPORT_PERSONAL);
        }
        var export = TicketExport.of(rows.exports(), search, visitor, hotline, units, filter, personal);
        var right = personal ? Rights.EXPORT_PERSONAL.name() : "ticketing.export";
        office.audit(visitor.person(), hotline, right, export.toString());
        return export;
    }

    /** Empty for all. */
    private static Optional<Set<UnitCode>> unitsSeenBy(SignedIn visitor, HotlineCode hotline) {
        if (visitor.may(hotline, Rights.SEE)) {
            return Optional.empty();
        }
        visitor.require(hotline, Rights.HANDLE);
        return Optional.of(visitor.grants().stream()
                .filter(grant ->
                        grant.hotline().equals(hotline) && grant.rights().contains(Rights.HANDLE))
                .flatMap(grant -> grant.unit().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** What the hotline above has not got back yet, the most pressing first. */
    public List<UpstreamReply> unsentUpstream(SignedIn visitor, HotlineCode hotline) {
        visitor.require(hotline, Rights.SEE);
        return rows.upstream().unsent(hotline, false, Upstream.MOST_REPLIES);
    }

    private BlindIndex askedPhone(SignedIn visitor, HotlineCode hotline, String number) {
        var index = telephony
                .indexOf(hotline, telephony.callerFrom(hotline, number))
                .orElseThrow(() -> Refused.invalid("phone is no telephone number"));
        // The fingerprint alone: the trail holds no numbers, and tells equal questions from others.
        office.audit(visitor.person(), hotline, SEARCH_PHONE, index.toString());
        return index;
    }

    /** A ticket's events, first to last; to be asked for tickets that the asker may see. */
    public List<TicketEvent> history(Ticket ticket) {
        return rows.history(ticket.hotline(), ticket.number());
    }

    /**
     * What the visitor sees of a ticket that he may see. The requester stands whole before the person whose step is next,
     * which is noted in the audit trail; a confidential one is hidden from units, see {@link Discretion}.
     */
    public ShownTicket shown(SignedIn visitor, Ticket ticket) {
        var now = now();
        var deadlines = deadlines(ticket.hotline(), now);
        var allowed = TicketLife.allowed(ticket, visitor, now, deadlines);
        var shown = rows.shown(ticket.hotline(), ticket.number());
        var requester = shown.requester();
        var hasNextStep = allowed.stream().anyMatch(TicketCommand.Kind::isNextStep);
        var seen = Discretion.seen(visitor, ticket, requester, isConfidential(ticket), hasNextStep);
        if (seen.full()) {
            office.audit(
                    visitor.person(),
                    ticket.hotline(),
                    SEE_REQUESTER,
                    ticket.number().value());
        }
        // The page is the ticket at its version; what somebody else did since is not told half.
        var events = shown.events().stream()
                .filter(event -> event.version() <= ticket.version())
                .toList();
        return new ShownTicket(seen, events, allowed, deadlines.rules().supervisionWays());
    }

    /** Whether the requester is confidential, and hidden from this visitor. */
    public SeenRequester.Secrecy secrecy(SignedIn visitor, Ticket ticket) {
        return Discretion.seen(visitor, ticket, Requester.UNKNOWN, isConfidential(ticket), false)
                .secrecy();
    }

    private boolean isConfidential(Ticket ticket) {
        return Discretion.isConfidential(ticket, filingRows.confidential(ticket.hotline(), ticket.number()));
    }

    /** The facts of the call the ticket came in by. */
    public Optional<BoundCall> boundCall(Ticket ticket) {
        return ticket.call().flatMap(call -> rows.call(ticket.hotline(), call));
    }

    /** The tickets at hotlines below that stand for assignments of this one. */
    public List<Ticket> below(Ticket ticket) {
        return rows.below(ticket.hotline(), ticket.number());
    }

    // For the modules at the right

    public Optional<Ticket> find(HotlineCode hotline, TicketNumber number) {
        return rows.find(hotline, number);
    }

    /** The requester's number in its normal form, for asking them; opens the seal. */
    public Optional<String> requesterPhone(HotlineCode hotline, TicketNumber number) {
        return rows.requester(hotline, number).flatMap(Requester::phone);
    }

    private void requireOwnCall(SignedIn by, HotlineCode hotline, CallId call) {
        // A foreign call answers like a missing one: its id must not open the caller's number.
        var own = rows.call(hotline, call).flatMap(BoundCall::agent).filter(by.person()::equals);
        if (own.isEmpty()) {
            throw Refused.unknown("there is no call " + call + " that this person has answered");
        }
    }

    private Optional<Registration> earlier(SignedIn by, Intake intake) {
        var ticket = intake.call().flatMap(call -> rows.findByCall(intake.hotline(), call));
        if (ticket.isPresent() && !ticket.get().registeredBy().equals(by.person())) {
            throw Refused.conflict("the call has ticket " + ticket.get().number() + " of another agent");
        }
        return ticket.map(found -> new Registration(found, false));
    }

    /** The number given, else the caller's. */
    private Optional<Caller.Known> phone(Intake intake) {
        var given = intake.requester().phone();
        if (given.isPresent()) {
            return switch (telephony.callerFrom(intake.hotline(), given.get())) {
                case Caller.Known known -> Optional.of(known);
                case Caller.Withheld _ -> throw Refused.invalid("requesterPhone is no telephone number");
            };
        }
        return intake.call().map(telephony::callerOf).flatMap(caller -> switch (caller) {
            case Caller.Known known -> Optional.of(known);
            case Caller.Withheld _ -> Optional.empty();
        });
    }

    private static List<UnitCode> unitsNamed(TicketCommand command) {
        return switch (command) {
            case TicketCommand.Dispatch(var _, var unit, var assisting) ->
                Stream.concat(Stream.of(unit), assisting.stream()).toList();
            case TicketCommand.Involve(var _, var assisting) -> assisting;
            case TicketCommand.Return sentBack ->
                sentBack.suggestedUnit().stream().toList();
            default -> List.of();
        };
    }

    private void requireUnit(HotlineCode hotline, UnitCode unit) {
        if (office.unit(hotline, unit).isEmpty()) {
            throw Refused.invalid("there is no unit " + unit);
        }
    }

    private Deadlines deadlines(HotlineCode hotline, Instant at) {
        return new Deadlines(
                profile(hotline, at),
                office.calendar(hotline),
                office.hotline(hotline).zone());
    }

    private TicketingProfile profile(HotlineCode hotline, Instant at) {
        try {
            var version = office.profile(hotline, at);
            return profiles.compute(
                            hotline,
                            (_, known) -> known != null && known.version() == version.version()
                                    ? known
                                    : new ReadProfile(
                                            version.version(),
                                            TicketingProfile.read(
                                                    version.settings().section("ticketing"))))
                    .profile();
        } catch (Refused e) {
            LOG.debug("hotline {} has no profile yet: its tickets go by Henan's rules", hotline);
            return henan;
        }
    }

    private void tell(Optional<Ticket> before, Ticket after, List<TicketEvent> events) {
        for (var listener : listeners) {
            try {
                listener.on(before, after, events);
            } catch (RuntimeException e) {
                // It is stored: its person must not be told otherwise.
                LOG.error("a listener failed at version {} of ticket {}", after.version(), after.number(), e);
            }
        }
    }

    private void tell(TicketChange change) {
        tell(Optional.of(change.before()), change.after(), change.events());
    }

    private static Refused changedMeanwhile(Ticket ticket) {
        return Refused.conflict("ticket " + ticket.number() + " was changed by somebody else meanwhile: look again");
    }

    /** As the rows keep it: PostgreSQL has microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
