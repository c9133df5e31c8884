package org.hotline12345.ticketing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Grant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/** One of each: people, states and commands for the pure tests. */
final class Samples {
    static final HotlineCode NORTH = new HotlineCode("north");
    static final HotlineCode SOUTH = new HotlineCode("south");
    static final UnitCode HEALTH = new UnitCode("health");
    static final UnitCode WATER = new UnitCode("water");
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final Instant NOW = Instant.parse("2026-11-02T01:00:00Z");
    static final TicketingProfile HENAN = TicketingProfile.henan(ZONE);

    static final SignedIn AGENT = person(1, NORTH, Optional.empty(), Rights.SEE, Rights.REGISTER);
    static final SignedIn OTHER_AGENT = person(2, NORTH, Optional.empty(), Rights.SEE, Rights.REGISTER);
    static final SignedIn DISPATCHER = person(3, NORTH, Optional.empty(), Rights.SEE, Rights.DISPATCH);
    static final SignedIn HEALTH_CLERK = person(4, NORTH, Optional.of(HEALTH), Rights.HANDLE);
    static final SignedIn WATER_CLERK = person(5, NORTH, Optional.of(WATER), Rights.HANDLE);
    static final SignedIn REVIEWER = person(6, NORTH, Optional.empty(), Rights.SEE, Rights.REVIEW, Rights.CLOSE);
    static final SignedIn SOUTHERNER = person(
            7,
            SOUTH,
            Optional.of(HEALTH),
            Rights.SEE,
            Rights.REGISTER,
            Rights.DISPATCH,
            Rights.HANDLE,
            Rights.REVIEW,
            Rights.CLOSE);
    static final List<SignedIn> PEOPLE =
            List.of(AGENT, OTHER_AGENT, DISPATCHER, HEALTH_CLERK, WATER_CLERK, REVIEWER, SOUTHERNER);

    /** May do everything, at the office and for the health unit. */
    static final SignedIn ANYBODY = new SignedIn(
            AGENT.person(),
            "anybody",
            "某人",
            Stream.of(AGENT, DISPATCHER, HEALTH_CLERK, REVIEWER)
                    .flatMap(person -> person.grants().stream())
                    .toList());

    private Samples() {}

    static Ticket fresh() {
        return TicketLife.begin(
                NORTH,
                new TicketEvent.Registered(
                        new TicketNumber("20261102-000001"),
                        NOW,
                        AGENT.person(),
                        Channel.PHONE,
                        Optional.of(new CallId("pbx1-1793581200.0")),
                        new Matter(Nature.HELP, "路灯不亮", "解放路路灯坏了三天。", Optional.of("解放路"))));
    }

    /** A ticket in that state, as it can come to be. */
    static Ticket in(TicketState.Kind kind) {
        return switch (kind) {
            case REGISTERED -> fresh();
            case DISPATCHED -> after(fresh(), TicketCommand.Kind.DISPATCH);
            case IN_HAND -> after(in(TicketState.Kind.DISPATCHED), TicketCommand.Kind.ACKNOWLEDGE);
            case RETURN_REQUESTED -> after(in(TicketState.Kind.IN_HAND), TicketCommand.Kind.RETURN);
            case REPLIED -> after(in(TicketState.Kind.IN_HAND), TicketCommand.Kind.REPLY);
            case HANDLED -> after(in(TicketState.Kind.REPLIED), TicketCommand.Kind.REVIEW);
            case CLOSED -> after(in(TicketState.Kind.HANDLED), TicketCommand.Kind.CLOSE);
        };
    }

    static Ticket after(Ticket ticket, TicketCommand.Kind command) {
        return TicketLife.apply(ticket, TicketLife.decide(ticket, command(command, ANYBODY, HEALTH), NOW, HENAN));
    }

    static TicketCommand command(TicketCommand.Kind kind, SignedIn by, UnitCode unit) {
        return switch (kind) {
            case ANSWER -> new TicketCommand.Answer(by, "已告知办理地点。");
            case DISPATCH -> new TicketCommand.Dispatch(by, unit);
            case ACKNOWLEDGE -> new TicketCommand.Acknowledge(by);
            case RETURN -> new TicketCommand.Return(by, "不属本单位职责。", Optional.of(WATER));
            case ACCEPT_RETURN -> new TicketCommand.AcceptReturn(by);
            case REFUSE_RETURN -> new TicketCommand.RefuseReturn(by, "属于你单位职责。");
            case REPLY -> new TicketCommand.Reply(by, "路灯已修好。", true);
            case SEND_BACK -> new TicketCommand.SendBack(by, "请写明修复时间。");
            case REVIEW -> new TicketCommand.Review(by);
            case CLOSE -> new TicketCommand.Close(by);
        };
    }

    static TicketCommand.Kind kind(String word) {
        return Arrays.stream(TicketCommand.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static SignedIn person(int id, HotlineCode hotline, Optional<UnitCode> unit, Right... rights) {
        var grant = new Grant(hotline, "role-" + id, unit, Arrays.stream(rights).collect(Collectors.toSet()));
        return new SignedIn(new PersonId(new UUID(1, id)), "person-" + id, "某人", List.of(grant));
    }
}
