package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.Samples.AGENT;
import static org.hotline12345.ticketing.Samples.CHIEF;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.HENAN;
import static org.hotline12345.ticketing.Samples.NORTH;
import static org.hotline12345.ticketing.Samples.REVIEWER;
import static org.hotline12345.ticketing.Samples.WATER;
import static org.hotline12345.ticketing.Samples.ZONE;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.Test;

/** What published bulletins tell of single requests, as it happened, with the dates moved to years whose holidays are known. */
class SeedStoriesTest {
    /** A ticket on its way, at times as people read them. */
    private static final class Story {
        private final List<TicketEvent> log = new ArrayList<>();
        private Ticket ticket;
        private Instant now;

        Story(String at, Matter matter) {
            now = moment(at);
            var first = new TicketEvent(
                    Samples.NUMBER,
                    1,
                    now,
                    AGENT.person(),
                    new TicketFact.Registered(Channel.PHONE, Optional.empty(), Optional.empty(), matter));
            log.add(first);
            ticket = TicketFold.begin(NORTH, first);
        }

        /** What time brought is written before what the person does, as the program does it. */
        Story at(String at, TicketCommand command) {
            passTo(at);
            take(TicketLife.decide(ticket, command, now, HENAN), command.by().person());
            return this;
        }

        Story passTo(String at) {
            now = moment(at);
            take(TicketWatch.due(ticket, now, HENAN), PersonId.SYSTEM);
            return this;
        }

        private void take(List<TicketFact> facts, PersonId by) {
            var change = TicketChange.none(ticket).and(facts, now, by);
            log.addAll(change.events());
            ticket = change.after();
        }

        List<TicketFact.Kind> kinds() {
            return log.stream().map(TicketEvent::kind).toList();
        }

        private static Instant moment(String at) {
            return LocalDateTime.parse(at).atZone(ZONE).toInstant();
        }
    }

    private static Matter matter(Nature nature, String title, boolean urgent) {
        return new Matter(nature, title, title + "。", Optional.empty(), urgent);
    }

    /** Wengyuan, June 2022: reported at 6:46, the road was clear "七点多". */
    @Test
    void theLandslideOf0646IsClearedWithinTheTwoHoursOfAnEmergency() {
        var story = new Story("2026-06-08T06:46", matter(Nature.HELP, "S41省道塌方，树倒在路上", true))
                .at("2026-06-08T06:48", new TicketCommand.Dispatch(DISPATCHER, HEALTH));
        var lead = story.ticket.lead().orElseThrow();
        assertThat(lead.due().at())
                .as("two hours by the clock, though the office opens later")
                .isEqualTo(Story.moment("2026-06-08T08:48"));
        story.at("2026-06-08T06:55", new TicketCommand.Acknowledge(HEALTH_CLERK))
                .at("2026-06-08T07:40", new TicketCommand.Reply(HEALTH_CLERK, "塌方已清理，恢复通车。", true))
                .at("2026-06-08T09:30", new TicketCommand.Review(REVIEWER))
                .at("2026-06-08T09:31", new TicketCommand.Close(REVIEWER));
        assertThat(story.kinds())
                .containsExactly(
                        TicketFact.Kind.REGISTERED,
                        TicketFact.Kind.DISPATCHED,
                        TicketFact.Kind.ACKNOWLEDGED,
                        TicketFact.Kind.REPLIED,
                        TicketFact.Kind.REPLY_ACCEPTED,
                        TicketFact.Kind.HANDLED,
                        TicketFact.Kind.CLOSED);
        assertThat(story.ticket.lead().orElseThrow().cards()).isEmpty();
        assertThat(ChronoUnit.MINUTES.between(
                        story.ticket.registeredAt(),
                        story.ticket.lead().orElseThrow().repliedAt().orElseThrow()))
                .isEqualTo(54);
    }

