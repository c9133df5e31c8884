package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.HistoricTicket.Course;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketImportsIT {
    private static final Instant AT = Instant.parse("2026-09-28T01:00:00Z");

    private TestHotline hotline;
    private TicketImports imports;
    private PgTickets rows;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        imports = Ticketing.imports(hotline.ticketingPool(), hotline.clock(), hotline.office, TestHotline.NORTH);
        rows = new PgTickets(hotline.ticketingPool(), hotline.office.seal());
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    @Test
    void theLogOfEachTicketFoldsIntoItsRowHoweverFarItCame() {
        var courses = List.of(
                new Course.Waiting(),
                new Course.Answered(AT.plusSeconds(60), "已告知。"),
                sent(Optional.empty(), Optional.empty()),
                sent(Optional.of(AT.plusSeconds(600)), Optional.empty()),
                sent(Optional.empty(), Optional.of(reply(Optional.empty(), Optional.empty()))),
                sent(Optional.empty(), Optional.of(reply(Optional.of(at(9)), Optional.empty()))),
                sent(Optional.of(AT.plusSeconds(600)), Optional.of(reply(Optional.of(at(9)), Optional.of(at(10))))));
        var tickets = new ArrayList<HistoricTicket>();
        for (var course : courses) {
            tickets.add(historic("fold-" + tickets.size(), course));
        }
        assertThat(imports.keep(tickets)).isEqualTo(courses.size());
        var numbers = tickets.stream().map(this::number).toList();
        var stages = new ArrayList<TicketStage>();
        for (var number : numbers) {
            var log = rows.history(TestHotline.NORTH, number);
            var ticket = rows.find(TestHotline.NORTH, number).orElseThrow();
            assertThat(TicketFold.replay(TestHotline.NORTH, log)).isEqualTo(ticket);
            assertThat(log).allMatch(event -> event.by().equals(PersonId.SYSTEM));
            stages.add(ticket.stage());
        }
        assertThat(stages)
                .containsExactly(
                        TicketStage.REGISTERED,
                        TicketStage.CLOSED,
                        TicketStage.DISPATCHED,
                        TicketStage.IN_HAND,
                        TicketStage.REPLIED,
                        TicketStage.HANDLED,
                        TicketStage.CLOSED);
        assertThat(numbers.getFirst().value()).startsWith("20260928-");
    }

    @Test
    void whatIsOpenGoesOnHereByItsOwnDeadline() {
        imports.keep(List.of(historic("open", sent(Optional.empty(), Optional.empty()))));
        var ticket = rows.find(TestHotline.NORTH, number("open")).orElseThrow();
        assertThat(ticket.lead().orElseThrow().due()).isEqualTo(new Deadline(at(5), false));
        hotline.letPass(Duration.ofSeconds(1));
        hotline.ticketing.passTime();
        var late = rows.find(TestHotline.NORTH, ticket.number()).orElseThrow();
        assertThat(late.times(TicketFact.Kind.CARD_ISSUED)).isPositive();
        hotline.act(late, new TicketCommand.Acknowledge(hotline.healthClerk));
        var replied = hotline.act(late, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        assertThat(replied.stage()).isEqualTo(TicketStage.REPLIED);
    }

    @Test
    void aTicketIsBroughtInOnceAndItsCitizenIsFoundByTheNumber() {
        var ticket = historic("once", new Course.Waiting());
        assertThat(imports.keep(List.of(ticket))).isEqualTo(1);
        assertThat(imports.keep(List.of(ticket, historic("twice", new Course.Waiting()))))
                .isEqualTo(1);
        assertThat(rows.requester(TestHotline.NORTH, number("once"))
                        .orElseThrow()
                        .phone())
                .contains(TestHotline.MOBILE);
        var index = hotline.office.seal().index(TestHotline.NORTH, TestHotline.MOBILE);
        assertThat(rows.ofRequester(TestHotline.NORTH, index, 100))
                .extracting(Ticket::number)
                .contains(number("once"), number("twice"));
    }

    private static HistoricTicket historic(String outside, Course course) {
        return new HistoricTicket(
                outside,
                Channel.WECHAT,
                new Matter(Nature.HELP, "路灯不亮", "解放路路灯坏了。", Optional.of("解放路")),
                new Requester(Optional.of("张三"), Optional.of("154-0000-0001")),
                AT,
                course);
    }

    private static Course sent(Optional<Instant> acknowledged, Optional<HistoricTicket.Reply> reply) {
        return new Course.Sent(TestHotline.HEALTH, AT.plusSeconds(300), Optional.of(at(5)), acknowledged, reply);
    }

    private static HistoricTicket.Reply reply(Optional<Instant> handled, Optional<Instant> closed) {
        return new HistoricTicket.Reply(at(2), "已修好。", true, handled, closed);
    }

    private static Instant at(int days) {
        return AT.plus(Duration.ofDays(days));
    }

    private TicketNumber number(HistoricTicket ticket) {
        return number(ticket.outsideNumber());
    }

    private TicketNumber number(String outside) {
        var found = hotline.ticketingPool()
                .preparedQuery("select number from ticketing.outside_number where hotline = 'north' and outside = $1")
                .execute(Tuple.of(outside))
                .await();
        return new TicketNumber(found.iterator().next().getString("number"));
    }
}
