package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.knowledge.Draft;
import org.hotline12345.ticketing.knowledge.Knowledge;
import org.hotline12345.ticketing.knowledge.KnowledgeDesk;
import org.hotline12345.ticketing.knowledge.UnitUploads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnowledgeIT {
    private TestHotline hotline;
    private KnowledgeDesk desk;

    @BeforeEach
    void open() {
        hotline = new TestHotline();
        desk = hotline.ticketing.desks().knowledge();
    }

    @AfterEach
    void close() {
        hotline.close();
    }

    private static Draft draft(String title, String content) {
        return new Draft(title, content, Optional.empty());
    }

    private Knowledge written(String title, String content) {
        return desk.write(hotline.waterClerk, NORTH, WATER, Knowledge.Kind.ENTRY, draft(title, content));
    }

    private Knowledge approved(String title, String content) {
        var written = written(title, content);
        return desk.review(hotline.reviewer, NORTH, written.id(), 1, Optional.empty());
    }

    private List<String> found(String query) {
        return desk.search(hotline.agent, NORTH, query).stream()
                .map(one -> one.inForce(desk.today(NORTH)).orElseThrow().draft().title())
                .toList();
    }

    private static AbstractThrowableAssert<?, ?> refused(
            Refused.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void whatTheOfficeApprovedIsFoundByChineseWordsAndWhatItDidNotIsNot() {
        approved("停水后水质发黄怎么办", "先放水十分钟；仍发黄请拨打供水热线 0370-9000001。");
        approved("报装 WiFi 水表", "带身份证到营业厅办理。");
        written("未审核的水价标准", "阶梯水价。");
        assertThat(found("水质")).containsExactly("停水后水质发黄怎么办");
        assertThat(found("发黄 放水")).containsExactly("停水后水质发黄怎么办");
        assertThat(found("wifi")).containsExactly("报装 WiFi 水表");
        assertThat(found("水")).hasSize(2);
        assertThat(found("9000001")).containsExactly("停水后水质发黄怎么办");
        assertThat(found("水价")).isEmpty();
        // Both parts stand in the text, but not as one word.
        assertThat(found("黄请拨")).containsExactly("停水后水质发黄怎么办");
        assertThat(found("水黄")).isEmpty();
        for (var hostile : List.of("%", "_", "'; drop table", "\\", "水\u0000质")) {
            assertThat(found(hostile)).as(hostile).doesNotContain("未审核的水价标准");
        }
        refused(Refused.Kind.INVALID, () -> found("长".repeat(101)));
        refused(Refused.Kind.INVALID, () -> found("   "));
        refused(Refused.Kind.FORBIDDEN, () -> desk.search(hotline.agent, SOUTH, "水质"));
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOldOnlyWhenItIsApproved() {
        var entry = approved("水价标准", "每吨二元。");
        desk.revise(hotline.waterClerk, NORTH, entry.id(), draft("水价标准", "每吨三元。"));
        assertThat(found("二元")).hasSize(1);
        assertThat(found("三元")).isEmpty();
        refused(Refused.Kind.CONFLICT, () -> desk.revise(hotline.waterClerk, NORTH, entry.id(), draft("水价", "四元")));
        desk.review(hotline.reviewer, NORTH, entry.id(), 2, Optional.of("文号不对"));
        assertThat(found("二元")).hasSize(1);
        desk.revise(hotline.waterClerk, NORTH, entry.id(), draft("水价标准", "每吨三元（新文号）。"));
        var now = desk.review(hotline.reviewer, NORTH, entry.id(), 3, Optional.empty());
        assertThat(found("三元")).hasSize(1);
        assertThat(found("二元")).isEmpty();
        assertThat(now.versions()).extracting(Knowledge.Version::version).containsExactly(3, 2, 1);
        refused(Refused.Kind.CONFLICT, () -> desk.review(hotline.reviewer, NORTH, entry.id(), 3, Optional.of("改主意")));
    }

    @Test
    void whatIsOverOrRetiredIsNotFound() {
        var until = desk.today(NORTH).plusDays(1);
        var entry = desk.write(
                hotline.waterClerk, NORTH, WATER, Knowledge.Kind.CASE, new Draft("停水通知", "明晚停水。", Optional.of(until)));
        desk.review(hotline.reviewer, NORTH, entry.id(), 1, Optional.empty());
        assertThat(found("停水")).hasSize(1);
        hotline.letPass(Duration.ofDays(1));
        assertThat(found("停水")).as("valid on its last day").hasSize(1);
        hotline.letPass(Duration.ofDays(1));
        assertThat(found("停水")).isEmpty();
        var other = approved("水表更换", "免费更换。");
        desk.retire(hotline.waterClerk, NORTH, other.id());
        assertThat(found("水表")).isEmpty();
        refused(Refused.Kind.CONFLICT, () -> desk.revise(hotline.waterClerk, NORTH, other.id(), draft("水表", "收费")));
        refused(
                Refused.Kind.INVALID,
                () -> desk.write(
                        hotline.waterClerk,
                        NORTH,
                        WATER,
                        Knowledge.Kind.ENTRY,
                        new Draft("旧", "旧", Optional.of(LocalDate.of(2026, 1, 1)))));
    }

    @Test
    void unitsWriteForThemselvesAndTheOfficeReviews() {
        var entry = written("水价标准", "每吨二元。");
        refused(
                Refused.Kind.FORBIDDEN,
                () -> desk.write(hotline.waterClerk, NORTH, HEALTH, Knowledge.Kind.ENTRY, draft("x", "y")));
        refused(
                Refused.Kind.FORBIDDEN,
                () -> desk.write(hotline.agent, NORTH, WATER, Knowledge.Kind.ENTRY, draft("x", "y")));
        refused(Refused.Kind.FORBIDDEN, () -> desk.revise(hotline.healthClerk, NORTH, entry.id(), draft("x", "y")));
        refused(Refused.Kind.FORBIDDEN, () -> desk.review(hotline.waterClerk, NORTH, entry.id(), 1, Optional.empty()));
        refused(Refused.Kind.FORBIDDEN, () -> desk.list(hotline.agent, NORTH, true));
        assertThat(desk.list(hotline.reviewer, NORTH, true)).hasSize(1);
        assertThat(desk.list(hotline.healthClerk, NORTH, false)).isEmpty();
        assertThat(desk.list(hotline.waterClerk, NORTH, false)).hasSize(1);
    }

    @Test
    void aDirectAnswerCountsOnceForTheEntryItWasGivenWith() {
        var entry = approved("水价标准", "每吨二元。");
        var ticket = hotline.ticket();
        refused(Refused.Kind.CONFLICT, () -> desk.answeredWith(hotline.agent, ticket, entry.id()));
        var answered = hotline.act(ticket, new TicketCommand.Answer(hotline.agent, "每吨二元"));
        refused(Refused.Kind.CONFLICT, () -> desk.answeredWith(hotline.otherAgent, answered, entry.id()));
        desk.answeredWith(hotline.agent, answered, entry.id());
        assertThat(desk.answeredWith(hotline.agent, answered, entry.id()).answeredWith())
                .isEqualTo(1);
    }

    @Test
    void uploadsCountForTheMonthInWhichTheyWereFirstWritten() {
        approved("水价标准", "每吨二元。");
        written("停水", "通知");
        var entry = approved("水表", "更换");
        hotline.letPass(Duration.ofDays(30));
        desk.revise(hotline.waterClerk, NORTH, entry.id(), draft("水表", "免费更换"));
        assertThat(desk.uploads(hotline.leader, NORTH, YearMonth.of(2026, 11)))
                .containsExactly(new UnitUploads(HEALTH, 0, 0), new UnitUploads(WATER, 3, 2));
        assertThat(desk.uploads(hotline.leader, NORTH, YearMonth.of(2026, 12)))
                .containsExactly(new UnitUploads(HEALTH, 0, 0), new UnitUploads(WATER, 0, 0));
        assertThat(desk.leastUploads(NORTH)).isEqualTo(1);
    }
}
