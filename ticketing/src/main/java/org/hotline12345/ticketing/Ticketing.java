package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Rounds;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TicketProgress;
import org.hotline12345.ticketing.attention.PgAlerts;
import org.hotline12345.ticketing.attention.PgMatters;
import org.hotline12345.ticketing.catalogue.CatalogueDesk;
import org.hotline12345.ticketing.catalogue.PgCatalogue;
import org.hotline12345.ticketing.duty.DutyDesk;
import org.hotline12345.ticketing.duty.PgDuty;
import org.hotline12345.ticketing.inspection.PgInspections;
import org.hotline12345.ticketing.knowledge.PgKnowledge;
import org.hotline12345.ticketing.knowledge.PgKnowledgeImports;
import org.hotline12345.ticketing.likeness.PgLikeness;

/** The hotline's tickets: registered from calls, sent to units, replied, reviewed and closed. */
public final class Ticketing implements AutoCloseable {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_INDEXINGS = Duration.ofSeconds(1);

    private final PgTickets rows;
    private final ScreenPop pop;
    private final TicketListeners listeners = new TicketListeners();
    private final TicketViews views;
    private final AgentIntake agents;
    private final TicketSteps steps;
    private final TicketTime time;
    private final Successions successions;
    private final Requesters requesters;
    private final Filings filings;
    private final IntakeClients clients;
    private final Attachments attachments;
    private final Desks desks;
    private final Rounds rounds;
    private final Rounds indexing;
    private final Rounds succeeding;

    private Ticketing(
            Pool pool,
            PgTickets rows,
            Clock clock,
            Office office,
            Telephony telephony,
            ScreenPop pop,
            Desks desks,
            IntakeConfig intake) {
        this.rows = rows;
        this.pop = pop;
        var rules = new Rulebook(office, clock);
        var index = new PgTextIndex(pool, PgTextIndex.SEGMENT);
        var filingRows = new PgFilings(pool, rows, office.seal());
        this.requesters = new Requesters(new PgRequesters(pool, office.seal()), rows, rules, clock);
        this.views = new TicketViews(rows, new PgTicketSearch(pool, index), filingRows, rules, office, telephony);
        this.agents = new AgentIntake(rows, rules, office, telephony, listeners);
        this.steps = new TicketSteps(rows, rules, views, office, telephony, listeners);
        this.time = new TicketTime(rows, rules, office, listeners);
        this.successions =
                new Successions(new PgSuccessions(pool), rows, rules, office, desks.catalogue()::inForce, listeners);
        this.filings = new Filings(
                filingRows,
                rows,
                clock,
                office,
                telephony,
                (hotline, at) -> rules.profile(hotline, at).form(),
                (ticket, event) -> listeners.tell(ticket, List.of(event)));
        this.clients = intakeClients(pool, clock);
        this.attachments = new Attachments(new PgAttachments(pool), clock, office, intake);
        this.desks = desks;
        listeners.add(desks);
        this.rounds = new Rounds("tickets could not be looked at", BETWEEN_ROUNDS, time::pass);
        this.indexing = new Rounds("words of tickets could not be indexed", BETWEEN_INDEXINGS, index::round);
        this.succeeding =
                new Rounds("tickets could not go to their units' successors", BETWEEN_ROUNDS, successions::round);
    }

