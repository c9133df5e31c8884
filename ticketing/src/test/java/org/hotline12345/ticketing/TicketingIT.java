package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketingIT {
    private TestHotline hotline;
    private Ticketing ticketing;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        ticketing = hotline.ticketing;
    }

    @AfterAll
    void close() {
        hotline.close();
    }

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
    void mergedRequestsAreClosedInOneStepWithTheOneThatStandsForThem() {
        var parent = inState(TicketStage.IN_HAND);
        var first = hotline.act(hotline.ticket(), merge(parent));
        var second = hotline.act(inState(TicketStage.DISPATCHED), merge(parent));
        var stray = hotline.act(hotline.ticket(), merge(parent));
        hotline.act(stray, new TicketCommand.Unmerge(hotline.dispatcher, "不是同一路灯。"));
        assertThat(find(parent).merged()).containsExactly(first.number(), second.number());
        refused(Refused.Kind.CONFLICT, () -> hotline.act(parent, new TicketCommand.MakeVoid(hotline.leader, "误登。")));
        refused(
                Refused.Kind.UNKNOWN,
                () -> hotline.act(
                        hotline.ticket(),
                        new TicketCommand.Merge(hotline.dispatcher, new TicketNumber("20200101-000001"), "同。")));
        hotline.act(parent, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        hotline.act(parent, new TicketCommand.Review(hotline.reviewer));
        assertThat(find(first).stage()).isEqualTo(TicketStage.HANDLED);
        hotline.act(parent, new TicketCommand.Close(hotline.reviewer));
        for (var one : List.of(parent, first, second)) {
            var closed = find(one);
            assertThat(closed.stage()).isEqualTo(TicketStage.CLOSED);
            assertThat(TicketFold.replay(NORTH, ticketing.history(closed))).isEqualTo(closed);
        }
        assertThat(find(stray).stage()).isEqualTo(TicketStage.REGISTERED);

        // Not solved for one is not solved for all; who goes his own way is released.
        hotline.act(parent, new TicketCommand.Reopen(hotline.reviewer, "仍不亮。"));
        assertThat(List.of(find(first), find(second))).extracting(Ticket::stage).containsOnly(TicketStage.MERGED);
        hotline.act(first, new TicketCommand.Unmerge(hotline.dispatcher, "另一盏。"));
        assertThat(find(parent).merged()).containsExactly(second.number());
        hotline.act(second, new TicketCommand.Unmerge(hotline.dispatcher, "另一盏。"));
        hotline.act(parent, new TicketCommand.Withdraw(hotline.agent, "市民称已解决。"));
        assertThat(find(parent).stage()).isEqualTo(TicketStage.WITHDRAWN);
    }

    @Test
    void aMergedRequestThatIsReopenedByItselfIsReleased() {
        var parent = inState(TicketStage.IN_HAND);
        var merged = hotline.act(hotline.ticket(), merge(parent));
        hotline.act(parent, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        hotline.act(parent, new TicketCommand.Review(hotline.reviewer));
        hotline.act(parent, new TicketCommand.Close(hotline.reviewer));
        hotline.act(merged, new TicketCommand.Reopen(hotline.reviewer, "这一盏仍不亮。"));
        assertThat(find(merged).mergedInto()).isEmpty();
        assertThat(find(parent).merged()).isEmpty();
        assertThat(find(parent).stage()).isEqualTo(TicketStage.CLOSED);
    }

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

    private TicketCommand merge(Ticket into) {
        return new TicketCommand.Merge(hotline.dispatcher, into.number(), "同一路灯。");
    }

    private Ticket find(Ticket ticket) {
        return ticketing.find(NORTH, ticket.number()).orElseThrow();
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

    @Test
    void numbersOfADayFollowEachOtherWhenManyRegisterAtOnce() throws Exception {
        hotline.letPass(Duration.ofDays(100));
        var results = atOnce(IntStream.range(0, 20).boxed().toList(), _ -> hotline.ticket());
        hotline.letPass(Duration.ofDays(-100));
        var numbers = results.stream()
                .map(result -> ((Ticket) result).number().value())
                .sorted()
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, 20)
                        .mapToObj("20270210-%06d"::formatted)
                        .toList());
    }

    @Test
    void aClerkSeesWhatIsOrWasHisUnitsAndAForeignTicketIsAsNone() {
        var ticket = inState(TicketStage.DISPATCHED);
        assertThat(ticketing.see(hotline.healthClerk, NORTH, ticket.number())).isEqualTo(ticket);
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.waterClerk, NORTH, ticket.number()));
        refused(Refused.Kind.UNKNOWN, () -> hotline.act(ticket, new TicketCommand.Acknowledge(hotline.waterClerk)));
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.southernDispatcher, NORTH, ticket.number()));
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.agent, SOUTH, ticket.number()));
        hotline.act(ticket, new TicketCommand.Return(hotline.healthClerk, "不归我管", Optional.of(WATER)));
        hotline.act(ticket, new TicketCommand.AcceptReturn(hotline.dispatcher));
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, WATER));
        assertThat(ticketing.see(hotline.healthClerk, NORTH, ticket.number())).isNotNull();
        refused(Refused.Kind.FORBIDDEN, () -> hotline.act(ticket, new TicketCommand.Acknowledge(hotline.healthClerk)));
        var all = new TicketFilter(Optional.empty(), Optional.empty(), Optional.empty(), 200);
        assertThat(ticketing.list(hotline.waterClerk, NORTH, all).tickets())
                .allMatch(seen -> seen.units().contains(WATER))
                .anyMatch(seen -> seen.number().equals(ticket.number()));
        refused(Refused.Kind.FORBIDDEN, () -> ticketing.list(hotline.southernDispatcher, NORTH, all));
    }

    @Test
    void listsAreFilteredAndContinued() {
        var first = inState(TicketStage.HANDLED);
        var second = inState(TicketStage.HANDLED);
        var handled = new TicketFilter(Optional.of(TicketStage.HANDLED), Optional.of(HEALTH), Optional.empty(), 1);
        var page = ticketing.list(hotline.dispatcher, NORTH, handled);
        assertThat(page.tickets()).containsExactly(second);
        var rest = new TicketFilter(handled.stage(), handled.unit(), page.next(), 1);
        assertThat(ticketing.list(hotline.dispatcher, NORTH, rest).tickets()).containsExactly(first);
    }

    @Test
    void theSameCallTwiceGivesTheSameTicket() throws Exception {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var first = ticketing.register(hotline.agent, hotline.plea(Optional.of(call)));
        var again = ticketing.register(hotline.agent, hotline.plea(Optional.of(call)));
        assertThat(first.fresh()).isTrue();
        assertThat(again.fresh()).isFalse();
        assertThat(again.ticket()).isEqualTo(first.ticket());
        var pressed = hotline.answeredCall(hotline.agent, MOBILE);
        var results =
                atOnce(List.of(1, 2, 3, 4), _ -> ticketing.register(hotline.agent, hotline.plea(Optional.of(pressed))));
        assertThat(results.stream()
                        .map(result -> ((Registration) result).ticket().number())
                        .distinct())
                .hasSize(1);
        assertThat(results.stream().filter(result -> ((Registration) result).fresh()))
                .hasSize(1);
    }

    @Test
    void aCallOfAnotherAgentIsAsNone() {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        refused(Refused.Kind.UNKNOWN, () -> ticketing.register(hotline.otherAgent, hotline.plea(Optional.of(call))));
        refused(
                Refused.Kind.UNKNOWN,
                () -> ticketing.register(hotline.agent, hotline.plea(Optional.of(new CallId("pbx1-1.1")))));
    }

    @Test
    void withoutANumberTheCallersStandsIn() {
        var call = hotline.answeredCall(hotline.agent, "15400000002");
        var plea = hotline.plea(Optional.of(call));
        var intake = new Intake(NORTH, Channel.PHONE, plea.call(), plea.matter(), Requester.UNKNOWN);
        var ticket = ticketing.register(hotline.agent, intake).ticket();
        assertThat(ticketing.requesterPhone(NORTH, ticket.number())).contains("15400000002");
        var wrong = new Requester(Optional.empty(), Optional.of("不知道"));
        refused(
                Refused.Kind.INVALID,
                () -> ticketing.register(
                        hotline.agent, new Intake(NORTH, Channel.PHONE, Optional.empty(), plea.matter(), wrong)));
    }

    @Test
    void whoHoldsTheTicketSeesTheRequesterWholeAndItIsNoted() {
        var ticket = inState(TicketStage.IN_HAND);
        assertThat(ticketing.shown(hotline.dispatcher, ticket).requester())
                .isEqualTo(new SeenRequester(new Requester(Optional.of("张*"), Optional.of("154****0001")), false));
        assertThat(audits(hotline.dispatcher, ticket)).isZero();
        assertThat(ticketing.shown(hotline.healthClerk, ticket).requester())
                .isEqualTo(new SeenRequester(new Requester(Optional.of("张三"), Optional.of(MOBILE)), true));
        assertThat(audits(hotline.healthClerk, ticket)).isEqualTo(1);
    }

    @Test
    void noRowHoldsTheRequesterInTheClear() {
        var ticket = hotline.ticket();
        var written = rows("""
                select t::text || coalesce(string_agg(e::text, ' '), '') as row, encode(t.requester_name, 'escape') as name
                  from ticketing.ticket t join ticketing.ticket_event e using (hotline, number)
                 where number = $1 group by t.*, t.requester_name""", ticket.number().value());
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().getString("row")).contains("路灯不亮").doesNotContain(MOBILE, "张三");
        assertThat(written.getFirst().getString("name")).doesNotContain("张三");
        assertThat(ticketing.requesterPhone(NORTH, ticket.number())).contains(MOBILE);
    }

    @Test
    void theLogCannotBeChangedByTheProgram() {
        hotline.ticket();
        for (var sql : List.of(
                "update ticketing.ticket_event set type = 'CLOSED'",
                "delete from ticketing.ticket_event",
                "truncate ticketing.ticket_event",
                "delete from ticketing.ticket")) {
            assertThatThrownBy(
                            () -> hotline.ticketingPool().query(sql).execute().await())
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aFollowerPassesNoEventThatCommitsLate() {
        var late = hotline.ticket();
        var callback = hotline.database.pool("callback");
        var from = follow(callback, 0).size();
        var connection = hotline.ticketingPool().getConnection().await();
        var slow = connection.begin().await();
        // An event that is written, and not committed yet, while a later one is.
        connection
                .preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ($1, $2, 99, 'CLOSED', now(), gen_random_uuid(), '{}')""")
                .execute(Tuple.of(NORTH.value(), late.number().value()))
                .await();
        hotline.ticket();
        assertThat(follow(callback, from)).isEmpty();
        slow.commit().await();
        connection.close().await();
        assertThat(follow(callback, from)).hasSize(2);
    }

    /** Reads as a follower does: in order, below the oldest transaction that is still open. */
    private static List<Row> follow(Pool pool, int skip) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select number, position from ticketing.v_ticket_event
                         where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position offset $1""").execute(Tuple.of(skip)).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private Ticket inState(TicketStage kind) {
        return switch (kind) {
            case REGISTERED -> hotline.ticket();
            case DISPATCHED -> hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
            case IN_HAND ->
                hotline.act(inState(TicketStage.DISPATCHED), new TicketCommand.Acknowledge(hotline.healthClerk));
            case RETURN_REQUESTED ->
                hotline.act(
                        inState(TicketStage.IN_HAND),
                        new TicketCommand.Return(hotline.healthClerk, "不归我管", Optional.of(WATER)));
            case REPLIED ->
                hotline.act(inState(TicketStage.IN_HAND), new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
            case HANDLED -> hotline.act(inState(TicketStage.REPLIED), new TicketCommand.Review(hotline.reviewer));
            case CLOSED -> hotline.act(inState(TicketStage.HANDLED), new TicketCommand.Close(hotline.reviewer));
            case ARCHIVED -> hotline.act(inState(TicketStage.CLOSED), new TicketCommand.Archive(hotline.reviewer));
            case REJECTED ->
                hotline.act(
                        hotline.ticket(), new TicketCommand.Reject(hotline.agent, RejectReason.LAWFUL_WAY, "请向法院起诉。"));
            case WITHDRAWN ->
                hotline.act(inState(TicketStage.IN_HAND), new TicketCommand.Withdraw(hotline.agent, "已解决。"));
            case VOIDED -> hotline.act(hotline.ticket(), new TicketCommand.MakeVoid(hotline.leader, "重复登记。"));
            case MERGED ->
                hotline.act(
                        inState(TicketStage.IN_HAND),
                        new TicketCommand.Merge(
                                hotline.dispatcher,
                                inState(TicketStage.DISPATCHED).number(),
                                "同一路灯。"));
            case SUSPENDED ->
                hotline.act(
                        hotline.act(
                                inState(TicketStage.IN_HAND),
                                new TicketCommand.Apply(
                                        hotline.healthClerk, Optional.empty(), new Application.Suspension(), "等待鉴定。")),
                        new TicketCommand.Grant(hotline.leader, Optional.empty(), Application.Kind.SUSPENSION, "同意。"));
        };
    }

    private long audits(SignedIn who, Ticket ticket) {
        return hotline.database
                .pool("office")
                .preparedQuery("select count(*) from office.audit where person = $1 and object = $2 and action = $3")
                .execute(Tuple.of(who.person().value(), ticket.number().value(), "ticketing.see-requester"))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private List<Row> rows(String sql, String number) {
        var rows = hotline.ticketingPool()
                .preparedQuery(sql)
                .execute(Tuple.of(number))
                .await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private interface Deed<T> {
        Object of(T input);
    }

    /** What each came to, its refusal too. */
    private static <T> List<Object> atOnce(List<T> inputs, Deed<T> deed) throws Exception {
        var barrier = new CyclicBarrier(inputs.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Object>();
            var tasks = inputs.stream()
                    .<Callable<Object>>map(input -> () -> {
                        barrier.await();
                        try {
                            return deed.of(input);
                        } catch (Refused e) {
                            return e;
                        }
                    })
                    .toList();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void refused(Refused.Kind kind, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
