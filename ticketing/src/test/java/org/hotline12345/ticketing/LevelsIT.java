package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A city (north), its county (south) and the county's town (east), each with a hotline of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsIT {
    private static final UnitCode COUNTY = new UnitCode("south-county");
    private static final UnitCode ROADS = new UnitCode("roads");
    private static final UnitCode TOWN = new UnitCode("east-town");
    private static final UnitCode OFFICE = new UnitCode("town-office");
    private static final HotlineCode EAST = new HotlineCode("east");

    private TestHotline hotline;
    private SignedIn countyDispatcher;
    private SignedIn countyReviewer;
    private SignedIn roadsClerk;
    private SignedIn townDispatcher;
    private SignedIn townReviewer;
    private SignedIn townClerk;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        var office = hotline.office;
        office.addHotline(new Hotline(EAST, "东镇便民热线", "12347", "0371", ZoneId.of("Asia/Shanghai")));
        office.addProfile(SOUTH, "ticketing: {working-days: {HELP: 3}}", Instant.EPOCH, PersonId.SYSTEM);
        office.addUnit(new Unit(NORTH, COUNTY, "南县", "县区", Optional.of(SOUTH)));
        office.addUnit(new Unit(SOUTH, ROADS, "公路局", "县直单位"));
        office.addUnit(new Unit(SOUTH, TOWN, "东镇", "乡镇", Optional.of(EAST)));
        office.addUnit(new Unit(EAST, OFFICE, "东镇办公室", "站所"));
        countyDispatcher = hotline.southernDispatcher;
        countyReviewer = hotline.person("county-reviewer", SOUTH, "reviewer", Optional.empty());
        roadsClerk = hotline.person("roads-clerk", SOUTH, "unit-clerk", Optional.of(ROADS));
        townDispatcher = hotline.person("town-dispatcher", EAST, "dispatcher", Optional.empty());
        townReviewer = hotline.person("town-reviewer", EAST, "reviewer", Optional.empty());
        townClerk = hotline.person("town-clerk", EAST, "unit-clerk", Optional.of(OFFICE));
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    @Test
    void whatTheCityAsksTheCountyAnswersOnAClockOfItsOwn() {
        var city = sentDown();
        var county = below(city);
        assertThat(county.channel()).isEqualTo(Channel.UPSTREAM);
        assertThat(county.matter()).isEqualTo(city.matter());
        assertThat(county.above()).contains(new Above(NORTH, city.number(), 1));
        assertThat(hotline.ticketing.shown(countyDispatcher, county).requester())
                .isEqualTo(new SeenRequester(new Requester(Optional.of("张三"), Optional.of(MOBILE)), true));
        assertThat(hotline.ticketing.requesterPhone(SOUTH, county.number())).contains(MOBILE);

        hotline.letPass(Duration.ofHours(1));
        var sent = hotline.act(county, new TicketCommand.Dispatch(countyDispatcher, ROADS));
        assertThat(now(city).stage())
                .as("the county's first step is its acknowledgement")
                .isEqualTo(TicketStage.IN_HAND);
        assertThat(sent.lead().orElseThrow().due().at())
                .as("three days here, five above")
                .isBefore(now(city).lead().orElseThrow().due().at());

        answer(county, "已修好。");
        assertThat(now(city).stage()).isEqualTo(TicketStage.REPLIED);
        assertThat(lastReply(city)).isEqualTo("已修好。");

        hotline.act(city, new TicketCommand.SendBack(hotline.reviewer, "请写明修了几盏。"));
        assertThat(now(county).stage()).isEqualTo(TicketStage.REGISTERED);
        answer(hotline.act(county, new TicketCommand.Dispatch(countyDispatcher, ROADS)), "修了三盏。");
        assertThat(lastReply(city)).isEqualTo("修了三盏。");

        hotline.act(city, new TicketCommand.Review(hotline.reviewer));
        assertThat(now(city).stage()).isEqualTo(TicketStage.HANDLED);
        assertThat(now(county).stage())
                .as("the city asks the citizen; nothing is left to the county")
                .isEqualTo(TicketStage.CLOSED);
        logTellsTheRow(city);
        logTellsTheRow(county);
    }

    @Test
    void whoWishesNotToBeKnownIsNotKnownBelowEither() {
        var wish = new Filing(
                NORTH,
                Channel.WEB,
                new Matter(Nature.HELP, "路灯不亮", "解放路路灯坏了。", Optional.of("解放路"), false),
                new Requester(Optional.of("张三"), Optional.of(MOBILE)),
                false,
                Optional.of(true),
                Filing.Details.NONE);
        var key = Filings.Key.of(Optional.of("not-known-below"), new byte[0]);
        var filed = hotline.ticketing.filings().file(wish, key);
        var city = hotline.act(
                hotline.ticketing.find(NORTH, filed.number()).orElseThrow(),
                new TicketCommand.Dispatch(hotline.dispatcher, COUNTY));
        var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, ROADS));
        assertThat(hotline.ticketing.shown(countyDispatcher, county).requester().secrecy())
                .isEqualTo(SeenRequester.Secrecy.CONFIDENTIAL);
        assertThat(hotline.ticketing.shown(roadsClerk, county).requester())
                .isEqualTo(new SeenRequester(Requester.UNKNOWN, false, SeenRequester.Secrecy.HIDDEN));
    }

    @Test
    void whatTheCountyRejectsGoesBackAndMayComeAgain() {
        var city = sentDown();
        var county = below(city);
        var rejection = new TicketCommand.Reject(countyDispatcher, RejectReason.NO_MATTER, "不属本县。");
        hotline.act(county, rejection);
        assertThat(now(city).stage()).isEqualTo(TicketStage.RETURN_REQUESTED);
        hotline.act(city, new TicketCommand.RefuseReturn(hotline.dispatcher, "属于。"));
        assertThat(now(city).stage()).isEqualTo(TicketStage.IN_HAND);
        assertThat(now(county).stage()).isEqualTo(TicketStage.REGISTERED);
        hotline.act(county, rejection);
        hotline.act(city, new TicketCommand.AcceptReturn(hotline.dispatcher));
        assertThat(now(city).stage()).isEqualTo(TicketStage.REGISTERED);
        assertThat(now(county).stage()).isEqualTo(TicketStage.REJECTED);
        logTellsTheRow(county);
        // Sent there again, it is another assignment and another ticket.
        hotline.act(city, new TicketCommand.Dispatch(hotline.dispatcher, COUNTY));
        assertThat(below(city).number()).isNotEqualTo(county.number());
    }

    @Test
    void whatTheCityTakesBackIsTakenFromAllBelow() {
        var city = sentDown();
        var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, TOWN));
        var town = hotline.act(belowOf(SOUTH, county), new TicketCommand.Dispatch(townDispatcher, OFFICE));
        hotline.act(city, new TicketCommand.Recall(hotline.dispatcher, Optional.empty(), "派错了。"));
        assertThat(List.of(now(county), now(town))).extracting(Ticket::stage).containsOnly(TicketStage.WITHDRAWN);
        assertThat(now(town).openAssignments()).isEmpty();
        assertThat(now(city).stage()).isEqualTo(TicketStage.REGISTERED);
    }

    @Test
    void anAnswerGoesUpThroughEveryLevel() {
        var city = sentDown();
        var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, TOWN));
        var town = hotline.act(belowOf(SOUTH, county), new TicketCommand.Dispatch(townDispatcher, OFFICE));
        hotline.act(town, new TicketCommand.Acknowledge(townClerk));
        hotline.act(town, new TicketCommand.Reply(townClerk, "已换灯泡。", true));
        hotline.act(town, new TicketCommand.Review(townReviewer));
        assertThat(now(county).stage()).isEqualTo(TicketStage.REPLIED);
        assertThat(now(city).stage()).isEqualTo(TicketStage.IN_HAND);
        hotline.act(county, new TicketCommand.Review(countyReviewer));
        assertThat(now(town).stage()).isEqualTo(TicketStage.CLOSED);
        assertThat(lastReply(city)).isEqualTo("已换灯泡。");
    }

    @Test
    void chasesRemindersAndSupervisionReachTheCounty() {
        var city = sentDown();
        var county = below(city);
        hotline.act(city, new TicketCommand.Chase(hotline.agent, "还是不亮。"));
        hotline.act(city, new TicketCommand.Supplement(hotline.agent, "路口第二盏。"));
        hotline.act(city, new TicketCommand.Remind(hotline.leader, Optional.empty(), "请抓紧。"));
        hotline.act(city, new TicketCommand.Supervise(hotline.leader, "电话督办", "久拖不办。", List.of()));
        assertThat(hotline.ticketing.history(now(county)))
                .extracting(TicketEvent::fact)
                .contains(
                        new TicketFact.Chased("还是不亮。"),
                        new TicketFact.Supplemented("路口第二盏。"),
                        new TicketFact.Supplemented("上级催办：请抓紧。"),
                        new TicketFact.Supervised("电话督办", "久拖不办。", List.of()));
        hotline.act(city, new TicketCommand.EndSupervision(hotline.leader, "已约定时间。"));
        assertThat(now(county).openSupervisions()).isZero();
    }

    @Test
    void twoOfTheCitysThatTheCountyMergesAreBothAnswered() {
        var first = sentDown();
        var second = sentDown();
        var standing = hotline.act(below(first), new TicketCommand.Dispatch(countyDispatcher, ROADS));
        hotline.act(below(second), new TicketCommand.Merge(countyDispatcher, standing.number(), "同一盏灯。"));
        answer(standing, "已修好。");
        assertThat(List.of(now(first), now(second))).extracting(Ticket::stage).containsOnly(TicketStage.REPLIED);
        assertThat(lastReply(second)).isEqualTo("已修好。");
    }

    @Test
    void whatTheCountyAnswersAnewOfItsOwnAccordTheCityReads() {
        var city = sentDown();
        var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, ROADS));
        answer(county, "已修好。");
        hotline.act(county, new TicketCommand.Reopen(countyReviewer, "又不亮了。"));
        answer(hotline.act(county, new TicketCommand.Dispatch(countyDispatcher, ROADS)), "换了线路。");
        assertThat(now(city).stage()).isEqualTo(TicketStage.REPLIED);
        assertThat(hotline.ticketing.history(now(city)).getLast().fact())
                .isEqualTo(new TicketFact.Supplemented("下级重新答复：换了线路。"));
    }

    @Test
    void whatIsAnsweredWhileTheCitysClockStandsStillIsNotLost() {
        var city = sentDown();
        var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, ROADS));
        var clerk = hotline.person("county-at-the-city", NORTH, "unit-clerk", Optional.of(COUNTY));
        hotline.act(city, new TicketCommand.Apply(clerk, Optional.empty(), new Application.Suspension(), "等待鉴定。"));
        hotline.act(
                city, new TicketCommand.Grant(hotline.leader, Optional.empty(), Application.Kind.SUSPENSION, "同意。"));
        answer(county, "已修好。");
        assertThat(now(city).stage()).isEqualTo(TicketStage.SUSPENDED);
        hotline.act(city, new TicketCommand.Resume(hotline.leader, "鉴定完毕。"));
        assertThat(now(city).stage()).isEqualTo(TicketStage.REPLIED);
        assertThat(lastReply(city)).isEqualTo("已修好。");
    }

    @Test
    void noRequestFromAboveDisappearsAtTheCounty() {
        var county = below(sentDown());
        var chief = hotline.person("county-chief", SOUTH, "office-leader", Optional.empty());
        assertThatThrownBy(() -> hotline.act(county, new TicketCommand.MakeVoid(chief, "重复。")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT));
    }

    @Test
    void aCountyThatBecomesADistrictAnswersWhatItHasAsBefore() {
        var county = new UnitCode("old-county");
        var district = new UnitCode("new-district");
        hotline.office.addUnit(new Unit(NORTH, county, "南县", "县区", Optional.of(SOUTH)));
        hotline.office.addUnit(new Unit(NORTH, district, "南区", "县区", Optional.of(SOUTH)));
        var city = hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, county));
        var below = below(city);
        var today = hotline.office.today(NORTH);
        hotline.office
                .unitChanges()
                .end(new UnitEnding(NORTH, List.of(county), List.of(district), today, "撤县设区", Optional.empty()));
        hotline.ticketing.passTime();
        assertThat(now(city).lead().orElseThrow().unit()).isEqualTo(district);
        assertThat(now(below)).isEqualTo(below);
        answer(hotline.act(below, new TicketCommand.Dispatch(countyDispatcher, ROADS)), "已修好。");
        assertThat(now(city).stage()).isEqualTo(TicketStage.REPLIED);
        hotline.act(city, new TicketCommand.SendBack(hotline.reviewer, "请写明修了几盏。"));
        assertThat(now(below).stage()).isEqualTo(TicketStage.REGISTERED);
        logTellsTheRow(city);
    }

    @Test
    void hotlinesDoNotStandAboveThemselves() {
        assertThatThrownBy(() ->
                        hotline.office.addUnit(new Unit(EAST, new UnitCode("city"), "北市", "上级", Optional.of(NORTH))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is above");
        assertThatThrownBy(() -> hotline.office.addUnit(
                        new Unit(EAST, new UnitCode("nowhere"), "无", "无", Optional.of(new HotlineCode("nowhere")))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void cityAndCountyThatActAtOnceNeverBothWin() throws Exception {
        for (int i = 0; i < 10; i++) {
            var city = sentDown();
            var county = hotline.act(below(city), new TicketCommand.Dispatch(countyDispatcher, ROADS));
            hotline.act(county, new TicketCommand.Acknowledge(roadsClerk));
            hotline.act(county, new TicketCommand.Reply(roadsClerk, "已修好。", true));
            var deeds = List.<Supplier<Ticket>>of(
                    () -> hotline.act(county, new TicketCommand.Review(countyReviewer)),
                    () -> hotline.act(city, new TicketCommand.Recall(hotline.dispatcher, Optional.empty(), "派错了。")));
            var results = TicketsOnRows.atOnce(deeds, Supplier::get);
            // Who came second saw what the first had done, or was told to look again.
            var stages = List.of(now(city).stage(), now(county).stage());
            assertThat(results).hasAtLeastOneElementOfType(Ticket.class);
            assertThat(stages)
                    .isIn(
                            List.of(TicketStage.REPLIED, TicketStage.HANDLED),
                            List.of(TicketStage.REGISTERED, TicketStage.WITHDRAWN));
            logTellsTheRow(city);
            logTellsTheRow(county);
        }
    }

    private Ticket sentDown() {
        return hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, COUNTY));
    }

    private void answer(Ticket county, String text) {
        hotline.act(county, new TicketCommand.Acknowledge(roadsClerk));
        hotline.act(county, new TicketCommand.Reply(roadsClerk, text, true));
        hotline.act(county, new TicketCommand.Review(countyReviewer));
    }

    private Ticket below(Ticket city) {
        return belowOf(NORTH, city);
    }

    /** The ticket that stands for the last assignment. */
    private Ticket belowOf(HotlineCode upper, Ticket ticket) {
        // language=PostgreSQL
        var row = hotline.ticketingPool()
                .preparedQuery("""
                        select hotline, number from ticketing.ticket where above_hotline = $1 and above_number = $2
                         order by above_assignment desc limit 1""")
                .execute(Tuple.of(upper.value(), ticket.number().value()))
                .await()
                .iterator()
                .next();
        return hotline.ticketing
                .find(new HotlineCode(row.getString("hotline")), new TicketNumber(row.getString("number")))
                .orElseThrow();
    }

    private Ticket now(Ticket ticket) {
        return hotline.ticketing.find(ticket.hotline(), ticket.number()).orElseThrow();
    }

    private String lastReply(Ticket ticket) {
        return hotline.ticketing.history(ticket).stream()
                .map(TicketEvent::fact)
                .filter(TicketFact.Replied.class::isInstance)
                .map(fact -> ((TicketFact.Replied) fact).text())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private void logTellsTheRow(Ticket ticket) {
        assertThat(TicketFold.replay(ticket.hotline(), hotline.ticketing.history(ticket)))
                .isEqualTo(now(ticket));
    }
}