    /** Pingyu, January 2022: 东皇街道 asked for extension again and again. */
    @Test
    void theRepeatedExtensionIsCountedMarkedAndBeyondTheFirstTheLeadersAlone() {
        var asks = new TicketCommand.Apply(HEALTH_CLERK, Optional.empty(), new Application.Extension(5), "情况复杂。");
        var grants = new TicketCommand.Grant(CHIEF, Optional.empty(), Application.Kind.EXTENSION, "同意。");
        var story = new Story("2026-06-01T09:00", matter(Nature.COMPLAINT, "违规建房", false))
                .at("2026-06-01T10:00", new TicketCommand.Dispatch(DISPATCHER, HEALTH))
                .at("2026-06-01T11:00", new TicketCommand.Acknowledge(HEALTH_CLERK));
        var first = story.ticket.lead().orElseThrow().due().at();
        story.at("2026-06-10T09:00", asks).at("2026-06-10T15:00", grants);
        var second = story.ticket.lead().orElseThrow().due().at();
        assertThat(second).isAfter(first);
        // Asked after the deadline: written down as late.
        story.passTo("2026-06-30T09:00").at("2026-06-30T09:00", asks);
        assertThat(story.log)
                .extracting(TicketEvent::fact)
                .filteredOn(TicketFact.Applied.class::isInstance)
                .extracting(fact -> ((TicketFact.Applied) fact).late())
                .containsExactly(false, true);
        var plainLeader = Samples.person(21, NORTH, Optional.empty(), Rights.SEE, Rights.APPROVE);
        assertThatThrownBy(() -> story.at(
                        "2026-06-30T10:00",
                        new TicketCommand.Grant(plainLeader, Optional.empty(), Application.Kind.EXTENSION, "同意。")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        story.at("2026-06-30T10:00", grants);
        assertThat(story.ticket.lead().orElseThrow().extensions()).isEqualTo(2);
        assertThat(story.ticket.times(TicketFact.Kind.APPLIED)).isEqualTo(2);
    }

    /** Pingyu, January 2022: 联通公司 wrote that it had spoken with the citizen, and had not. */
    @Test
    void theFalseClaimOfContactIsSentBackAndStaysInTheLog() {
        var story = new Story("2026-06-01T09:00", matter(Nature.COMPLAINT, "套餐被擅自升级", false))
                .at("2026-06-01T10:00", new TicketCommand.Dispatch(DISPATCHER, HEALTH))
                .at("2026-06-01T11:00", new TicketCommand.Acknowledge(HEALTH_CLERK))
                .at("2026-06-02T09:00", new TicketCommand.Reply(HEALTH_CLERK, "已与反映人联系，反映人无异议。", true));
        var due = story.ticket.lead().orElseThrow().due().at();
        story.at("2026-06-03T09:00", new TicketCommand.SendBack(REVIEWER, "经回访，未与反映人联系。"));
        var lead = story.ticket.lead().orElseThrow();
        assertThat(lead.state()).isEqualTo(new AssignmentState.InHand());
        assertThat(lead.due().at())
                .as("the day with the office does not run against the unit")
                .isAfter(due);
        story.at("2026-06-04T09:00", new TicketCommand.Reply(HEALTH_CLERK, "已当面致歉并恢复原套餐。", true))
                .at("2026-06-04T15:00", new TicketCommand.Review(REVIEWER));
        assertThat(story.log)
                .extracting(TicketEvent::fact)
                .contains(new TicketFact.Replied(1, "已与反映人联系，反映人无异议。", true));
        assertThat(story.ticket.times(TicketFact.Kind.SENT_BACK)).isEqualTo(1);
        assertThat(story.ticket.lead().orElseThrow().repliedAt())
                .as("judged at the reply that was accepted")
                .contains(Story.moment("2026-06-04T09:00"));
    }

    /** Zhengning, February 2022: "向40个部门转办工单31件": more units than tickets. */
    @Test
    void thirtyOneTicketsGoToFortyUnitsAndEachUnitHasItsOwnTimes() {
        var units = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> new UnitCode("unit-" + i))
                .iterator();
        var assignments = new ArrayList<Assignment>();
        for (int i = 0; i < 31; i++) {
            var lead = units.next();
            var assisting = i < 9 ? List.of(units.next()) : List.<UnitCode>of();
            var story = new Story("2026-06-01T09:00", matter(Nature.HELP, "路灯不亮", false))
                    .at("2026-06-01T10:00", new TicketCommand.Dispatch(DISPATCHER, lead, assisting));
            assignments.addAll(story.ticket.assignments());
        }
        assertThat(units.hasNext()).isFalse();
        assertThat(assignments).hasSize(40);
        assertThat(assignments).extracting(Assignment::unit).doesNotHaveDuplicates();
        assertThat(assignments)
                .filteredOn(one -> one.part() == Part.LEAD)
                .as("counted by leading unit there are as many as tickets")
                .hasSize(31);
        assertThat(assignments).allSatisfy(one -> {
            assertThat(one.sentAt()).isEqualTo(Story.moment("2026-06-01T10:00"));
            assertThat(one.due()).isNotNull();
        });
    }

    /** Pingyu, January 2022: 十字路乡 was criticised for 签收不及时 and 超期回复. */
    @Test
    void theLateAcknowledgementIsNoticedAndTheLateReplyBringsCards() {
        var story = new Story("2026-06-01T09:00", matter(Nature.HELP, "排水沟堵塞", false))
                .at("2026-06-01T10:00", new TicketCommand.Dispatch(DISPATCHER, WATER, List.of()))
                .passTo("2026-06-02T10:01");
        assertThat(story.log)
                .extracting(TicketEvent::fact)
                .contains(new TicketFact.Noticed(1, Notice.NOT_ACKNOWLEDGED));
        story.at("2026-06-03T16:00", new TicketCommand.Acknowledge(Samples.WATER_CLERK))
                .at("2026-06-05T09:00", new TicketCommand.Remind(DISPATCHER, Optional.empty(), "请尽快答复。"))
                .at("2026-06-08T09:00", new TicketCommand.Remind(DISPATCHER, Optional.empty(), "请尽快答复。"))
                .at("2026-06-30T09:00", new TicketCommand.Reply(Samples.WATER_CLERK, "已疏通。", true));
        var lead = story.ticket.lead().orElseThrow();
        assertThat(lead.acknowledgedAt().orElseThrow()).isAfter(lead.acknowledgeBy());
        assertThat(lead.standing())
                .as("by the system, before the reply: who replies late has them already")
                .containsExactlyInAnyOrder(Card.YELLOW, Card.RED);
        assertThat(story.kinds().lastIndexOf(TicketFact.Kind.CARD_ISSUED))
                .isLessThan(story.kinds().indexOf(TicketFact.Kind.REPLIED));
        assertThat(story.ticket.times(TicketFact.Kind.REMINDED)).isEqualTo(2);
        assertThat(TicketFold.replay(NORTH, story.log)).isEqualTo(story.ticket);
    }
}
