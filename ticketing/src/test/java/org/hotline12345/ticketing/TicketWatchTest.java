package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.Samples.CHIEF;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.HENAN;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.junit.jupiter.api.Test;

/** A plea for help, sent on Monday 2 November 2026 at nine; to be taken within a day and replied by Monday the 9th. */
class TicketWatchTest {
    @Test
    void theSystemRemindsAndThenIssuesCards() {
        var ticket = Samples.in(TicketStage.DISPATCHED);
        assertThat(TicketWatch.nextLook(ticket, HENAN)).contains(beijing("2026-11-03T05:00:00"));
        assertThat(TicketWatch.due(ticket, beijing("2026-11-03T05:00:00"), HENAN))
                .isEmpty();
        ticket = passes(ticket, "2026-11-03T05:00:01", new TicketFact.Noticed(1, Notice.ACKNOWLEDGE_SOON));
        ticket = passes(ticket, "2026-11-03T09:00:01", new TicketFact.Noticed(1, Notice.NOT_ACKNOWLEDGED));
        ticket = Samples.after(ticket, new TicketCommand.Acknowledge(HEALTH_CLERK), beijing("2026-11-03T10:00:00"));
        ticket = passes(ticket, "2026-11-09T00:00:00", new TicketFact.Noticed(1, Notice.DUE_SOON));
        assertThat(TicketWatch.due(ticket, beijing("2026-11-09T23:59:59"), HENAN))
                .isEmpty();
        ticket = passes(
                ticket,
                "2026-11-10T00:00:00",
                new TicketFact.Noticed(1, Notice.OVERDUE),
                new TicketFact.CardIssued(1, Card.YELLOW));
        // Three working days later, at the end of Thursday.
        assertThat(TicketWatch.nextLook(ticket, HENAN)).contains(beijing("2026-11-12T23:59:59"));
        ticket = passes(ticket, "2026-11-13T00:00:00", new TicketFact.CardIssued(1, Card.RED));
        assertThat(TicketWatch.nextLook(ticket, HENAN)).isEmpty();
        assertThat(ticket.lead().orElseThrow().standing()).containsExactlyInAnyOrder(Card.values());
    }

    @Test
    void aWithdrawnCardIsNotIssuedAgain() {
        var ticket = passes(
                Samples.in(TicketStage.IN_HAND),
                "2026-11-10T00:00:00",
                new TicketFact.Noticed(1, Notice.DUE_SOON),
                new TicketFact.Noticed(1, Notice.OVERDUE),
                new TicketFact.CardIssued(1, Card.YELLOW));
        var appeal =
                new TicketCommand.Apply(HEALTH_CLERK, Optional.empty(), new Application.Appeal(Card.YELLOW), "系统故障。");
        ticket = Samples.after(ticket, appeal, beijing("2026-11-10T09:00:00"));
        ticket = Samples.after(
                ticket,
                new TicketCommand.Grant(CHIEF, Optional.empty(), Application.Kind.APPEAL, "属实。"),
                beijing("2026-11-10T10:00:00"));
        assertThat(ticket.lead().orElseThrow().standing()).isEmpty();
        assertThat(TicketWatch.due(ticket, beijing("2026-11-12T09:00:00"), HENAN))
                .isEmpty();
    }

    @Test
    void aCardCanBeAppealedWhenTheWorkIsOver() {
        var ticket = passes(
                Samples.in(TicketStage.IN_HAND),
                "2026-11-10T00:00:00",
                new TicketFact.Noticed(1, Notice.DUE_SOON),
                new TicketFact.Noticed(1, Notice.OVERDUE),
                new TicketFact.CardIssued(1, Card.YELLOW));
        for (var kind : List.of(TicketCommand.Kind.REPLY, TicketCommand.Kind.REVIEW, TicketCommand.Kind.CLOSE)) {
            ticket = Samples.after(
                    ticket, Samples.command(kind, Samples.ANYBODY, HEALTH), beijing("2026-11-10T11:00:00"));
        }
        ticket = Samples.after(
                ticket,
                new TicketCommand.Apply(HEALTH_CLERK, Optional.empty(), new Application.Appeal(Card.YELLOW), "系统故障。"));
        ticket = Samples.after(ticket, new TicketCommand.WithdrawCard(CHIEF, Optional.of(HEALTH), Card.YELLOW, "属实。"));
        assertThat(ticket.assignments().getFirst().standing()).isEmpty();
    }

    @Test
    void noClockRunsWhileTheTicketLiesWithTheOffice() {
        assertThat(TicketWatch.nextLook(Samples.in(TicketStage.REPLIED), HENAN)).isEmpty();
        assertThat(TicketWatch.due(Samples.in(TicketStage.RETURN_REQUESTED), beijing("2026-12-01T09:00:00"), HENAN))
                .isEmpty();
        assertThat(TicketWatch.due(Samples.in(TicketStage.CLOSED), beijing("2026-12-01T09:00:00"), HENAN))
                .isEmpty();
    }

    @Test
    void aProvisionalDeadlineHoldsNothingAgainstAUnit() {
        var complaint =
                Samples.after(Samples.fresh(), Samples.command(TicketCommand.Kind.RECLASSIFY, DISPATCHER, HEALTH));
        var ticket = Samples.after(
                complaint, new TicketCommand.Dispatch(DISPATCHER, HEALTH), beijing("2026-12-28T09:00:00"));
        assertThat(ticket.lead().orElseThrow().due().provisional()).isTrue();
        assertThat(TicketWatch.due(ticket, beijing("2027-03-01T09:00:00"), HENAN))
                .containsExactly(
                        new TicketFact.Noticed(1, Notice.ACKNOWLEDGE_SOON),
                        new TicketFact.Noticed(1, Notice.NOT_ACKNOWLEDGED),
                        new TicketFact.Noticed(1, Notice.DUE_SOON));
    }

    private static Ticket passes(Ticket ticket, String now, TicketFact... expected) {
        var facts = TicketWatch.due(ticket, beijing(now), HENAN);
        assertThat(facts).containsExactly(expected);
        return TicketChange.none(ticket)
                .and(facts, beijing(now), PersonId.SYSTEM)
                .after();
    }

    private static Instant beijing(String local) {
        return java.time.LocalDateTime.parse(local).atZone(Samples.ZONE).toInstant();
    }
}
