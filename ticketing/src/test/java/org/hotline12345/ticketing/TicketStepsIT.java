package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.Test;

/** What people do to tickets, on rows. */
class TicketStepsIT extends TicketsOnRows {
    @Test
    void aTicketLivesItsWholeLifeByTheRightPeople() {
        var heard = new CopyOnWriteArrayList<TicketFact.Kind>();
        ticketing.addListener((_, _, events) -> events.forEach(event -> heard.add(event.kind())));
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var ticket = ticketing
                .register(hotline.agent, hotline.plea(Optional.of(call)))
                .ticket();
        var commands = List.of(
                new TicketCommand.Dispatch(hotline.dispatcher, WATER),
                new TicketCommand.Return(hotline.waterClerk, "路灯归卫健委管。", Optional.of(HEALTH)),
                new TicketCommand.AcceptReturn(hotline.dispatcher),
                new TicketCommand.Dispatch(hotline.dispatcher, HEALTH),
                new TicketCommand.Acknowledge(hotline.healthClerk),
                new TicketCommand.Return(hotline.healthClerk, "不属本单位职责。", Optional.empty()),
                new TicketCommand.RefuseReturn(hotline.dispatcher, "属于。"),
                new TicketCommand.Reply(hotline.healthClerk, "正在整改中。", false),
                new TicketCommand.SendBack(hotline.reviewer, "请写明结果。"),
                new TicketCommand.Reply(hotline.healthClerk, "路灯已修好。", true),
                new TicketCommand.Review(hotline.reviewer),
                new TicketCommand.Close(hotline.reviewer));
        for (var command : commands) {
            hotline.letPass(Duration.ofMinutes(30));
            ticket = hotline.act(ticket, command);
        }
        assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
        // The acceptance of the reply and the handling are two.
        assertThat(ticket.version()).isEqualTo(2 + commands.size());
        assertThat(ticketing.find(NORTH, ticket.number())).contains(ticket);
        var history = ticketing.history(ticket);
        assertThat(TicketFold.replay(NORTH, history)).isEqualTo(ticket);
        assertThat(heard)
                .containsExactlyElementsOf(
                        history.stream().map(TicketEvent::kind).toList());
        assertThat(ticketing.boundCall(ticket).orElseThrow())
                .isEqualTo(new BoundCall(
                        call,
                        "12345",
                        Optional.of("hotline"),
                        history.getFirst().at(),
                        Optional.of(Duration.ofSeconds(9)),
                        Optional.of(Duration.ofSeconds(60)),
                        Optional.of(hotline.agent.person()),
                        true));
        var shown = rows(
                        "select * from ticketing.v_ticket where number = $1",
                        ticket.number().value())
                .getFirst();
        assertThat(shown.getString("unit")).isEqualTo("health");
        assertThat(shown.getString("mode")).isEqualTo("UNIT");
        assertThat(shown.getOffsetDateTime("handled_at")).isBefore(shown.getOffsetDateTime("closed_at"));
    }

    @Test
    void theStoredTicketIsWhatItsEventsTellAtEveryStep() {
        for (var kind : TicketStage.values()) {
            var ticket = inState(kind);
            assertThat(ticket.stage()).isEqualTo(kind);
            var stored = ticketing.find(NORTH, ticket.number()).orElseThrow();
            assertThat(stored).isEqualTo(ticket);
            assertThat(TicketFold.replay(NORTH, ticketing.history(stored))).isEqualTo(stored);
        }
        var answered = hotline.act(hotline.ticket(), new TicketCommand.Answer(hotline.agent, "已告知。"));
        assertThat(ticketing.find(NORTH, answered.number())).contains(answered);
        assertThat(TicketFold.replay(NORTH, ticketing.history(answered))).isEqualTo(answered);
    }

    @Test
    void aWrongPersonIsRefusedAndNothingIsStored() {
        var ticket = inState(TicketStage.DISPATCHED);
        refused(Refused.Kind.FORBIDDEN, () -> hotline.act(ticket, new TicketCommand.Dispatch(hotline.agent, WATER)));
        refused(Refused.Kind.FORBIDDEN, () -> hotline.act(ticket, new TicketCommand.Acknowledge(hotline.dispatcher)));
        refused(Refused.Kind.FORBIDDEN, () -> hotline.act(ticket, new TicketCommand.Close(hotline.healthClerk)));
        refused(Refused.Kind.FORBIDDEN, () -> ticketing.register(hotline.dispatcher, hotline.plea(Optional.empty())));
        assertThat(ticketing.find(NORTH, ticket.number())).contains(ticket);
        assertThat(ticketing.history(ticket)).hasSize(ticket.version());
    }

