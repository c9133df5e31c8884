package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people decide about callers' ways: the shift leader switches notice, surge and night; a malicious caller is
 * proposed by one and approved by another; spoken messages are listened to. Each is written into the office's audit.
 */
public final class LineDesk {
    /** Switching notice, surge and night on and off. */
    public static final Right SWITCH_LINES = new Right("telephony.switch-lines");
    /** Listening to spoken messages. */
    public static final Right HEAR_MESSAGES = new Right("telephony.hear-messages");
    /** Bringing evidence that a caller is malicious. */
    public static final Right PROPOSE_UNWELCOME = new Right("telephony.propose-unwelcome");
    /** Approving or lifting it. */
    public static final Right APPROVE_UNWELCOME = new Right("telephony.approve-unwelcome");

    private static final Logger LOG = LoggerFactory.getLogger(LineDesk.class);
    private static final Duration LONGEST_SWITCH = Duration.ofDays(14);
    private static final Duration LONGEST_UNWELCOME = Duration.ofDays(366);
    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final int MAX_EVIDENCE = 20;
    private static final int MAX_WHY = 500;
    private static final int MAX_LIST = 200;
    private static final int MAX_SWITCHES = 20;

    private record Read(List<LineSwitch> switches, long nanos) {}

    private final Office office;
    private final Clock clock;
    private final PgSwitches switchRows;
    private final PgUnwelcome unwelcomeRows;
    private final PgMessages messageRows;
    private final PgWishes wishRows;
    private final Function<CallId, Optional<Call>> calls;
    private final Path messagesFolder;
    private volatile Read read = new Read(List.of(), System.nanoTime() - READ_EVERY.toNanos());

    LineDesk(
            Office office,
            Clock clock,
            PgSwitches switchRows,
            PgUnwelcome unwelcomeRows,
            PgMessages messageRows,
            PgWishes wishRows,
            Function<CallId, Optional<Call>> calls,
            Path messagesFolder) {
        this.office = office;
        this.clock = clock;
        this.switchRows = switchRows;
        this.unwelcomeRows = unwelcomeRows;
        this.messageRows = messageRows;
        this.wishRows = wishRows;
        this.calls = calls;
        this.messagesFolder = messagesFolder;
    }

    // Switches

