package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.inspection.Inspection;
import org.hotline12345.ticketing.inspection.InspectionDesk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectionIT {
    private TestHotline hotline;
    private InspectionDesk desk;
    private SignedIn inspector;

    @BeforeEach
    void open() {
        hotline = new TestHotline();
        desk = hotline.ticketing.desks().inspections();
        var id = new PersonId(UUID.randomUUID());
        var password = hotline.office.addPerson(id, "inspector", "某质检");
        hotline.office.grant(id, NORTH, "quality-inspector", Optional.empty());
        hotline.office.changePassword(
                hotline.office.signIn("inspector", password).visitor(), password, "another password");
        inspector = hotline.office.signIn("inspector", "another password").visitor();
    }

    @AfterEach
    void close() {
        hotline.close();
    }

    private void accepted() {
        var ticket = hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        hotline.act(ticket, new TicketCommand.Acknowledge(hotline.healthClerk, Optional.empty()));
        hotline.act(ticket, new TicketCommand.Reply(hotline.healthClerk, Optional.empty(), "已修好", true));
        hotline.act(ticket, new TicketCommand.Review(hotline.reviewer));
    }

    private int draw(Inspection.Kind kind, int count) {
        var today = desk.today(NORTH);
        return desk.draw(inspector, NORTH, kind, today, today, count);
    }

    private Inspection drawnReply() {
        accepted();
        draw(Inspection.Kind.REPLY, 1);
        return desk.list(inspector, NORTH).getFirst();
    }

    private static void refused(Refused.Kind kind, ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void nothingIsDrawnTwiceAndWhatIsNotAcceptedNotAtAll() {
        accepted();
        accepted();
        accepted();
        hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        assertThat(draw(Inspection.Kind.REPLY, 2)).isEqualTo(2);
        assertThat(draw(Inspection.Kind.REPLY, 2)).isEqualTo(1);
        assertThat(draw(Inspection.Kind.REPLY, 2)).isZero();
        hotline.answeredCall(hotline.agent, TestHotline.MOBILE);
        assertThat(draw(Inspection.Kind.TALK, 5)).isEqualTo(1);
        assertThat(desk.list(inspector, NORTH)).hasSize(4);
        var yesterday = desk.today(NORTH).minusDays(1);
        assertThat(desk.draw(inspector, NORTH, Inspection.Kind.TALK, yesterday, yesterday, 5))
                .isZero();
        refused(Refused.Kind.INVALID, () -> draw(Inspection.Kind.TALK, 0));
        refused(
                Refused.Kind.FORBIDDEN,
                () -> desk.draw(hotline.reviewer, NORTH, Inspection.Kind.TALK, yesterday, yesterday, 1));
    }

    @Test
    void aUnitObjectsAndAnotherInspectorDecidesAndTheViewGivesWhatStands() {
        var drawn = drawnReply();
        assertThat(desk.list(hotline.healthClerk, NORTH)).as("not scored yet").isEmpty();
        desk.score(inspector, NORTH, drawn.id(), List.of(40, 10, 0, 10), "未写明时限");
        assertThat(desk.list(hotline.healthClerk, NORTH)).hasSize(1);
        assertThat(desk.list(hotline.waterClerk, NORTH)).isEmpty();
        refused(Refused.Kind.UNKNOWN, () -> desk.object(hotline.waterClerk, NORTH, drawn.id(), "不服"));
        desk.object(hotline.healthClerk, NORTH, drawn.id(), "已写明三日内完成");
        refused(Refused.Kind.CONFLICT, () -> desk.object(hotline.healthClerk, NORTH, drawn.id(), "再申诉"));
        refused(Refused.Kind.FORBIDDEN, () -> desk.decide(inspector, NORTH, drawn.id(), List.of(40, 30, 0, 10), "采纳"));
        var decided = desk.decide(hotline.leader, NORTH, drawn.id(), List.of(40, 30, 0, 10), "采纳");
        assertThat(decided.state()).isInstanceOfSatisfying(Inspection.State.Decided.class, state -> {
            assertThat(state.score().points()).containsExactly(40, 10, 0, 10);
            assertThat(state.standing().points()).containsExactly(40, 30, 0, 10);
            assertThat(state.objection().why()).isEqualTo("已写明三日内完成");
        });
        // language=PostgreSQL
        var row = hotline.ticketingPool()
                .preparedQuery("select unit, points, of_points from ticketing.v_inspection where hotline = $1")
                .execute(Tuple.of(NORTH.value()))
                .await()
                .iterator()
                .next();
        assertThat(row.getString("unit")).isEqualTo("health");
        assertThat(row.getInteger("points")).isEqualTo(80);
        assertThat(row.getInteger("of_points")).isEqualTo(100);
    }

    @Test
    void pointsFitTheFormAndAScoreIsGivenOnce() {
        var drawn = drawnReply();
        refused(Refused.Kind.INVALID, () -> desk.score(inspector, NORTH, drawn.id(), List.of(40, 30, 20), ""));
        refused(Refused.Kind.INVALID, () -> desk.score(inspector, NORTH, drawn.id(), List.of(41, 30, 20, 10), ""));
        refused(Refused.Kind.INVALID, () -> desk.score(inspector, NORTH, drawn.id(), List.of(-1, 30, 20, 10), ""));
        refused(
                Refused.Kind.FORBIDDEN,
                () -> desk.score(hotline.reviewer, NORTH, drawn.id(), List.of(40, 30, 20, 10), ""));
        desk.score(inspector, NORTH, drawn.id(), List.of(40, 30, 20, 10), "");
        refused(
                Refused.Kind.CONFLICT,
                () -> desk.score(hotline.leader, NORTH, drawn.id(), List.of(40, 30, 20, 10), ""));
        refused(Refused.Kind.CONFLICT, () -> desk.decide(hotline.leader, NORTH, drawn.id(), List.of(1, 1, 1, 1), "x"));
    }

    @Test
    void anAgentSeesTheScoreOfOwnTalksAlone() {
        hotline.answeredCall(hotline.agent, TestHotline.MOBILE);
        draw(Inspection.Kind.TALK, 1);
        var talk = desk.list(inspector, NORTH).getFirst();
        desk.score(inspector, NORTH, talk.id(), List.of(30, 20, 30), "漏记地址");
        assertThat(desk.list(hotline.agent, NORTH)).hasSize(1);
        assertThat(desk.list(hotline.otherAgent, NORTH)).isEmpty();
        refused(Refused.Kind.UNKNOWN, () -> desk.object(hotline.otherAgent, NORTH, talk.id(), "不服"));
        refused(Refused.Kind.FORBIDDEN, () -> desk.list(hotline.southernDispatcher, NORTH));
        desk.object(hotline.agent, NORTH, talk.id(), "地址已补录");
    }
}
