package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;

class AgentStatesTest {
    private static final Instant NINE = Instant.parse("2026-11-25T01:00:00Z");
    private static final CallId CALL = new CallId("pbx1-1795310813.62");
    private static final AgentProfile AT_ONCE = profile("{}");
    private static final AgentProfile WITH_PAPER_WORK = profile("{after-call: 30s, rings-in-vain: 3}");

    private static AgentProfile profile(String yaml) {
        var settings = Settings.parse("test", yaml, Map.of());
        var profile = AgentProfile.read(settings);
        settings.check();
        return profile;
    }

    private static Instant after(int seconds) {
        return NINE.plusSeconds(seconds);
    }

    private static OnDuty in(AgentState state) {
        var skill = new Skill(new QueueName("hotline"), 0);
        var session = new AgentSession(
                new PersonId(UUID.randomUUID()),
                new HotlineCode("north"),
                new Seat("1001"),
                Optional.of(skill.queue()),
                NINE);
        return new OnDuty(session, List.of(skill), state, 0);
    }

    private static OnDuty ready() {
        return in(new AgentState.Ready(NINE));
    }

    private static OnDuty then(OnDuty agent, AgentProfile rules, AgentEvent... events) {
        var now = agent;
        for (var event : events) {
            now = AgentStates.apply(now, event, rules);
        }
        return now;
    }

    @Test
    void agentIsReadyAgainAtOnceWhereNoPaperWorkIsAllowed() {
        var agent = then(
                ready(),
                AT_ONCE,
                new AgentEvent.TalkBegun(after(5), Optional.of(CALL)),
                new AgentEvent.TalkEnded(after(65)));
        assertThat(agent.state()).isEqualTo(new AgentState.Ready(after(65)));
    }

    @Test
    void paperWorkEndsByItselfAtItsLimit() {
        var talked = then(
                ready(),
                WITH_PAPER_WORK,
                new AgentEvent.TalkBegun(after(5), Optional.of(CALL)),
                new AgentEvent.TalkEnded(after(65)));
        assertThat(talked.state()).isEqualTo(new AgentState.AfterCall(after(65), CALL, after(95)));
        assertThat(then(talked, WITH_PAPER_WORK, new AgentEvent.Ticked(after(94))))
                .isEqualTo(talked);
        assertThat(then(talked, WITH_PAPER_WORK, new AgentEvent.Ticked(after(95)))
                        .state())
                .isEqualTo(new AgentState.Ready(after(95)));
    }

    @Test
    void paperWorkEndsSoonerWhenTheAgentSaysSo() {
        var agent = then(
                ready(),
                WITH_PAPER_WORK,
                new AgentEvent.TalkBegun(after(5), Optional.of(CALL)),
                new AgentEvent.TalkEnded(after(65)),
                new AgentEvent.Readied(after(70)));
        assertThat(agent.state()).isEqualTo(new AgentState.Ready(after(70)));
    }

    @Test
    void callThatTheAgentMadeNeedsNoPaperWork() {
        var agent = then(
                ready(),
                WITH_PAPER_WORK,
                new AgentEvent.TalkBegun(after(5), Optional.empty()),
                new AgentEvent.TalkEnded(after(65)));
        assertThat(agent.state()).isEqualTo(new AgentState.Ready(after(65)));
    }

    @Test
    void nextCallerIsKeptAwayFromTheTalkOnWhenPaperWorkFollows() {
        var talking = new AgentEvent.TalkBegun(after(5), Optional.of(CALL));
        assertThat(AgentStates.isPaused(then(ready(), WITH_PAPER_WORK, talking), WITH_PAPER_WORK))
                .isTrue();
        assertThat(AgentStates.isPaused(then(ready(), AT_ONCE, talking), AT_ONCE))
                .isFalse();
    }