    /**
     * Switches something on, from now on: the next caller has it.
     *
     * @throws Refused (forbidden) without the right, (invalid) when it would end before now or in more than 14 days,
     *     (conflict) when the same is on already
     */
    public LineSwitch switchOn(SignedIn by, HotlineCode hotline, LineSwitch.Mode mode, Instant until) {
        by.require(hotline, SWITCH_LINES);
        var now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SWITCH))) {
            throw Refused.invalid("a switch ends by itself, after now and within " + LONGEST_SWITCH.toDays() + " days");
        }
        var on = switchRows.inForce(now).stream()
                .filter(other -> other.hotline().equals(hotline))
                .toList();
        if (!(mode instanceof LineSwitch.Notice)
                && on.stream().anyMatch(other -> other.mode().getClass().equals(mode.getClass()))) {
            throw Refused.conflict("this is switched on already: switch it off first");
        }
        if (on.size() >= MAX_SWITCHES) {
            throw Refused.limit("there are " + MAX_SWITCHES + " switches on already");
        }
        var made = new LineSwitch(UUID.randomUUID(), hotline, mode, now, until, by.person());
        switchRows.add(made);
        readAgain();
        office.audit(by.person(), hotline, "telephony.switch-on", PgSwitches.word(mode) + " " + made.id());
        return made;
    }

    /** @throws Refused (forbidden) without the right, (unknown) when nothing such is on */
    public void switchOff(SignedIn by, HotlineCode hotline, UUID id) {
        by.require(hotline, SWITCH_LINES);
        if (!switchRows.end(hotline, id, by.person(), clock.instant())) {
            throw Refused.unknown("there is no such switch, or it has ended");
        }
        readAgain();
        office.audit(by.person(), hotline, "telephony.switch-off", id.toString());
    }

    /** What is switched on at this moment; for everybody at the hotline. */
    public List<LineSwitch> switches(HotlineCode hotline) {
        return inForce(hotline, clock.instant());
    }

    /** Whether all hands are called: see {@link LineSwitch.Surge}. */
    boolean isSurge(HotlineCode hotline) {
        return inForce(hotline, clock.instant()).stream().anyMatch(on -> on.mode() instanceof LineSwitch.Surge);
    }

    /** The same for a caller's way. While the database is away, what was known before stands in, until its own end. */
    List<LineSwitch> inForce(HotlineCode hotline, Instant at) {
        if (System.nanoTime() - read.nanos >= READ_EVERY.toNanos()) {
            // Said first: of many callers one asks.
            read = new Read(read.switches, System.nanoTime());
            try {
                readAgain();
            } catch (RuntimeException e) {
                LOG.warn("the switches cannot be read, so those known before stand in: {}", e.getMessage());
            }
        }
        return read.switches.stream()
                .filter(on -> on.hotline().equals(hotline) && on.isInForce(at))
                .toList();
    }

    private void readAgain() {
        read = new Read(switchRows.inForce(clock.instant()), System.nanoTime());
    }

    // Malicious callers

    /**
     * Proposes that a caller is malicious. Nothing changes for the caller before somebody else approves.
     *
     * @param evidence calls of this caller, 1 to 20
     * @throws Refused (forbidden) without the right, (unknown) for a call that is not the hotline's, (invalid) when the
     *     calls are not one caller's or the number was withheld, (conflict) when there is such a proposal already
     */
    public Unwelcome propose(
            SignedIn by,
            HotlineCode hotline,
            Unwelcome.Treatment treatment,
            List<CallId> evidence,
            String why,
            Instant until) {
        by.require(hotline, PROPOSE_UNWELCOME);
        var now = clock.instant();
        if (evidence.isEmpty() || evidence.size() > MAX_EVIDENCE) {
            throw Refused.invalid("1 to " + MAX_EVIDENCE + " calls are the evidence");
        }
        if (why.isBlank() || why.length() > MAX_WHY) {
            throw Refused.invalid("say in 1 to " + MAX_WHY + " characters why");
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_UNWELCOME))) {
            throw Refused.invalid("it ends by itself, after now and within a year");
        }
        var caller = oneCaller(hotline, evidence);
        unwelcomeRows.liftExpired(hotline, now);
        var proposed = new Unwelcome(
                UUID.randomUUID(),
                hotline,
                caller.masked(),
                treatment,
                evidence,
                why,
                by.person(),
                now,
                until,
                Unwelcome.State.PROPOSED);
        if (!unwelcomeRows.propose(proposed, caller)) {
            throw Refused.conflict("there is such a proposal on this caller already");
        }
        office.audit(
                by.person(),
                hotline,
                "telephony.propose-unwelcome",
                proposed.id().toString());
        return proposed;
    }

    private Caller.Known oneCaller(HotlineCode hotline, List<CallId> evidence) {
        var callers = evidence.stream()
                .map(id -> calls.apply(id)
                        .filter(call -> call.hotline().equals(hotline))
                        .orElseThrow(() -> Refused.unknown("there is no call " + id)))
                .map(Call::caller)
                .distinct()
                .toList();
        if (callers.size() == 1 && callers.getFirst() instanceof Caller.Known known) {
            return known;
        }
        throw Refused.invalid("the calls must be of one caller whose number is known");
    }

    /**
     * Approves a proposal, or lifts it: also later, when it has been in force.
     *
     * @throws Refused (forbidden) without the right, or for approving one's own proposal; (unknown) when there is none;
     *     (conflict) when it is decided already
     */
    public Unwelcome decide(SignedIn by, HotlineCode hotline, UUID id, boolean approve) {
        by.require(hotline, APPROVE_UNWELCOME);
        var now = clock.instant();
        var found = unwelcomeRows.find(hotline, id).orElseThrow(() -> Refused.unknown("there is no such proposal"));
        if (approve && found.proposedBy().equals(by.person())) {
            throw Refused.forbidden("somebody else must approve what you have proposed");
        }
        if (approve && !found.until().isAfter(now)) {
            throw Refused.conflict("its time is over");
        }
        var from = approve ? Unwelcome.State.PROPOSED : found.state();
        var to = approve ? Unwelcome.State.APPROVED : Unwelcome.State.LIFTED;
        if (found.state() == Unwelcome.State.LIFTED || !unwelcomeRows.decide(hotline, id, from, to, by.person(), now)) {
            throw Refused.conflict("it is decided already");
        }
        var action = approve ? "telephony.approve-unwelcome" : "telephony.lift-unwelcome";
        office.audit(by.person(), hotline, action, id.toString());
        return unwelcomeRows.find(hotline, id).orElseThrow();
    }

    /** Newest first. */
    public List<Unwelcome> unwelcome(SignedIn by, HotlineCode hotline) {
        if (!by.may(hotline, APPROVE_UNWELCOME)) {
            by.require(hotline, PROPOSE_UNWELCOME);
        }
        return unwelcomeRows.list(hotline, MAX_LIST);
    }

    Optional<Unwelcome.Treatment> treatment(HotlineCode hotline, Caller caller) {
        return caller instanceof Caller.Known known
                ? unwelcomeRows.treatment(hotline, office.seal().index(hotline, known.number()), clock.instant())
                : Optional.empty();
    }

    // Messages and wishes

    /** Newest first. */
    public List<SpokenMessage> messages(SignedIn by, HotlineCode hotline) {
        by.require(hotline, HEAR_MESSAGES);
        return messageRows.newest(hotline, MAX_LIST);
    }

    /**
     * The sound of a message, WAV. That somebody listens is written down.
     *
     * @throws Refused (forbidden) without the right, (unknown) when there is no such message or its file is gone
     */
    public Path hear(SignedIn by, HotlineCode hotline, CallId call) {
        by.require(hotline, HEAR_MESSAGES);
        var message = messageRows.find(hotline, call).orElseThrow(() -> Refused.unknown("there is no such message"));
        if (!message.file().startsWith(messagesFolder)
                || !Files.isRegularFile(message.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.unknown("the message's file is gone");
        }
        office.audit(by.person(), hotline, "telephony.hear-message", call.value());
        messageRows.heard(call, by.person(), clock.instant());
        return message.file();
    }

    /** Where the message of a call is to be spoken; empty when the folder cannot be made. */
    Optional<Path> messageFile(HotlineCode hotline, CallId call) {
        var zone = office.hotline(hotline).zone();
        var folder = messagesFolder.resolve(
                clock.instant().atZone(zone).toLocalDate().toString());
        try {
            Files.createDirectories(folder);
            return Optional.of(folder.resolve(call.value() + ".wav"));
        } catch (IOException e) {
            LOG.warn("messages cannot be taken, for {} cannot be made: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** Keeps the message if anything was said; who left one wishes to be called back. */
    void messageTaken(HotlineCode hotline, String line, CallId call, Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) >= SHORTEST_MESSAGE_BYTES) {
                messageRows.add(new SpokenMessage(call, hotline, line, clock.instant(), file, Optional.empty()));
                wishRows.add(call, hotline, clock.instant());
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("message {} cannot be kept: {}", file, e.toString());
        }
    }

    void callbackWanted(HotlineCode hotline, CallId call) {
        wishRows.add(call, hotline, clock.instant());
    }

    /** One second of sound, 8 kHz 16 bit: less is a receiver that was put down. */
    private static final int SHORTEST_MESSAGE_BYTES = 44 + 16_000;
}