    @Test
    void aWrongStateIsRefusedAndNothingIsStored() {
        var ticket = inState(TicketStage.IN_HAND);
        refused(Refused.Kind.CONFLICT, () -> hotline.act(ticket, new TicketCommand.Close(hotline.reviewer)));
        refused(
                Refused.Kind.CONFLICT,
                () -> hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, WATER)));
        assertThat(ticketing.find(NORTH, ticket.number())).contains(ticket);
        assertThat(ticketing.history(ticket)).hasSize(ticket.version());
    }

    @Test
    void everythingThatCanBeAskedForIsStoredAsItsEventsTell() {
        var ticket = inState(TicketStage.IN_HAND);
        var commands = List.of(
                new TicketCommand.Involve(hotline.dispatcher, List.of(WATER)),
                new TicketCommand.Progress(hotline.healthClerk, Optional.empty(), "已到现场。"),
                new TicketCommand.Apply(hotline.healthClerk, Optional.empty(), new Application.Extension(3), "等配件。"),
                new TicketCommand.Apply(
                        hotline.healthClerk, Optional.empty(), new Application.Exclusion("照片。"), "不合理。"),
                new TicketCommand.Decline(hotline.leader, Optional.empty(), Application.Kind.EXCLUSION, "证据不足。"),
                new TicketCommand.Grant(hotline.leader, Optional.empty(), Application.Kind.EXTENSION, "同意。"),
                new TicketCommand.Remind(hotline.dispatcher, Optional.of(WATER), "请尽快。"),
                new TicketCommand.Chase(hotline.otherAgent, "再次来电。"),
                new TicketCommand.Supplement(hotline.otherAgent, "共三盏。"),
                new TicketCommand.Supervise(hotline.leader, "联席会议", "多次未办。", List.of("张某", "李某")),
                new TicketCommand.SignOff(hotline.leader, "分管领导", "请抓紧。"),
                new TicketCommand.EndSupervision(hotline.leader, "已整改。"),
                new TicketCommand.Exclude(hotline.leader, "不合理。", "照片。"),
                new TicketCommand.Recall(hotline.dispatcher, Optional.of(WATER), "无需协办。"),
                new TicketCommand.Reclassify(
                        hotline.dispatcher,
                        Optional.of(Nature.COMPLAINT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        "实为投诉。"));
        for (var command : commands) {
            hotline.letPass(Duration.ofMinutes(3));
            ticket = hotline.act(ticket, command);
            assertThat(find(ticket)).as("%s", command.kind()).isEqualTo(ticket);
        }
        assertThat(TicketFold.replay(NORTH, ticketing.history(ticket))).isEqualTo(ticket);
        assertThat(ticket.excluded()).isTrue();
        assertThat(ticket.lead().orElseThrow().extensions()).isEqualTo(1);
        refused(
                Refused.Kind.INVALID,
                () -> hotline.act(
                        inState(TicketStage.IN_HAND),
                        new TicketCommand.Supervise(hotline.leader, "打板子", "?", List.of())));
    }

    @Test
    void anUnknownUnitIsRefused() {
        refused(
                Refused.Kind.INVALID,
                () -> hotline.act(
                        hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, new UnitCode("nowhere"))));
    }

    @Test
    void ofTwoAtOnceOnlyOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            var ticket = inState(TicketStage.REPLIED);
            var results = atOnce(
                    List.of(
                            new TicketCommand.Review(hotline.reviewer),
                            new TicketCommand.SendBack(hotline.reviewer, "重写")),
                    command -> hotline.act(ticket, command));
            assertThat(results.stream().filter(Refused.class::isInstance).map(result -> ((Refused) result).kind()))
                    .containsExactly(Refused.Kind.CONFLICT);
            var stored = ticketing.find(NORTH, ticket.number()).orElseThrow();
            assertThat(results).contains(stored);
            assertThat(ticketing.history(ticket)).hasSize(stored.version());
        }
    }

    @Test
    void whoSawAnOlderVersionIsRefused() {
        var ticket = inState(TicketStage.IN_HAND);
        var reply = new TicketCommand.Reply(hotline.healthClerk, "已修好。", true);
        refused(
                Refused.Kind.CONFLICT,
                () -> ticketing.act(NORTH, ticket.number(), reply, OptionalInt.of(ticket.version() - 1)));
        assertThat(ticketing
                        .act(NORTH, ticket.number(), reply, OptionalInt.of(ticket.version()))
                        .stage())
                .isEqualTo(TicketStage.REPLIED);
    }
}
