package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.time.Duration;
import java.util.List;
import org.hotline12345.office.PersonId;
import org.junit.jupiter.api.Test;

/** What time brings, on rows. */
class TicketTimeIT extends TicketsOnRows {
    @Test
    void aRoundThatFindsNothingDueLooksAgainOnlyWhenSomethingIs() {
        var ticket = inState(TicketStage.REPLIED);
        rows(
                "update ticketing.ticket set look_at = '2020-01-01Z' where number = $1 returning number",
                ticket.number().value());
        ticketing.passTime();
        assertThat(rows(
                        "select number from ticketing.ticket where number = $1 and look_at is null",
                        ticket.number().value()))
                .hasSize(1);
        assertThat(find(ticket)).isEqualTo(ticket);
    }

    @Test
    void timeIssuesCardsOnceAndAReplyAMinuteLateDoesNotEscapeThem() {
        var looked = inState(TicketStage.IN_HAND);
        var replied = inState(TicketStage.IN_HAND);
        hotline.letPass(Duration.ofDays(20));
        var late = hotline.act(replied, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        ticketing.passTime();
        ticketing.passTime();
        for (var ticket : List.of(find(looked), find(late))) {
            assertThat(ticket.assignments().getFirst().standing()).containsExactlyInAnyOrder(Card.values());
            assertThat(ticket.times(TicketFact.Kind.CARD_ISSUED)).isEqualTo(2);
            var history = ticketing.history(ticket);
            assertThat(TicketFold.replay(NORTH, history)).isEqualTo(ticket);
            assertThat(history.stream()
                            .filter(event -> event.kind() == TicketFact.Kind.CARD_ISSUED)
                            .map(TicketEvent::by))
                    .containsOnly(PersonId.SYSTEM);
        }
        assertThat(find(late).stage()).isEqualTo(TicketStage.REPLIED);
        var again = hotline.act(find(looked), new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        assertThat(again.version()).isEqualTo(find(looked).version());
    }
}
