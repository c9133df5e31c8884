package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/**
 * A ticket that another system wrote down, with the times that it had there.
 *
 * @param outsideNumber its number there, by which it is known when it is brought in again
 * @param call the call that it came in by, if that was brought in
 * @param requester with the number as people write it, or normalised
 */
public record HistoricTicket(
        String outsideNumber,
        Channel channel,
        Matter matter,
        Requester requester,
        Instant registeredAt,
        Optional<CallId> call,
        Course course) {
    public static final int MAX_OUTSIDE_NUMBER = 64;

    /** How far it came there. */
    public sealed interface Course {
        /** It waits for the dispatcher. */
        record Waiting() implements Course {}

        /** 直办 */
        record Answered(Instant at, String text) implements Course {}

        /**
         * @param due the deadline that it had; empty to compute it by this hotline's rules
         * @param reply empty while the unit works on it
         */
        record Sent(
                UnitCode unit,
                Instant at,
                Optional<Instant> due,
                Optional<Instant> acknowledgedAt,
                Optional<Reply> reply)
                implements Course {}
    }

    /**
     * @param handledAt empty while the office has not accepted it
     * @param closedAt empty until it was closed
     */
    public record Reply(
            Instant at, String text, boolean contacted, Optional<Instant> handledAt, Optional<Instant> closedAt) {
        public Reply {
            if (closedAt.isPresent() && handledAt.isEmpty()) {
                throw new IllegalArgumentException("what was closed was handled before");
            }
        }
    }

    public HistoricTicket {
        outsideNumber = Texts.line("outsideNumber", outsideNumber, MAX_OUTSIDE_NUMBER);
        if (call.isPresent() && channel != Channel.PHONE) {
            throw new IllegalArgumentException("what came in by a call came in by PHONE, not " + channel);
        }
    }

    /** Of no call that is known. */
    public HistoricTicket(
            String outsideNumber,
            Channel channel,
            Matter matter,
            Requester requester,
            Instant registeredAt,
            Course course) {
        this(outsideNumber, channel, matter, requester, registeredAt, Optional.empty(), course);
    }

    private record Dated(Instant at, TicketFact fact) {}

    /** Its log, which folds into the ticket as it stood there. Nobody of this office did it. */
    List<TicketEvent> events(TicketNumber number, Deadlines deadlines) {
        var registered = new Dated(registeredAt, new TicketFact.Registered(channel, call, Optional.empty(), matter));
        var events = new ArrayList<TicketEvent>();
        Stream.concat(Stream.of(registered), facts(deadlines))
                .forEach(one ->
                        events.add(new TicketEvent(number, events.size() + 1, one.at(), PersonId.SYSTEM, one.fact())));
        return List.copyOf(events);
    }

    private Stream<Dated> facts(Deadlines deadlines) {
        return switch (course) {
            case Course.Waiting _ -> Stream.of();
            case Course.Answered(var at, var text) -> Stream.of(new Dated(at, new TicketFact.AnsweredDirectly(text)));
            case Course.Sent sent ->
                Stream.of(
                                Stream.of(new Dated(sent.at(), dispatched(sent, deadlines))),
                                sent.acknowledgedAt().stream().map(at -> new Dated(at, new TicketFact.Acknowledged(1))),
                                sent.reply().stream().flatMap(HistoricTicket::facts))
                        .flatMap(facts -> facts);
        };
    }

    private TicketFact.Dispatched dispatched(Course.Sent sent, Deadlines deadlines) {
        // The time that the other system gave, as hours by the clock: computed anew it is the same moment.
        var allowance = sent.due()
                .<Allowance>map(due -> new Allowance.Hours(Duration.between(sent.at(), due)))
                .orElseGet(() -> deadlines.allowance(matter));
        var due = deadlines.clock(sent.at(), allowance).due();
        return new TicketFact.Dispatched(1, sent.unit(), Part.LEAD, deadlines.acknowledgeBy(sent.at()), allowance, due);
    }

    private static Stream<Dated> facts(Reply reply) {
        var facts = new ArrayList<Dated>();
        facts.add(new Dated(reply.at(), new TicketFact.Replied(1, reply.text(), reply.contacted())));
        reply.handledAt().ifPresent(at -> {
            facts.add(new Dated(at, new TicketFact.ReplyAccepted(1)));
            facts.add(new Dated(at, new TicketFact.Handled()));
        });
        reply.closedAt().ifPresent(at -> facts.add(new Dated(at, new TicketFact.Closed())));
        return facts.stream();
    }
}