    /** Before telephony starts: the screen pop listens to its calls. */
    public static Ticketing launch(Pool pool, Clock clock, Office office, Telephony telephony, TicketingConfig config) {
        var rows = new PgTickets(pool, office.seal());
        var pop = new ScreenPop(rows, clock, office, telephony, config.popHistory());
        telephony.addListener(pop);
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
                office,
                new Successors(office, new PgSuccessions(pool)::shares));
        return new Ticketing(pool, rows, clock, office, telephony, pop, desks, config.intake());
    }

    /** For a command that brings the hotline's tickets in from another system; needs nothing that runs. */
    public static TicketImports imports(Pool pool, Clock clock, Office office, HotlineCode hotline) {
        return new TicketImports(new PgTicketImports(pool, office.seal()), office, office.hotline(hotline), clock);
    }

    /** The same for the catalogue, rosters and the knowledge base. */
    public static DeskImports deskImports(Pool pool, Clock clock, Office office, HotlineCode hotline) {
        return new DeskImports(
                new CatalogueDesk(
                        new PgCatalogue(pool),
                        new PgLikeness(pool),
                        clock,
                        office,
                        new Successors(office, new PgSuccessions(pool)::shares)),
                new DutyDesk(new PgDuty(pool), clock, office, UUID::randomUUID),
                new PgKnowledgeImports(pool, UUID::randomUUID),
                office.hotline(hotline),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
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

    /** For commands that end units; needs nothing that runs. */
    public static Successions successions(Pool pool, Clock clock, Office office) {
        var catalogue = new PgCatalogue(pool);
        var successors = new Successors(office, new PgSuccessions(pool)::shares);
        return new Successions(
                new PgSuccessions(pool),
                new PgTickets(pool, office.seal()),
                new Rulebook(office, clock),
                office,
                new CatalogueDesk(catalogue, new PgLikeness(pool), clock, office, successors)::inForce,
                new TicketListeners());
    }

    /** From now on agents' browsers hear of their calls, and the system reminds and issues cards by itself. */
    public void start(LiveTopics topics) {
        pop.start(topics.open("ticketing.pop", Rights.REGISTER));
        filings.forgetOldReceipts();
        attachments.tidy();
        rounds.start();
        indexing.start();
        succeeding.start();
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

    /** What tickets hold of requesters. */
    public Requesters requesters() {
        return requesters;
    }

    /** What helps those who work on tickets. */
    public Desks desks() {
        return desks;
    }

    /** What units go on with for those that are no more. */
    public Successions successions() {
        return successions;
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
        succeeding.close();
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
        return agents.register(by, intake);
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
        return steps.act(views.see(command.by(), hotline, number), command, seenVersion);
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
        var ticket = views.see(by, hotline, number);
        TicketPermits.permit(ticket, by, kind);
        return steps.act(ticket, command.get(), seenVersion);
    }

    // What time brings

    /** Makes a round of what time brings, instead of a little later. */
    void passTime() {
        time.pass();
        successions.round();
    }

    // What people see

    /** @throws Refused (unknown) when there is none, or none that this person may know of */
    public Ticket see(SignedIn visitor, HotlineCode hotline, TicketNumber number) {
        return views.see(visitor, hotline, number);
    }

    /**
     * The hotline's tickets; to a unit's clerk those that were sent to his unit. Asking by telephone number is noted in the
     * audit trail and is the office's alone: the answer tells whether that citizen complained.
     *
     * @throws Refused (forbidden) without the right, (invalid) for a number that is none
     */
    public TicketPage list(SignedIn visitor, HotlineCode hotline, TicketFilter filter) {
        return views.list(visitor, hotline, filter);
    }

    /**
     * The same tickets all together, to be taken out; noted in the audit trail.
     *
     * @param personal whether with the requesters' names and numbers
     * @throws Refused (forbidden) without the right to it, (invalid) when there are more than a sheet holds
     */
    public TicketExport export(SignedIn visitor, HotlineCode hotline, TicketFilter filter, boolean personal) {
        return views.export(visitor, hotline, filter, personal);
    }

    /** What the hotline above has not got back yet, the most pressing first. */
    public List<UpstreamReply> unsentUpstream(SignedIn visitor, HotlineCode hotline) {
        return views.unsentUpstream(visitor, hotline);
    }

    /** A ticket's events, first to last; to be asked for tickets that the asker may see. */
    public List<TicketEvent> history(Ticket ticket) {
        return views.history(ticket);
    }

    /**
     * What the visitor sees of a ticket that he may see. The requester stands whole before the person whose step is next,
     * which is noted in the audit trail; a confidential one is hidden from units, see {@link Discretion}.
     */
    public ShownTicket shown(SignedIn visitor, Ticket ticket) {
        return views.shown(visitor, ticket);
    }

    /** Whether the requester is confidential, and hidden from this visitor. */
    public SeenRequester.Secrecy secrecy(SignedIn visitor, Ticket ticket) {
        return views.secrecy(visitor, ticket);
    }

    /** The facts of the call the ticket came in by. */
    public Optional<BoundCall> boundCall(Ticket ticket) {
        return views.boundCall(ticket);
    }

    /** The tickets at hotlines below that stand for assignments of this one. */
    public List<Ticket> below(Ticket ticket) {
        return views.below(ticket);
    }

    // For the modules at the right

    public Optional<Ticket> find(HotlineCode hotline, TicketNumber number) {
        return rows.find(hotline, number);
    }

    /** The requester's number in its normal form, for asking them; opens the seal. */
    public Optional<String> requesterPhone(HotlineCode hotline, TicketNumber number) {
        return rows.requester(hotline, number).map(Requester::unlessErased).flatMap(Requester::phone);
    }
}