    @Test
    void breakAskedForInATalkBeginsAfterIt() {
        var talking = then(
                ready(),
                AT_ONCE,
                new AgentEvent.TalkBegun(after(5), Optional.of(CALL)),
                new AgentEvent.BreakTaken(after(10), "用餐"));
        assertThat(talking.state()).isEqualTo(new AgentState.Talking(after(5), Optional.of(CALL), Optional.of("用餐")));
        assertThat(AgentStates.isPaused(talking, AT_ONCE)).isTrue();
        assertThat(then(talking, AT_ONCE, new AgentEvent.TalkEnded(after(65))).state())
                .isEqualTo(new AgentState.OnBreak(after(65), "用餐"));
        assertThat(then(talking, AT_ONCE, new AgentEvent.Readied(after(20)), new AgentEvent.TalkEnded(after(65)))
                        .state())
                .as("unless the agent thinks better of it")
                .isEqualTo(new AgentState.Ready(after(65)));
    }

    @Test
    void whoTalksDuringABreakIsOnTheSameBreakAfterwards() {
        var agent = then(
                in(new AgentState.OnBreak(NINE, "会议")),
                WITH_PAPER_WORK,
                new AgentEvent.TalkBegun(after(5), Optional.of(CALL)),
                new AgentEvent.TalkEnded(after(65)));
        assertThat(agent.state()).isEqualTo(new AgentState.OnBreak(after(65), "会议"));
    }

    @Test
    void agentWhoseTelephoneRingsInVainSoOftenInARowIsNotLeftReady() {
        var twice = then(
                ready(), WITH_PAPER_WORK, new AgentEvent.RangInVain(after(20)), new AgentEvent.RangInVain(after(40)));
        assertThat(twice.state()).isInstanceOf(AgentState.Ready.class);
        assertThat(then(twice, WITH_PAPER_WORK, new AgentEvent.RangInVain(after(60)))
                        .state())
                .isEqualTo(new AgentState.OnBreak(after(60), AgentState.OnBreak.NOT_ANSWERING));
        var answered = then(
                twice,
                WITH_PAPER_WORK,
                new AgentEvent.TalkBegun(after(61), Optional.of(CALL)),
                new AgentEvent.TalkEnded(after(62)),
                new AgentEvent.Readied(after(63)),
                new AgentEvent.RangInVain(after(80)));
        assertThat(answered.state()).as("the row is broken by a talk").isInstanceOf(AgentState.Ready.class);
    }

    @Test
    void agentWhoseTelephoneIsGoneIsNotLeftReady() {
        assertThat(then(ready(), AT_ONCE, new AgentEvent.PhoneGone(after(3))).state())
                .isEqualTo(new AgentState.OnBreak(after(3), AgentState.OnBreak.NOT_ANSWERING));
        var onBreak = in(new AgentState.OnBreak(NINE, "用餐"));
        assertThat(then(onBreak, AT_ONCE, new AgentEvent.PhoneGone(after(3)))).isEqualTo(onBreak);
    }

    @Test
    void agentWhosePageIsClosedIsNotLeftReadyButATalkGoesOn() {
        assertThat(then(ready(), AT_ONCE, new AgentEvent.PageGone(after(60))).state())
                .isEqualTo(new AgentState.OnBreak(after(60), AgentState.OnBreak.NOT_ANSWERING));
        var talking = in(new AgentState.Talking(NINE, Optional.of(CALL), Optional.empty()));
        assertThat(then(talking, AT_ONCE, new AgentEvent.PageGone(after(60)))).isEqualTo(talking);
    }

    @Test
    void whoLeadsIsRungByNobodyAndChangesNothingByListening() {
        var leader = in(new AgentState.Leading(NINE));
        assertThat(AgentStates.isPaused(leader, AT_ONCE)).isTrue();
        assertThat(then(
                        leader,
                        AT_ONCE,
                        new AgentEvent.TalkBegun(after(1), Optional.empty()),
                        new AgentEvent.TalkEnded(after(2)),
                        new AgentEvent.Readied(after(3)),
                        new AgentEvent.PhoneGone(after(4))))
                .isEqualTo(leader);
    }

    @Test
    void profileThatSaysNonsenseAboutAgentsIsToldWhere() {
        var settings = Settings.parse(
                "profile", "{break-reasons: [用餐, 用餐], after-call: 2d, lines-without-tickets: [12315&1]}", Map.of());
        AgentProfile.read(settings);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(settings::check))
                .hasMessageContaining("break-reasons")
                .hasMessageContaining("after-call")
                .hasMessageContaining("lines-without-tickets");
        assertThat(AT_ONCE.afterCall()).isEqualTo(Duration.ZERO);
    }
}
