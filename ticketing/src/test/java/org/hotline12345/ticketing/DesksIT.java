package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.attention.Alert;
import org.hotline12345.ticketing.catalogue.CatalogueEntry;
import org.hotline12345.ticketing.catalogue.SuggestionFigures;
import org.hotline12345.ticketing.likeness.Repeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What helps those who work on tickets, on real rows. */
class DesksIT {
    private static final String OTHER_MOBILE = "15400000009";

    private TestHotline hotline;
    private Desks desks;

    @BeforeEach
    void open() {
        hotline = new TestHotline();
        desks = hotline.ticketing.desks();
    }

    @AfterEach
    void close() {
        hotline.close();
    }

    private Ticket ticket(String title, String content, String area, String phone) {
        var intake = new Intake(
                NORTH,
                Channel.PHONE,
                Optional.empty(),
                new Matter(Nature.HELP, title, content, Optional.of(area)),
                new Requester(Optional.of("张三"), Optional.of(phone)));
        return hotline.ticketing.register(hotline.agent, intake).ticket();
    }

    private Ticket ticket(String title, String content, String area) {
        return ticket(title, content, area, TestHotline.MOBILE);
    }

    private void publishWater(String... words) {
        desks.catalogue()
                .publish(
                        hotline.leader,
                        NORTH,
                        desks.catalogue().today(NORTH),
                        "",
                        List.of(new CatalogueEntry("供水", Set.of(words), Optional.empty(), WATER, List.of(HEALTH))));
    }

    private List<UnitSaid> suggested(Ticket ticket) {
        return desks
                .catalogue()
                .suggestions(hotline.dispatcher, hotline.ticketing.see(hotline.dispatcher, NORTH, ticket.number()))
                .stream()
                .map(one -> new UnitSaid(one.unit().value(), one.reasons()))
                .toList();
    }

    private record UnitSaid(String unit, List<String> reasons) {}

    // Catalogue and suggestions

