package org.hotline12345.ticketing;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Sealed;

/** What tickets hold of requesters, for erasing them and for looking after their keys. */
public final class Requesters {
    /** So many tickets of one requester are looked at. */
    private static final int MOST = 10_000;

    private static final int TRIES = 5;
    private static final String WHY_MASKED = "抹除个人信息";

    private final PgRequesters rows;
    private final PgTickets tickets;
    private final Rulebook rules;
    private final Clock clock;

    Requesters(PgRequesters rows, PgTickets tickets, Rulebook rules, Clock clock) {
        this.rows = rows;
        this.tickets = tickets;
        this.rules = rules;
        this.clock = clock;
    }

    /** A requester's tickets, newest first. */
    public List<Ticket> tickets(HotlineCode hotline, BlindIndex requester) {
        return tickets.ofRequester(hotline, requester, MOST);
    }

    /** Whether anything is still to be done about it. */
    public static boolean isOpen(Ticket ticket) {
        return ticket.state() instanceof TicketState.Open;
    }

    /** The key of a request whose requester has no number; empty when there is nothing sealed in it, or it has a number. */
    public Optional<CitizenKey> ownKey(HotlineCode hotline, TicketNumber number) {
        return rows.ownKey(hotline, number);
    }

    /**
     * Tickets in whose words, present or past, the number was typed, and those of the requester's in which the name was: no key
     * takes it out of there. At most 1,000.
     */
    public List<TicketNumber> typed(HotlineCode hotline, Optional<String> phone, List<TicketNumber> own) {
        return rows.typed(hotline, phone, own, names(hotline, own));
    }

    private List<String> names(HotlineCode hotline, List<TicketNumber> own) {
        return own.stream()
                .flatMap(number -> tickets.requester(hotline, number).stream())
                .map(Requester::unlessErased)
                .flatMap(requester -> requester.name().stream())
                .filter(name -> name.codePointCount(0, name.length()) > 1)
                .distinct()
                .toList();
    }

    /** How many files are attached to these tickets: what is in them is not looked at. */
    public int attachments(HotlineCode hotline, List<TicketNumber> numbers) {
        return rows.attachments(hotline, numbers);
    }

    /**
     * Takes a requester's name, number and address out of the rows; tickets and what happened to them stay.
     *
     * @return how many tickets
     */
    public int erase(HotlineCode hotline, BlindIndex requester) {
        return rows.erase(hotline, requester);
    }

    /** The same of a request whose requester has no number. */
    public int erase(HotlineCode hotline, String number) {
        return rows.erase(hotline, number);
    }

    /** Puts what was sealed for a requester under the requester's own key. @return how many tickets */
    public int reseal(HotlineCode hotline, CitizenKey key) {
        return rows.reseal(hotline, key);
    }

    /** Puts every value under its requester's own key, where it is not yet. @return how many tickets */
    public int resealAll() {
        return rows.resealAll();
    }

    /** Every value that is sealed, for looking whether its key is there. */
    public void eachSealed(Consumer<Sealed> look) {
        rows.eachSealed(look);
    }

    /**
     * Puts asterisks in the place of words in a ticket's present text. What the log holds of before stays.
     *
     * @throws Refused (unknown) when there is no such ticket or its text has no such words, (conflict) while others change it
     */
    public Ticket mask(HotlineCode hotline, TicketNumber number, String words) {
        for (int i = 0; i < TRIES; i++) {
            var ticket = tickets.find(hotline, number)
                    .orElseThrow(() -> Refused.unknown("hotline " + hotline + " has no ticket " + number));
            var masked = masked(ticket.matter(), words);
            if (words.isBlank() || masked.equals(ticket.matter())) {
                throw Refused.unknown("the present text of ticket " + number
                        + " has no such words; what was said before stands in its log, which nobody changes");
            }
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var change = TicketChange.none(ticket)
                    .and(List.of(new TicketFact.Reclassified(masked, WHY_MASKED)), now, PersonId.SYSTEM);
            var deadlines = rules.deadlines(hotline, now);
            if (tickets.store(List.of(change), List.of(), after -> TicketWatch.nextLook(after, deadlines))
                    .isPresent()) {
                return change.after();
            }
        }
        throw Refused.conflict("ticket " + number + " is being changed just now: try again");
    }

    private static Matter masked(Matter matter, String words) {
        var stars = "*".repeat(Math.max(1, words.codePointCount(0, words.length())));
        var texts = Stream.of(matter.title(), matter.content())
                .map(text -> text.replace(words, stars))
                .toList();
        return new Matter(
                matter.nature(),
                texts.getFirst(),
                texts.getLast(),
                matter.area().map(text -> text.replace(words, stars)),
                matter.urgent());
    }
}
