package org.hotline12345.ticketing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Telephony;

/** Requests that come in without an agent, and what their citizens may learn of them. The system writes them down. */
public final class Filings {
    static final Duration RECEIPTS_KEPT = Duration.ofDays(30);

    private static final Duration FILES_ADDED_WITHIN = Duration.ofDays(1);
    private static final String AUDIT_FILED = "ticketing.file-request";
    private static final UUID FORM = new UUID(0, 0);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,100}");
    private static final Pattern LAST_DIGITS = Pattern.compile("[0-9]{4}");
    /** So many wrong last digits of one ticket in a day; from then on the code alone proves it. */
    private static final int MOST_WRONG_DIGITS = 10;

    private static final int MOST_TICKETS_GUESSED_AT = 100_000;

    /** @param bodyHash of what was sent under the key */
    public record Key(String value, String bodyHash) {
        /** @throws Refused (invalid) when there is no key or none of the form */
        public static Key of(Optional<String> header, byte[] body) {
            var value = header.filter(given -> KEY.matcher(given).matches())
                    .orElseThrow(
                            () -> Refused.invalid("the header Idempotency-Key must be given: 8 to 100 letters, digits"
                                    + " and signs, another one for each request"));
            return new Key(value, sha256(body));
        }
    }

    private final PgFilings rows;
    private final PgTickets tickets;
    private final Clock clock;
    private final Office office;
    private final Telephony telephony;
    private final BiFunction<HotlineCode, Instant, FormRules> rules;
    private final BiConsumer<Ticket, TicketEvent> tell;
    private final ProofCodes codes;
    private final Throttle wrongDigits = new Throttle(Duration.ofDays(1), MOST_TICKETS_GUESSED_AT);

    /** @param tell hears of a ticket that is stored */
    Filings(
            PgFilings rows,
            PgTickets tickets,
            Clock clock,
            Office office,
            Telephony telephony,
            BiFunction<HotlineCode, Instant, FormRules> rules,
            BiConsumer<Ticket, TicketEvent> tell) {
        this.rows = rows;
        this.tickets = tickets;
        this.clock = clock;
        this.office = office;
        this.telephony = telephony;
        this.rules = rules;
        this.tell = tell;
        this.codes = new ProofCodes(office.seal());
    }

    /** What the hotline asks of citizens who write themselves. */
    public FormRules rules(HotlineCode hotline) {
        return rules.apply(hotline, clock.instant());
    }

    /**
     * Files what a citizen wrote. Sent again under the same key it is answered the same, and there is still one ticket.
     *
     * @throws Refused (invalid) when something is missing that the hotline asks for, (key reused) when the key came with
     *     another text before, (forbidden) when the hotline takes no requests this way
     */
    public Filed file(Filing filing, Key key) {
        var asked = rules(filing.hotline());
        if (!asked.open()) {
            throw Refused.forbidden("hotline " + filing.hotline() + " takes no requests by the form");
        }
        if (filing.anonymous() && !asked.anonymous()) {
            throw Refused.invalid("本热线不受理匿名诉求，请填写联系方式");
        }
        if (!filing.anonymous()) {
            require(asked.name(), filing.requester().name(), "请填写姓名");
            require(asked.phone(), filing.requester().phone(), "请填写联系电话");
        }
        return file(filing, Optional.empty(), false, FORM, Optional.of(key));
    }

    /** As {@link #file(Filing, Key)}, by a program for a citizen. @throws Refused (forbidden) for a channel not its own */
    public Filed file(IntakeClient client, Filing filing, Key key) {
        return file(client, filing, Optional.of(key), false);
    }

    /** The same over Open311, whose clients know no keys: without one, sent twice is filed twice. */
    public Filed fileByOpen311(IntakeClient client, Filing filing, Optional<Key> key) {
        return file(client, filing, key, true);
    }

    /**
     * How far a request is. Who asks shows the code, or the last four digits of the telephone number that was given.
     *
     * @return empty for an unknown number and a wrong proof alike
     */
    public Optional<Progress> progress(HotlineCode hotline, String number, String proof) {
        return proven(hotline, number, proof).map(Filings::progress);
    }

    /** The ticket that the citizen has proved to be his own; empty for an unknown number and a wrong proof alike. */
    public Optional<Ticket> proven(HotlineCode hotline, String number, String proof) {
        var parsed = TicketNumber.parse(number);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        return proves(hotline, parsed.get(), proof.strip()) ? tickets.find(hotline, parsed.get()) : Optional.empty();
    }

    /**
     * A ticket to which its citizen may add files: soon after the filing, and shown by the code alone; empty for all others
     * alike.
     */
    public Optional<Ticket> addable(HotlineCode hotline, String number, String code) {
        return TicketNumber.parse(number)
                .filter(parsed -> codes.fits(hotline, parsed, code))
                .flatMap(parsed -> tickets.find(hotline, parsed))
                .filter(ticket -> clock.instant().isBefore(ticket.registeredAt().plus(FILES_ADDED_WITHIN)));
    }

    /** A ticket that this program filed; empty for others' tickets and unknown numbers alike. */
    public Optional<Ticket> own(IntakeClient client, String number) {
        return TicketNumber.parse(number)
                .filter(parsed -> rows.isOf(client.hotline(), parsed, client.id()))
                .flatMap(parsed -> tickets.find(client.hotline(), parsed));
    }

    /** Requests that came over Open311, newest first; what is told of others' is how they stand and no more. */
    public List<PublicFiling> byOpen311(HotlineCode hotline, Optional<IntakeClient> client, PublicFilter filter) {
        return rows.byOpen311(hotline, client.map(IntakeClient::id), filter);
    }

    /** The same of these numbers; those that are unknown or may not be told are left out alike. */
    public List<PublicFiling> byOpen311(HotlineCode hotline, Optional<IntakeClient> client, List<String> numbers) {
        var parsed = numbers.stream()
                .flatMap(number -> TicketNumber.parse(number).stream())
                .toList();
        return rows.byOpen311(hotline, client.map(IntakeClient::id), parsed);
    }

    /** How far that ticket is, without asking for a proof. */
    public static Progress progress(Ticket ticket) {
        return new Progress(
                ticket.number(),
                ticket.stage(),
                SpokenProgress.words(ticket.stage()),
                ticket.registeredAt(),
                ticket.handledAt(),
                overAt(ticket.state()));
    }

    void forgetOldReceipts() {
        rows.forget(clock.instant().minus(RECEIPTS_KEPT));
    }

    private Filed file(IntakeClient client, Filing filing, Optional<Key> key, boolean open311) {
        if (!filing.hotline().equals(client.hotline()) || !client.channels().contains(filing.channel())) {
            throw Refused.forbidden("client \"" + client.name() + "\" may file at hotline " + client.hotline() + " by "
                    + client.channels());
        }
        return file(filing, Optional.of(client.id()), open311, client.id(), key);
    }

    private Filed file(Filing filing, Optional<UUID> client, boolean open311, UUID sender, Optional<Key> key) {
        var earlier = key.flatMap(one -> earlier(sender, one));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var hotline = filing.hotline();
        var phone = filing.requester().phone().map(given -> phone(hotline, given));
        var fact = new TicketFact.Registered(filing.channel(), Optional.empty(), Optional.empty(), filing.matter());
        var stored = rows.store(
                filing,
                now.atZone(office.hotline(hotline).zone()).toLocalDate(),
                number -> new TicketEvent(number, 1, now, PersonId.SYSTEM, fact),
                new Requester(filing.requester().name(), phone.map(Caller.Known::number)),
                client,
                open311,
                key.map(one -> new PgFilings.Receipt(sender, one.value(), one.bodyHash())));
        if (stored.isEmpty()) {
            // Sent twice at once: the other one was first and its receipt stands now.
            return key.flatMap(one -> earlier(sender, one))
                    .orElseThrow(() -> new IllegalStateException("a receipt of " + sender + " is there and is not"));
        }
        var ticket = stored.get();
        office.audit(
                PersonId.SYSTEM,
                hotline,
                AUDIT_FILED,
                ticket.number() + client.map(id -> " by " + id).orElse(" by form"));
        tell.accept(ticket, new TicketEvent(ticket.number(), 1, now, PersonId.SYSTEM, fact));
        return filed(hotline, ticket.number(), now);
    }

    private Optional<Filed> earlier(UUID sender, Key key) {
        return rows.answered(sender, key.value()).map(answered -> {
            if (!answered.bodyHash().equals(key.bodyHash())) {
                throw Refused.keyReused(
                        "this Idempotency-Key came with another request before: each request has its own");
            }
            return filed(answered.hotline(), answered.number(), answered.at());
        });
    }

    private Filed filed(HotlineCode hotline, TicketNumber number, Instant at) {
        return new Filed(number, codes.of(hotline, number), at);
    }

    private boolean proves(HotlineCode hotline, TicketNumber number, String proof) {
        if (codes.fits(hotline, number, proof)) {
            return true;
        }
        var now = clock.instant();
        var key = hotline + " " + number;
        if (!LAST_DIGITS.matcher(proof).matches() || wrongDigits.isSpent(key, MOST_WRONG_DIGITS, now)) {
            return false;
        }
        var fits = tickets.requester(hotline, number)
                .flatMap(Requester::phone)
                .filter(phone -> phone.endsWith(proof))
                .isPresent();
        if (!fits) {
            wrongDigits.count(key, now);
        }
        return fits;
    }

    private Caller.Known phone(HotlineCode hotline, String given) {
        return switch (telephony.callerFrom(hotline, given)) {
            case Caller.Known known -> known;
            case Caller.Withheld _ -> throw Refused.invalid("requesterPhone is no telephone number");
        };
    }

    private static void require(FormRules.Ask ask, Optional<String> given, String words) {
        if (ask == FormRules.Ask.REQUIRED && given.isEmpty()) {
            throw Refused.invalid(words);
        }
    }

    private static Optional<Instant> overAt(TicketState state) {
        return switch (state) {
            case TicketState.Closed closed -> Optional.of(closed.closedAt());
            case TicketState.Archived(var closed, var _) -> Optional.of(closed.closedAt());
            case TicketState.Rejected(var at, var _) -> Optional.of(at);
            case TicketState.Withdrawn(var at) -> Optional.of(at);
            case TicketState.Voided(var at) -> Optional.of(at);
            case TicketState.Open _ -> Optional.empty();
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
