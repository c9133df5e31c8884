package org.hotline12345.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallFigures;
import org.hotline12345.telephony.CallStage;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final Hotline NORTH =
            new Hotline(new HotlineCode("north"), "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai"));
    private static final Instant AFTERWARDS = Instant.parse("2026-12-02T01:30:00Z");

    private static final CallFigures CALLS = new CallFigures(
            8, 6, 80_000, 0, Map.of(CallStage.WAITING, 2L), Map.of(), Map.of(CallStage.GREETING, 2L), 0, 0, 0, 0);
    private static final Completeness COMPLETE = new Completeness(Optional.of(AFTERWARDS), List.of(), 0);
    // tickets, direct, dispatched, waiting, merged, ended, closed, with due, in time, asked, rated, satisfied,
    // basically, dissatisfied, unrated
    private static final TicketCounts WATER = new TicketCounts(3, 0, 3, 0, 0, 0, 3, 3, 2, 3, 2, 1, 0, 1, 1);
    private static final TicketCounts ROADS = new TicketCounts(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final TicketCounts ALL = new TicketCounts(5, 1, 4, 0, 0, 0, 4, 3, 2, 3, 2, 1, 0, 1, 1);

    @Test
    void theMonthIsToldInTheOfficesOwnWords() {
        var bulletin = write("", month(ALL));
        assertThat(bulletin.title()).isEqualTo("关于北县12345热线2026年11月运行情况的通报");
        assertThat(bulletin.sections().stream().map(Section::heading))
                .containsExactly("一、话务情况", "二、工单受理情况", "三、办理情况", "四、满意率调查");
        assertThat(text(bulletin))
                .contains("接到人工服务来电10通，接通8通，接通率80.00%；来电人等待中放弃2通。15秒内接通6通，15秒接通率75.00%，平均等待10.0秒。")
                .contains("投诉类3件，占60.00%；咨询类2件，占40.00%，合计5件。")
                .contains("工单涉及2个承办单位，承办工单量居前的是：自来水公司（3件）、公路局（1件）。")
                .contains("办结4件，办结率80.00%；尚在办理1件。")
                .contains("满意率50.00%（已评价2件）");
        assertThat(bulletin.findings()).isEmpty();
        assertThat(bulletin.day()).isEqualTo("2026年12月2日");
    }

    @Test
    void aMonthWithoutAnythingDividesByNothing() {
        var bulletin = write("bulletin: {none: 无}", MonthCounts.NONE);
        assertThat(text(bulletin)).contains("接通率无").contains("办结率无").contains("满意率无（已评价0件）");
        assertThat(text(bulletin))
                .doesNotContain("线路中断")
                .doesNotContain("0.00%")
                .doesNotContain("100");
        assertThat(bulletin.findings()).isEmpty();
    }

    @Test
    void partsThatDoNotMakeTheirWholeAreFound() {
        var counts = new MonthCounts(
                CALLS, ALL, Map.of("COMPLAINT", 3L, "HELP", 2L), month(ALL).units(), List.of(), COMPLETE);
        var bulletin = write("bulletin: {natures: [COMPLAINT, INQUIRY]}", counts);
        assertThat(bulletin.findings().stream().map(Finding::words)).contains("工单量5，各类诉求之和3，相差2");
    }

    @Test
    void whatWasTakenBackIsNotLeftUndone() {
        var all = new TicketCounts(8, 1, 4, 0, 2, 1, 4, 3, 2, 3, 2, 1, 0, 1, 1);
        assertThat(text(write("", month(all))))
                .contains("共受理工单8件。其中：直接办结1件，占12.50%；转派承办单位4件，占50.00%；并单2件；不予受理或撤诉1件。")
                .contains("办结4件，办结率57.14%；尚在办理3件。");
    }

    @Test
    void aBulletinOfTheRunningMonthSaysSo() {
        var bulletin =
                Draft.write(NORTH, Period.of("2026-12"), BulletinProfileTest.read(""), 1, AFTERWARDS, month(ALL));
        assertThat(bulletin.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.PROVISIONAL);
    }

    @Test
    void callsThatAreNotAllKnownAreToldWithTheTimesThatAreMissing() {
        var from = Instant.parse("2026-11-25T02:03:04Z");
        var known = new Completeness(
                Optional.of(Instant.parse("2026-11-30T01:02:03Z")),
                List.of(new Completeness.Gap(from, from.plusSeconds(90))),
                7);
        var unsettled = new CallFigures(8, 6, 80_000, 0, Map.of(), Map.of(), Map.of(), 0, 0, 0, 3);
        var bulletin = write(
                "",
                new MonthCounts(
                        unsettled, ALL, month(ALL).byNature(), month(ALL).units(), List.of(), known));
        assertThat(bulletin.completeUntil()).isEqualTo("2026年11月30日09:02:03");
        assertThat(new String(
                        BulletinFiles.print(bulletin, BulletinFormat.HTML), java.nio.charset.StandardCharsets.UTF_8))
                .contains("来电数据完整至：2026年11月30日09:02:03。");
        assertThat(bulletin.findings().stream().map(Finding::words))
                .containsExactly(
                        "来电数据只完整到2026年11月30日09:02:03，之后的来电可能不全",
                        "有3通来电尚未与Asterisk的通话记录核对",
                        "有7段时间没有听到Asterisk，其间的来电可能不全：2026年11月25日10:03:04至2026年11月25日10:04:34等");
    }

    @Test
    void monthThatIsOverIsCompleteToItsEnd() {
        assertThat(write("", month(ALL)).completeUntil()).isEqualTo("2026年12月1日00:00:00");
    }

    @Test
    void whereNoRecordIsReadTheBulletinSaysSo() {
        var counts =
                new MonthCounts(CALLS, ALL, month(ALL).byNature(), month(ALL).units(), List.of(), Completeness.UNKNOWN);
        assertThat(write("", counts).completeUntil()).isEqualTo("未知");
        assertThat(write("", counts).findings())
                .extracting(Finding::words)
                .containsExactly("没有读取Asterisk的通话记录，连接中断期间的来电可能不全");
    }

    @Test
    void officeThatLeavesShortOnesOutSaysSoInItsBulletin() {
        var yaml = "telephony: {counting: {short-abandoned: 5s, short-abandoned-as: NOT_OFFERED, answer-limit: 20s}}";
        var calls = new CallFigures(
                8, 6, 80_000, 0, Map.of(CallStage.WAITING, 1L), Map.of(), Map.of(CallStage.RINGING, 1L), 1, 0, 0, 0);
        var bulletin = write(
                yaml,
                new MonthCounts(calls, ALL, month(ALL).byNature(), month(ALL).units(), List.of(), COMPLETE));
        assertThat(text(bulletin))
                .contains("人工服务来电9通，接通8通，接通率88.89%；来电人等待中放弃1通。20秒内接通6通")
                .contains("另有1通按规则不计入人工服务来电。");
        assertThat(bulletin.notes()).contains("人工服务来电为进入人工排队的来电，不含排队5秒内挂断的；放弃为");
        assertThat(bulletin.figure("calls.offered").orElseThrow().arithmetic()).contains("不含排队5秒内挂断的");
    }

    @Test
    void eachOfficesFormulaOfSatisfactionIsItsOwn() {
        assertThat(satisfaction("NOT_DISSATISFIED")).isEqualTo("66.67%");
        assertThat(satisfaction("RATED_ONLY")).isEqualTo("50.00%");
        assertThat(satisfaction("FOLLOWED_UP")).isEqualTo("50.00%");
    }

    @Test
    void aUnitWithoutAnyRatingHasNoPlace() {
        var table = (Block.Table) write("", month(ALL)).attachment().blocks().getFirst();
        assertThat(table.rows().stream()
                        .map(row -> row.get(0).text() + " " + row.get(1).text() + " "
                                + row.getLast().text()))
                .containsExactly("1 自来水公司 50.00%", " 公路局 —", " 合计 50.00%");
    }

    @Test
    void sharesThatDoNotSumToHundredAreExplained() {
        var thirds = new MonthCounts(
                CALLS,
                new TicketCounts(3, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0),
                Map.of("COMPLAINT", 1L, "HELP", 1L, "INQUIRY", 1L),
                List.of(),
                List.of(),
                COMPLETE);
        assertThat(write("", thirds).findings())
                .extracting(Finding::words)
                .containsExactly("各类诉求占比按规则取舍后相加为99.99%，不足或超出100%系取舍所致");
    }

    @Test
    void theSameRowsInAnyOrderGiveTheSameBulletin() {
        var random = new Random(12345);
        var units = new ArrayList<UnitCounts>();
        for (int i = 0; i < 30; i++) {
            units.add(new UnitCounts(
                    "u" + i, "单位" + i, i % 2 == 0 ? "县直单位" : "乡镇", true, random.nextBoolean() ? WATER : ROADS));
        }
        var first = write("", new MonthCounts(CALLS, ALL, Map.of(), units, List.of(), COMPLETE));
        Collections.shuffle(units, random);
        var second = write("", new MonthCounts(CALLS, ALL, Map.of(), units, List.of(), COMPLETE));
        assertThat(BulletinFiles.print(second, BulletinFormat.HTML))
                .isEqualTo(BulletinFiles.print(first, BulletinFormat.HTML));
    }

    @Test
    void theSameBulletinGivesTheSameBytes() {
        for (var format : BulletinFormat.values()) {
            assertThat(BulletinFiles.print(write("", month(ALL)), format))
                    .isEqualTo(BulletinFiles.print(write("", month(ALL)), format));
        }
    }

    @Test
    void whatAUnitCallsItselfCannotBreakThePage() {
        var units = List.of(new UnitCounts("x", "<script>alert(1)</script>", "\"><i>", true, WATER));
        var page = new String(
                BulletinFiles.print(
                        write("", new MonthCounts(CALLS, ALL, Map.of(), units, List.of(), COMPLETE)),
                        BulletinFormat.HTML),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(page).doesNotContain("<script").doesNotContain("\"><i>").contains("&lt;script");
    }

    private static String satisfaction(String formula) {
        return write("bulletin: {satisfaction: " + formula + "}", month(ALL))
                .figure("surveys.satisfaction-rate")
                .orElseThrow()
                .printed();
    }

    private static MonthCounts month(TicketCounts all) {
        return new MonthCounts(
                CALLS,
                all,
                Map.of("INQUIRY", 2L, "COMPLAINT", 3L),
                List.of(
                        new UnitCounts("roads", "公路局", "县直单位", true, ROADS),
                        new UnitCounts("water", "自来水公司", "县直单位", true, WATER)),
                List.of("气象局"),
                COMPLETE);
    }

    private static Bulletin write(String yaml, MonthCounts counts) {
        return Draft.write(NORTH, Period.of("2026-11"), BulletinProfileTest.read(yaml), 1, AFTERWARDS, counts);
    }

    private static String text(Bulletin bulletin) {
        return bulletin.sections().stream()
                .flatMap(section -> section.blocks().stream())
                .filter(Block.Paragraph.class::isInstance)
                .map(block -> ((Block.Paragraph) block).text())
                .collect(Collectors.joining("\n"));
    }
}
