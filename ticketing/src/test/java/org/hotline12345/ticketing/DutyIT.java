package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.duty.DutyCall;
import org.hotline12345.ticketing.duty.DutyDesk;
import org.hotline12345.ticketing.duty.DutyStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DutyIT {
    private static final Duration CLIMB = Duration.ofMinutes(10);

    private final List<String> told = new ArrayList<>();
    private TestHotline hotline;
    private Desks desks;
    private DutyDesk duty;
    private PersonId second;
    private PersonId waterLeader;

    @BeforeEach
    void open() {
        hotline = new TestHotline();
        desks = hotline.ticketing.desks();
        duty = desks.duty();
        second = person("second-clerk", "unit-clerk", Optional.of(WATER));
        waterLeader = person("water-leader", "unit-leader", Optional.of(WATER));
    }

    @AfterEach
    void close() {
        hotline.close();
    }

    private PersonId person(String login, String role, Optional<UnitCode> unit) {
        var id = new PersonId(UUID.randomUUID());
        hotline.office.addPerson(id, login, "某" + login);
        hotline.office.grant(id, NORTH, role, unit);
        return id;
    }

    private Instant now() {
        return hotline.clock().instant();
    }

    private void plan(Optional<UnitCode> unit, PersonId a, Optional<PersonId> b) {
        duty.plan(hotline.leader, NORTH, unit, now(), now().plus(Duration.ofHours(12)), a, b);
    }

    private Ticket urgentAtWater() {
        var intake = new Intake(
                NORTH,
                Channel.PHONE,
                Optional.empty(),
                new Matter(Nature.HELP, "水管爆裂", "东街水管爆裂，路面积水", Optional.of("东街"), true),
                Requester.UNKNOWN);
        var ticket = hotline.ticketing.register(hotline.agent, intake).ticket();
        return hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, WATER));
    }

    private DutyCall only() {
        return duty.open(hotline.leader, NORTH).getFirst();
    }

    private void climb() {
        hotline.letPass(CLIMB);
        desks.callDutyNow();
    }

    @Test
    void anUrgentTicketThatNobodyTakesClimbsFromTheFirstToTheSecondToTheLeaderToTheOffice() {
        plan(Optional.of(WATER), hotline.waterClerk.person(), Optional.of(second));
        var officeDuty = hotline.dispatcher.person();
        plan(Optional.empty(), officeDuty, Optional.empty());
        urgentAtWater();
        desks.callDutyNow();
        desks.callDutyNow();
        assertThat(only().told()).singleElement().satisfies(first -> {
            assertThat(first.step()).isEqualTo(DutyStep.A);
            assertThat(first.people()).containsExactly(hotline.waterClerk.person());
        });
        hotline.letPass(CLIMB.minusSeconds(1));
        desks.callDutyNow();
        assertThat(only().step()).isEqualTo(DutyStep.A);
        hotline.letPass(Duration.ofSeconds(1));
        desks.callDutyNow();
        assertThat(only().step()).isEqualTo(DutyStep.B);
        climb();
        climb();
        climb();
        assertThat(only().told()).extracting(DutyCall.Told::step).containsExactly(DutyStep.values());
        assertThat(only().told())
                .extracting(DutyCall.Told::people)
                .containsExactly(
                        List.of(hotline.waterClerk.person()),
                        List.of(second),
                        List.of(waterLeader),
                        List.of(officeDuty));
    }

    @Test
    void whenTheUnitTakesTheTicketTheCallEnds() {
        plan(Optional.of(WATER), hotline.waterClerk.person(), Optional.empty());
        var ticket = urgentAtWater();
        desks.callDutyNow();
        assertThat(duty.open(hotline.waterClerk, NORTH)).hasSize(1);
        hotline.act(ticket, new TicketCommand.Acknowledge(hotline.waterClerk, Optional.empty()));
        climb();
        assertThat(duty.open(hotline.leader, NORTH)).isEmpty();
    }

    @Test
    void whoAcknowledgesStopsTheClimbAndOnlyOneDoes() {
        plan(Optional.of(WATER), hotline.waterClerk.person(), Optional.of(second));
        urgentAtWater();
        desks.callDutyNow();
        var call = only();
        assertThatThrownBy(() -> duty.acknowledge(hotline.healthClerk, NORTH, call.id()))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.UNKNOWN));
        assertThat(duty.acknowledge(hotline.waterClerk, NORTH, call.id()).acknowledgedBy())
                .contains(hotline.waterClerk.person());
        assertThatThrownBy(() -> duty.acknowledge(hotline.leader, NORTH, call.id()))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.CONFLICT));
        climb();
        assertThat(duty.open(hotline.leader, NORTH)).isEmpty();
    }

    @Test
    void whoIsOnLeaveIsNotCalledAndWhoTookOverIs() {
        plan(Optional.of(WATER), hotline.waterClerk.person(), Optional.of(second));
        duty.leave(hotline.waterClerk, NORTH, hotline.waterClerk.person(), now(), now().plusSeconds(3600));
        urgentAtWater();
        desks.callDutyNow();
        assertThat(only().told())
                .singleElement()
                .satisfies(first -> assertThat(first.people()).containsExactly(second));
        assertThat(duty.now(hotline.leader, NORTH)).singleElement().satisfies(on -> {
            assertThat(on.a()).isEmpty();
            assertThat(on.b()).contains(second);
        });
        var shift = duty.now(hotline.leader, NORTH).getFirst().shift().id();
        duty.handOver(hotline.waterClerk, NORTH, shift, waterLeader, "钥匙已交");
        assertThat(duty.now(hotline.leader, NORTH))
                .singleElement()
                .satisfies(on -> assertThat(on.a()).contains(waterLeader));
        assertThatThrownBy(() -> duty.handOver(hotline.healthClerk, NORTH, shift, second, ""))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
    }

    @Test
    void aWordOfDangerCallsTheOfficesDutyUntilTheAlertIsAcknowledged() {
        plan(Optional.empty(), hotline.dispatcher.person(), Optional.of(hotline.reviewer.person()));
        hotline.ticketing.register(
                hotline.agent,
                new Intake(
                        NORTH,
                        Channel.PHONE,
                        Optional.empty(),
                        new Matter(Nature.HELP, "着火", "楼下着火", Optional.empty()),
                        Requester.UNKNOWN));
        desks.readNow();
        desks.start((name, needed) -> new LiveTopic() {
            @Override
            public void publish(PersonId to, String json) {
                told.add(name + " " + to.equals(hotline.dispatcher.person()) + " " + json);
            }

            @Override
            public void publish(HotlineCode to, String json) {
                // Alerts: not of this test.
            }
        });
        desks.callDutyNow();
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("ticketing.duty true")
                .contains("DANGER");
        var alert = desks.alerts().list(hotline.leader, NORTH, true).getFirst();
        desks.alerts().acknowledge(hotline.leader, NORTH, alert.id(), "已通知119");
        climb();
        assertThat(duty.open(hotline.leader, NORTH)).isEmpty();
        assertThat(told).hasSize(1);
        desks.close();
    }

    @Test
    void whereNoRosterIsKeptNobodyIsCalled() {
        urgentAtWater();
        desks.callDutyNow();
        assertThat(duty.open(hotline.leader, NORTH)).isEmpty();
    }

    @Test
    void aRosterHasNoTwoShiftsAtOnceAndOnlyPeopleOfItsUnitMadeByWhoMay() {
        plan(Optional.of(WATER), hotline.waterClerk.person(), Optional.empty());
        refused(Refused.Kind.CONFLICT, hotline.leader, Optional.of(WATER), second, Duration.ofHours(1));
        refused(Refused.Kind.FORBIDDEN, hotline.waterClerk, Optional.of(WATER), second, Duration.ofDays(2));
        refused(Refused.Kind.INVALID, hotline.leader, Optional.of(HEALTH), second, Duration.ofHours(1));
        refused(Refused.Kind.INVALID, hotline.leader, Optional.empty(), second, Duration.ofHours(1));
        refused(Refused.Kind.INVALID, hotline.leader, Optional.of(WATER), second, Duration.ofDays(-2));
        var shift = duty.now(hotline.leader, NORTH).getFirst().shift();
        duty.cancel(hotline.leader, NORTH, shift.id());
        plan(Optional.of(WATER), second, Optional.empty());
        // A unit sees its own roster and the office's.
        assertThat(duty.now(hotline.healthClerk, NORTH)).isEmpty();
        assertThat(duty.now(hotline.waterClerk, NORTH)).hasSize(1);
    }

    private void refused(Refused.Kind kind, SignedIn by, Optional<UnitCode> unit, PersonId a, Duration from) {
        assertThatThrownBy(() -> duty.plan(
                        by, NORTH, unit, now().plus(from), now().plus(from).plusSeconds(3600), a, Optional.empty()))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