    @Test
    void aTicketKeepsWhatWasSuggestedWhenTheCatalogueChanges() {
        publishWater("停水");
        var ticket = ticket("停水", "兴华小区停水", "兴华小区");
        var before = suggested(ticket);
        assertThat(before).containsExactly(new UnitSaid("water", List.of("目录 v1：供水（“停水”）")));
        desks.catalogue()
                .publish(
                        hotline.leader,
                        NORTH,
                        desks.catalogue().today(NORTH),
                        "改由卫健委",
                        List.of(new CatalogueEntry("供水", Set.of("停水"), Optional.empty(), HEALTH, List.of())));
        assertThat(suggested(ticket)).isEqualTo(before);
        assertThat(suggested(ticket("停水", "又停水", "东街")))
                .containsExactly(new UnitSaid("health", List.of("目录 v2：供水（“停水”）")));
        assertThat(desks.catalogue().versions(hotline.dispatcher, NORTH)).hasSize(2);
        assertThat(desks.catalogue().version(hotline.dispatcher, NORTH, 1).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.lead()).isEqualTo(WATER));
    }

    @Test
    void aVersionIsInForceFromItsDayOnAndNotBefore() {
        publishWater("停水");
        desks.catalogue()
                .publish(
                        hotline.leader,
                        NORTH,
                        desks.catalogue().today(NORTH).plusDays(1),
                        "",
                        List.of(new CatalogueEntry("供水", Set.of("停水"), Optional.empty(), HEALTH, List.of())));
        assertThat(desks.catalogue().inForce(NORTH))
                .hasValueSatisfying(one -> assertThat(one.version()).isEqualTo(1));
        hotline.letPass(Duration.ofDays(1));
        assertThat(desks.catalogue().inForce(NORTH))
                .hasValueSatisfying(one -> assertThat(one.version()).isEqualTo(2));
        assertThat(desks.catalogue().inForce(SOUTH)).isEmpty();
    }

    @Test
    void acceptedWorkOnTheLikeIsSuggestedAfterTheReaderHasReadIt() {
        var past = ticket("解放路路灯不亮", "解放路的路灯坏了三天，晚上很黑", "解放路");
        hotline.act(past, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        hotline.act(past, new TicketCommand.Acknowledge(hotline.healthClerk, Optional.empty()));
        hotline.act(past, new TicketCommand.Reply(hotline.healthClerk, Optional.empty(), "已修好", true));
        hotline.act(past, new TicketCommand.Review(hotline.reviewer));
        desks.readNow();
        var like = ticket("路灯不亮", "解放路的路灯又坏了，晚上很黑", "解放路");
        assertThat(suggested(like)).singleElement().satisfies(one -> {
            assertThat(one.unit()).isEqualTo("health");
            assertThat(one.reasons())
                    .singleElement()
                    .asString()
                    .contains(past.number().value());
        });
    }

    @Test
    void whatWasTakenIsCountedFromTheDispatchesThemselves() {
        publishWater("停水");
        var taken = ticket("停水", "停水", "东街");
        var otherwise = ticket("停水", "停水", "西街");
        var unseen = ticket("停水", "停水", "南街");
        suggested(taken);
        suggested(otherwise);
        hotline.act(taken, new TicketCommand.Dispatch(hotline.dispatcher, WATER, List.of(HEALTH)));
        hotline.act(otherwise, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        hotline.act(unseen, new TicketCommand.Dispatch(hotline.dispatcher, WATER));
        var today = desks.catalogue().today(NORTH);
        assertThat(desks.catalogue().figures(hotline.dispatcher, NORTH, today, today))
                .isEqualTo(new SuggestionFigures(3, 2, 1, 1));
        assertThat(desks.catalogue().figures(hotline.dispatcher, NORTH, today.plusDays(1), today.plusDays(2)))
                .isEqualTo(new SuggestionFigures(0, 0, 0, 0));
    }

    @Test
    void afterAReturnTheUnitIsNotSuggestedAgainAndTheNewSuggestionIsKeptBesideTheOld() {
        publishWater("停水");
        var ticket = ticket("停水", "停水", "东街");
        assertThat(suggested(ticket)).hasSize(1);
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, WATER));
        assertThat(suggested(ticket)).extracting(UnitSaid::unit).containsExactly("water");
        hotline.act(
                ticket, new TicketCommand.Return(hotline.waterClerk, Optional.empty(), "不属于本单位", Optional.of(HEALTH)));
        hotline.act(ticket, new TicketCommand.AcceptReturn(hotline.dispatcher, Optional.empty()));
        assertThat(suggested(ticket)).isEmpty();
    }

    @Test
    void onlyWhoMayPublishesAndOnlyWhatMakesACatalogue() {
        var lines = List.of(new CatalogueEntry("供水", Set.of("停水"), Optional.empty(), WATER, List.of()));
        var today = desks.catalogue().today(NORTH);
        assertThatThrownBy(() -> desks.catalogue().publish(hotline.dispatcher, NORTH, today, "", lines))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        assertThatThrownBy(() -> desks.catalogue().publish(hotline.leader, NORTH, today.minusDays(1), "", lines))
                .hasMessageContaining("over");
        assertThatThrownBy(() -> desks.catalogue()
                        .publish(
                                hotline.leader,
                                NORTH,
                                LocalDate.of(2026, 12, 1),
                                "",
                                List.of(new CatalogueEntry(
                                        "供水", Set.of("停水"), Optional.empty(), new UnitCode("nobody"), List.of()))))
                .hasMessageContaining("there is no unit nobody");
        assertThatThrownBy(() -> desks.catalogue().versions(hotline.southernDispatcher, NORTH))
                .isInstanceOf(Refused.class);
    }

    // Repeats

    @Test
    void whatTheSameCallerAsksAgainOrANeighbourToIsSuggestedForMerging() {
        var first = ticket("解放路路灯不亮", "解放路的路灯坏了三天，晚上很黑", "解放路", OTHER_MOBILE);
        var stranger = ticket("小区停水", "兴华小区停水", "兴华小区", OTHER_MOBILE);
        desks.readNow();
        var again = ticket("路灯还是不亮", "上次反映的路灯坏了，晚上很黑，还没修", "解放路22号", OTHER_MOBILE);
        var neighbour = ticket("解放路路灯不亮", "路灯坏了，晚上很黑", "解放路 8号", "15400000002");
        assertThat(repeats(again)).extracting(Repeat::number).contains(first.number());
        assertThat(repeats(neighbour).getFirst()).satisfies(one -> {
            assertThat(one.number()).isEqualTo(first.number());
            assertThat(one.reasons()).contains("同一地点：解放路").noneMatch(reason -> reason.contains("号码"));
        });
        assertThat(repeats(again)).extracting(Repeat::number).doesNotContain(stranger.number());
        // One click: the suggested command works.
        hotline.act(again, new TicketCommand.Merge(hotline.dispatcher, first.number(), "重复来电"));
        assertThat(repeats(hotline.ticketing.see(hotline.dispatcher, NORTH, again.number())))
                .isEmpty();
        assertThat(repeats(neighbour)).extracting(Repeat::number).doesNotContain(again.number());
    }

    @Test
    void whoMayNotMergeLearnsNothingOfOtherTickets() {
        ticket("解放路路灯不亮", "路灯坏了", "解放路");
        var again = ticket("解放路路灯不亮", "路灯坏了", "解放路");
        assertThat(desks.repeats().repeats(hotline.agent, again)).isEmpty();
        assertThat(repeats(again)).hasSize(1);
    }

    private List<Repeat> repeats(Ticket ticket) {
        return desks.repeats().repeats(hotline.dispatcher, ticket);
    }

    // Danger words and clusters

    @Test
    void aWordOfDangerAlertsOnceHoweverOftenItIsRead() {
        var told = new ArrayList<String>();
        desks.start((name, needed) -> new LiveTopic() {
            @Override
            public void publish(PersonId to, String json) {
                throw new AssertionError("alerts are for all leaders of the hotline");
            }

            @Override
            public void publish(HotlineCode to, String json) {
                told.add(to + json);
            }
        });
        var ticket = ticket("楼道有煤气味", "闻到煤气泄漏的味道，有人要跳楼", "兴华小区");
        desks.readNow();
        hotline.act(
                ticket,
                new TicketCommand.Reclassify(
                        hotline.dispatcher,
                        Optional.of(Nature.COMPLAINT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "投诉"));
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, true))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo(Alert.Kind.DANGER);
                    assertThat(alert.ticket()).isEqualTo(ticket.number());
                    assertThat(alert.words()).isEqualTo("跳楼、煤气泄漏");
                });
        assertThat(told)
                .singleElement()
                .asString()
                .contains("\"DANGER\"", ticket.number().value());
        desks.close();
    }

    @Test
    void threeOfOneTopicAtOnePlaceWithinTheTimeAreACluster() {
        ticket("解放路停电", "解放路停电了", "解放路");
        ticket("解放路停电", "从中午起停电", "解放路 6号");
        ticket("解放路路灯不亮", "路灯坏了", "解放路");
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, false)).isEmpty();
        hotline.letPass(Duration.ofMinutes(30));
        var third = ticket("解放路又停电", "停电半天了", "解放路");
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, true))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo(Alert.Kind.CLUSTER);
                    assertThat(alert.tickets()).hasSize(3).contains(third.number());
                    assertThat(alert.words()).isEqualTo("解放路 · 解放路又停电：3 件");
                });
        // The next one alone is no news; three more are.
        ticket("解放路停电", "还在停电", "解放路");
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, true)).hasSize(1);
        ticket("解放路停电", "还在停电", "解放路");
        ticket("解放路停电", "停电", "解放路");
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, true)).hasSize(2);
    }

    @Test
    void ticketsOfOneCategoryAreOfOneTopicHoweverTheyAreWorded() {
        publishWater("停水", "水压", "断水");
        ticket("家里没水", "一早断水", "兴华小区");
        ticket("水压太低", "三楼上不去", "兴华小区");
        desks.readNow();
        ticket("停水通知没看到", "怎么回事", "兴华小区");
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, true))
                .singleElement()
                .satisfies(alert -> assertThat(alert.words()).isEqualTo("兴华小区 · 供水：3 件"));
    }

    @Test
    void whatIsSpreadOverMoreThanTheTimeIsNoCluster() {
        for (int ticket = 0; ticket < 3; ticket++) {
            ticket("解放路停电", "停电", "解放路");
            hotline.letPass(Duration.ofMinutes(90));
        }
        desks.readNow();
        assertThat(desks.alerts().list(hotline.leader, NORTH, false)).isEmpty();
    }

    @Test
    void anAlertIsAcknowledgedByOneAndOnlyByWhoMaySeeIt() {
        ticket("着火了", "楼下着火", "兴华小区");
        desks.readNow();
        var alert = desks.alerts().list(hotline.leader, NORTH, true).getFirst();
        assertThatThrownBy(() -> desks.alerts().list(hotline.agent, NORTH, true))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        var done = desks.alerts().acknowledge(hotline.leader, NORTH, alert.id(), "已通知119");
        assertThat(done.acknowledged())
                .hasValueSatisfying(one -> assertThat(one.note()).isEqualTo("已通知119"));
        assertThat(desks.alerts().list(hotline.leader, NORTH, true)).isEmpty();
        assertThat(desks.alerts().list(hotline.leader, NORTH, false)).containsExactly(done);
        assertThatThrownBy(() -> desks.alerts().acknowledge(hotline.leader, NORTH, alert.id(), ""))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.CONFLICT));
        assertThatThrownBy(() -> desks.alerts().acknowledge(hotline.leader, NORTH, UUID.randomUUID(), ""))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.UNKNOWN));
    }
}
