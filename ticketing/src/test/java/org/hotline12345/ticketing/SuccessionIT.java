package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.hotline12345.ticketing.Successions.Moved;
import org.hotline12345.ticketing.catalogue.CatalogueEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units are merged, split and ended while they have tickets: each ticket goes on, nobody's is lost. */
class SuccessionIT {
    private static final UnitCode STREETS = new UnitCode("streets");
    private static final UnitCode PARKS = new UnitCode("parks");
    private static final UnitCode HOUSING = new UnitCode("housing");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);

    private TestHotline hotline;
    private Ticketing ticketing;
    private SignedIn streetsClerk;
    private SignedIn housingClerk;

    @BeforeEach
    void open() {
        hotline = new TestHotline();
        ticketing = hotline.ticketing;
        hotline.office.addUnit(new Unit(NORTH, STREETS, "城市管理局", "县直单位"));
        hotline.office.addUnit(new Unit(NORTH, PARKS, "园林局", "县直单位"));
        hotline.office.addUnit(new Unit(NORTH, HOUSING, "住建局", "县直单位"));
        streetsClerk = hotline.person("streets-clerk", NORTH, "unit-clerk", Optional.of(STREETS));
        housingClerk = hotline.person("housing-clerk", NORTH, "unit-clerk", Optional.of(HOUSING));
    }

    @AfterEach
    void close() {
        hotline.close();
    }

    @Test
    void openTicketsOfMergedUnitsGoOnAtTheirSuccessorOnTheSameClock() {
        var sent = sent(STREETS);
        var inHand = hotline.act(sent(STREETS), new TicketCommand.Acknowledge(streetsClerk));
        var replied = hotline.act(
                hotline.act(sent(STREETS), new TicketCommand.Acknowledge(streetsClerk)),
                new TicketCommand.Reply(streetsClerk, "已清理。", true));
        var ofParks = sent(PARKS);
        var closed = closed();
        hotline.letPass(Duration.ofHours(5));

        end(List.of(STREETS, PARKS), List.of(HOUSING));
        assertThat(ticketing.successions().move(NORTH)).isEqualTo(new Moved(Map.of(HOUSING, 4), 0, 0));
        for (var before : List.of(sent, inHand, replied, ofParks)) {
            var after = now(before);
            assertThat(after.stage()).isEqualTo(before.stage());
            assertThat(after.lead().orElseThrow().unit()).isEqualTo(HOUSING);
            assertThat(after.lead().orElseThrow().clock())
                    .isEqualTo(before.lead().orElseThrow().clock());
            assertThat(after.lead().orElseThrow().acknowledgedAt())
                    .isEqualTo(before.lead().orElseThrow().acknowledgedAt());
            var last = ticketing.history(after).getLast();
            assertThat(last.by()).isEqualTo(PersonId.SYSTEM);
            assertThat(last.fact())
                    .isEqualTo(new TicketFact.UnitSucceeded(
                            1, before.lead().orElseThrow().unit(), HOUSING, "机构改革"));
            logTellsTheRow(after);
        }
        assertThat(now(closed)).as("closed tickets keep the unit that they had").isEqualTo(closed);
        assertThat(ticketing.successions().move(NORTH)).as("once").isEqualTo(new Moved(Map.of(), 0, 0));

        hotline.act(inHand, new TicketCommand.Reply(housingClerk, "已修好。", true));
        hotline.act(inHand, new TicketCommand.Review(hotline.reviewer));
        assertThat(now(inHand).stage()).isEqualTo(TicketStage.HANDLED);
    }

    @Test
    void anEndedUnitIsNotDispatchedToAndItsClerksSeeWhatWasTheirs() {
        var ticket = hotline.act(sent(STREETS), new TicketCommand.Acknowledge(streetsClerk));
        end(List.of(STREETS), List.of(HOUSING));
        ticketing.passTime();
        for (var command : List.of(
                new TicketCommand.Dispatch(hotline.dispatcher, STREETS),
                new TicketCommand.Dispatch(hotline.dispatcher, PARKS, List.of(STREETS)))) {
            assertThatThrownBy(() -> hotline.act(hotline.ticket(), command))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT))
                    .hasMessage("unit 城市管理局 (streets) ended on 2026-11-02: its successor is 住建局 (housing)");
        }
        assertThat(ticketing
                        .see(streetsClerk, NORTH, ticket.number())
                        .lead()
                        .orElseThrow()
                        .unit())
                .isEqualTo(HOUSING);
        assertThat(ticketing.list(streetsClerk, NORTH, filter()).tickets())
                .extracting(Ticket::number)
                .containsExactly(ticket.number());
        assertThatThrownBy(() -> hotline.act(ticket, new TicketCommand.Reply(streetsClerk, "已修好。", true)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        assertThat(ticketing.successions().inheritances(housingClerk, NORTH))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.unit().name()).isEqualTo("城市管理局");
                    assertThat(one.open()).isEqualTo(1);
                });
        assertThat(ticketing.successions().inheritances(streetsClerk, NORTH)).isEmpty();
        assertThat(ticketing.successions().inheritances(hotline.dispatcher, NORTH))
                .hasSize(1);
    }

    @Test
    void aSplitSendsTicketsWhereTheListTheAreaOrTheCategorySays() {
        ticketing.desks().catalogue().publish(hotline.leader, NORTH, TODAY, "", List.of(line("绿化", "树枝", STREETS)));
        var listed = sent(STREETS, "树枝折断", "解放路");
        var trees = sent(STREETS, "树枝折断", "解放路");
        var east = sent(STREETS, "路灯不亮", "东关镇李庄");
        var other = sent(STREETS, "路灯不亮", "解放路");
        var shares = List.<SuccessionShare>of(
                new SuccessionShare.OfTicket(listed.number(), HOUSING),
                new SuccessionShare.OfArea("东关镇", PARKS),
                new SuccessionShare.OfCategory("绿化", PARKS));
        var ending = new UnitEnding(NORTH, List.of(STREETS), List.of(HOUSING, PARKS), TODAY, "机构改革", Optional.empty());
        var foreseen = new Moved(Map.of(HOUSING, 2, PARKS, 2), 0, 0);
        assertThat(ticketing.successions().foresee(ending, shares)).isEqualTo(foreseen);
        assertThat(now(trees)).as("foreseen is not done").isEqualTo(trees);
        ticketing.successions().share(NORTH, STREETS, shares);
        hotline.office.unitChanges().end(ending);
        assertThat(ticketing.successions().move(NORTH)).isEqualTo(foreseen);
        assertThat(unitOf(listed)).isEqualTo(HOUSING);
        assertThat(unitOf(trees)).isEqualTo(PARKS);
        assertThat(unitOf(east)).isEqualTo(PARKS);
        assertThat(unitOf(other)).as("the rest goes to the first").isEqualTo(HOUSING);
        // What the catalogue names is who is there now.
        var suggested = ticketing.desks().catalogue().suggestions(hotline.dispatcher, ticket("树枝折断", "东关镇"));
        assertThat(suggested).singleElement().satisfies(one -> {
            assertThat(one.unit()).isEqualTo(PARKS);
            assertThat(one.reasons()).contains("原“城市管理局”已撤销，由该单位承继");
        });
        assertThatThrownBy(() -> ticketing
                        .desks()
                        .catalogue()
                        .publish(hotline.leader, NORTH, TODAY, "", List.of(line("绿化", "树枝", STREETS))))
                .hasMessageContaining("its successors are 住建局 (housing), 园林局 (parks)");
    }

    @Test
    void withoutASuccessorTheDispatcherHasItAgain() {
        var ticket = hotline.act(sent(STREETS), new TicketCommand.Acknowledge(streetsClerk));
        end(List.of(STREETS), List.of());
        assertThat(ticketing.successions().move(NORTH)).isEqualTo(new Moved(Map.of(), 1, 0));
        assertThat(now(ticket).stage()).isEqualTo(TicketStage.REGISTERED);
        logTellsTheRow(now(ticket));
    }

    @Test
    void whatIsSentToASuccessorThatEndsInItsTurnGoesToTheLast() {
        var ticket = sent(STREETS);
        end(List.of(STREETS), List.of(PARKS));
        end(List.of(PARKS), List.of(HOUSING));
        ticketing.successions().move(NORTH);
        assertThat(unitOf(ticket)).isEqualTo(HOUSING);
        assertThat(now(ticket).times(TicketFact.Kind.UNIT_SUCCEEDED)).isEqualTo(1);
    }

    @Test
    void anEndToComeMovesTicketsOnItsDay() {
        var ticket = sent(STREETS);
        hotline.office
                .unitChanges()
                .end(new UnitEnding(
                        NORTH, List.of(STREETS), List.of(HOUSING), TODAY.plusDays(1), "机构改革", Optional.empty()));
        ticketing.passTime();
        assertThat(unitOf(ticket)).isEqualTo(STREETS);
        hotline.letPass(Duration.ofHours(15));
        // Units are remembered for a quarter of a second.
        hotline.office.addUnit(new Unit(NORTH, new UnitCode("other"), "其他", "县直单位"));
        ticketing.passTime();
        assertThat(unitOf(ticket)).isEqualTo(HOUSING);
    }

    @Test
    void whereTheSuccessorWorksOnItAlreadyItHasItOnce() {
        var ledByTheOld = hotline.act(
                hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, STREETS, List.of(HOUSING)));
        var ledByTheNew = hotline.act(
                hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HOUSING, List.of(STREETS)));
        end(List.of(STREETS), List.of(HOUSING));
        assertThat(ticketing.successions().move(NORTH).left()).isZero();
        for (var ticket : List.of(now(ledByTheOld), now(ledByTheNew))) {
            assertThat(ticket.openAssignments()).singleElement().satisfies(one -> {
                assertThat(one.unit()).isEqualTo(HOUSING);
                assertThat(one.part()).isEqualTo(Part.LEAD);
            });
            logTellsTheRow(ticket);
        }
    }

    @Test
    void whatTheOldUnitsDutyDidNotAnswerIsTheNewOnes() {
        var duty = ticketing.desks().duty();
        var now = hotline.clock().instant();
        for (var clerk : List.of(streetsClerk, housingClerk)) {
            duty.plan(
                    hotline.leader,
                    NORTH,
                    clerk.unitAt(NORTH),
                    now,
                    now.plus(Duration.ofHours(8)),
                    clerk.person(),
                    Optional.empty());
        }
        var urgent = hotline.act(
                hotline.ticket(),
                new TicketCommand.Reclassify(
                        hotline.dispatcher,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        "山体滑坡。"));
        hotline.act(urgent, new TicketCommand.Dispatch(hotline.dispatcher, STREETS));
        ticketing.desks().callDutyNow();
        assertThat(duty.open(streetsClerk, NORTH)).hasSize(1);
        end(List.of(STREETS), List.of(HOUSING));
        ticketing.passTime();
        ticketing.desks().callDutyNow();
        assertThat(duty.open(streetsClerk, NORTH)).isEmpty();
        assertThat(duty.open(housingClerk, NORTH))
                .singleElement()
                .satisfies(call -> assertThat(call.ticket()).isEqualTo(urgent.number()));
        assertThatThrownBy(() -> duty.plan(
                        hotline.leader,
                        NORTH,
                        Optional.of(STREETS),
                        now.plus(Duration.ofHours(9)),
                        now.plus(Duration.ofHours(10)),
                        streetsClerk.person(),
                        Optional.empty()))
                .hasMessageContaining("its successor is 住建局 (housing)");
    }

    @Test
    void aProgramThatDiesWhileItMovesLeavesNoHalfTicketAndTheNextOneGoesOn() throws Exception {
        var tickets = IntStream.range(0, 12).mapToObj(_ -> sent(STREETS)).toList();
        var there = hotline.database.database();
        try (var line = new CutLine(there.port())) {
            var through =
                    new PgDatabase("127.0.0.1", line.port(), there.name(), there.owner(), there.ownerPassword(), false);
            var pool = through.pool(hotline.database.vertx(), "ticketing", 1);
            var dying = Ticketing.successions(pool, hotline.clock(), hotline.office);
            end(List.of(STREETS), List.of(HOUSING));
            // Its first statement finds the tickets; each ticket is one more.
            line.cutAfter(6);
            try {
                dying.move(NORTH);
            } catch (RuntimeException e) {
                // It is gone.
            }
            assertThat(line.wasCut()).isTrue();
            pool.close().await();
        }
        var moved = tickets.stream().filter(one -> unitOf(one).equals(HOUSING)).count();
        assertThat(moved).isBetween(1L, 11L);
        tickets.forEach(one -> logTellsTheRow(now(one)));
        ticketing.passTime();
        assertThat(tickets).allMatch(one -> unitOf(one).equals(HOUSING));
        assertThat(tickets).allMatch(one -> now(one).times(TicketFact.Kind.UNIT_SUCCEEDED) == 1);
    }

    @Test
    void aDispatchInTheMomentOfTheEndIsRefusedOrMovedAndNeverStranded() throws Exception {
        for (int i = 0; i < 12; i++) {
            var unit = new UnitCode("short-lived-" + i);
            hotline.office.addUnit(new Unit(NORTH, unit, "短命局" + i, "县直单位"));
            var tickets = IntStream.range(0, 4).mapToObj(_ -> hotline.ticket()).toList();
            var deeds = new ArrayList<Supplier<Object>>();
            tickets.forEach(ticket ->
                    deeds.add(() -> hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, unit))));
            deeds.add(2, () -> {
                end(List.of(unit), List.of(HOUSING));
                return ticketing.successions().move(NORTH);
            });
            var results = TicketsOnRows.atOnce(deeds, Supplier::get);
            // What was stored after the move looked is found by the next round.
            ticketing.passTime();
            results.remove(2);
            for (int n = 0; n < tickets.size(); n++) {
                var after = now(tickets.get(n));
                if (results.get(n) instanceof Refused refusal) {
                    assertThat(refusal.kind()).isEqualTo(Refused.Kind.CONFLICT);
                    assertThat(after.stage()).isEqualTo(TicketStage.REGISTERED);
                } else {
                    assertThat(after.stage()).isEqualTo(TicketStage.DISPATCHED);
                    assertThat(after.lead().orElseThrow().unit()).isEqualTo(HOUSING);
                }
                logTellsTheRow(after);
            }
        }
    }

    private Ticket sent(UnitCode unit) {
        return hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, unit));
    }

    private Ticket sent(UnitCode unit, String title, String area) {
        return hotline.act(ticket(title, area), new TicketCommand.Dispatch(hotline.dispatcher, unit));
    }

    private Ticket ticket(String title, String area) {
        var plea = hotline.plea(Optional.empty());
        return ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.HELP, title, title + "。", Optional.of(area)),
                                plea.requester()))
                .ticket();
    }

    private Ticket closed() {
        var ticket = hotline.act(sent(STREETS), new TicketCommand.Acknowledge(streetsClerk));
        hotline.act(ticket, new TicketCommand.Reply(streetsClerk, "已清理。", true));
        hotline.act(ticket, new TicketCommand.Review(hotline.reviewer));
        return hotline.act(ticket, new TicketCommand.Close(hotline.reviewer));
    }

    private void end(List<UnitCode> units, List<UnitCode> successors) {
        hotline.office.unitChanges().end(new UnitEnding(NORTH, units, successors, TODAY, "机构改革", Optional.empty()));
    }

    private Ticket now(Ticket ticket) {
        return ticketing.find(NORTH, ticket.number()).orElseThrow();
    }

    private UnitCode unitOf(Ticket ticket) {
        return now(ticket).lead().orElseThrow().unit();
    }

    private static TicketFilter filter() {
        return new TicketFilter(Optional.empty(), Optional.empty(), Optional.empty(), 100);
    }

    private static CatalogueEntry line(String category, String word, UnitCode unit) {
        return new CatalogueEntry(category, Set.of(word), Optional.empty(), unit, List.of());
    }

    private void logTellsTheRow(Ticket ticket) {
        assertThat(TicketFold.replay(NORTH, ticketing.history(ticket))).isEqualTo(now(ticket));
    }
}
