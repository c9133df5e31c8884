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
import org.hotline12345.office.WorkCalendar;
import org.hotline12345.telephony.CallId;

/** One of each: people, states and commands for the pure tests. */
final class Samples {
    static final HotlineCode NORTH = new HotlineCode("north");
    static final HotlineCode SOUTH = new HotlineCode("south");
    static final UnitCode HEALTH = new UnitCode("health");
    static final UnitCode WATER = new UnitCode("water");
    static final UnitCode ROADS = new UnitCode("roads");
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final Instant NOW = Instant.parse("2026-11-02T01:00:00Z");
    static final TicketNumber NUMBER = new TicketNumber("20261102-000001");
    static final TicketNumber OTHER = new TicketNumber("20261102-000002");
    static final Deadlines HENAN = new Deadlines(TicketingProfile.henan(), WorkCalendar.china(), ZONE);

    static final SignedIn AGENT = person(1, NORTH, Optional.empty(), Rights.SEE, Rights.REGISTER);
    static final SignedIn OTHER_AGENT = person(2, NORTH, Optional.empty(), Rights.SEE, Rights.REGISTER);
    static final SignedIn DISPATCHER = person(3, NORTH, Optional.empty(), Rights.SEE, Rights.DISPATCH, Rights.REMIND);
    static final SignedIn HEALTH_CLERK = person(4, NORTH, Optional.of(HEALTH), Rights.HANDLE);
    static final SignedIn WATER_CLERK = person(5, NORTH, Optional.of(WATER), Rights.HANDLE);
    static final SignedIn REVIEWER =
            person(6, NORTH, Optional.empty(), Rights.SEE, Rights.REVIEW, Rights.CLOSE, Rights.REOPEN);
    /** Leads the office: approves, supervises, and may go beyond the limits. */
    static final SignedIn CHIEF = person(
            7,
            NORTH,
            Optional.empty(),
            Rights.SEE,
            Rights.DISPATCH,
            Rights.REOPEN,
            Rights.APPROVE,
            Rights.SUPERVISE,
            Rights.SIGN_OFF,
            Rights.VOID,
            Rights.OVERRIDE);

    static final SignedIn SOUTHERNER = person(
            8,
            SOUTH,
            Optional.of(HEALTH),
            Rights.SEE,
            Rights.REGISTER,
            Rights.DISPATCH,
            Rights.HANDLE,
            Rights.REVIEW,
            Rights.CLOSE,
            Rights.REOPEN,
            Rights.REMIND,
            Rights.APPROVE,
            Rights.SUPERVISE,
            Rights.SIGN_OFF,
            Rights.VOID,
            Rights.OVERRIDE);
    static final List<SignedIn> PEOPLE =
            List.of(AGENT, OTHER_AGENT, DISPATCHER, HEALTH_CLERK, WATER_CLERK, REVIEWER, CHIEF, SOUTHERNER);

    /** May do everything, at the office and for the health unit. */
    static final SignedIn ANYBODY = new SignedIn(
            AGENT.person(),
            "anybody",
            "某人",
            Stream.of(AGENT, DISPATCHER, HEALTH_CLERK, REVIEWER, CHIEF)
                    .flatMap(person -> person.grants().stream())
                    .toList());

    private Samples() {}

    static TicketEvent registration() {
        return new TicketEvent(
                NUMBER,
                1,
                NOW,
                AGENT.person(),
                new TicketFact.Registered(
                        Channel.PHONE,
                        Optional.of(new CallId("pbx1-1793581200.0")),
                        Optional.empty(),
                        new Matter(Nature.HELP, "路灯不亮", "解放路路灯坏了三天。", Optional.of("解放路"))));
    }

    static Ticket fresh() {
        return TicketFold.begin(NORTH, registration());
    }

    /** A ticket at that stage, as it can come to be. */
    static Ticket in(TicketStage stage) {
        return switch (stage) {
            case REGISTERED -> fresh();
            case DISPATCHED -> after(fresh(), TicketCommand.Kind.DISPATCH);
            case IN_HAND -> after(in(TicketStage.DISPATCHED), TicketCommand.Kind.ACKNOWLEDGE);
            case RETURN_REQUESTED -> after(in(TicketStage.IN_HAND), TicketCommand.Kind.RETURN);
            case REPLIED -> after(in(TicketStage.IN_HAND), TicketCommand.Kind.REPLY);
            case HANDLED -> after(in(TicketStage.REPLIED), TicketCommand.Kind.REVIEW);
            case CLOSED -> after(in(TicketStage.HANDLED), TicketCommand.Kind.CLOSE);
            case ARCHIVED -> after(in(TicketStage.CLOSED), TicketCommand.Kind.ARCHIVE);
            case MERGED -> after(in(TicketStage.IN_HAND), TicketCommand.Kind.MERGE);
            case REJECTED -> after(fresh(), TicketCommand.Kind.REJECT);
            case WITHDRAWN -> after(in(TicketStage.IN_HAND), TicketCommand.Kind.WITHDRAW);
            case VOIDED -> after(fresh(), TicketCommand.Kind.VOID);
            case SUSPENDED ->
                after(
                        after(
                                in(TicketStage.IN_HAND),
                                new TicketCommand.Apply(
                                        ANYBODY, Optional.empty(), new Application.Suspension(), "等待专家鉴定。")),
                        new TicketCommand.Grant(ANYBODY, Optional.empty(), Application.Kind.SUSPENSION, "同意。"));
        };
    }

    static Ticket after(Ticket ticket, TicketCommand.Kind command) {
        return after(ticket, command(command, ANYBODY, HEALTH));
    }

    static Ticket after(Ticket ticket, TicketCommand command) {
        return after(ticket, command, NOW);
    }

    static Ticket after(Ticket ticket, TicketCommand command, Instant now) {
        return change(ticket, command, now).after();
    }

    static TicketChange change(Ticket ticket, TicketCommand command, Instant now) {
        return TicketChange.none(ticket)
                .and(
                        TicketLife.decide(ticket, command, now, HENAN),
                        now,
                        command.by().person());
    }

    static TicketCommand command(TicketCommand.Kind kind, SignedIn by, UnitCode unit) {
        Optional<UnitCode> own = Optional.empty();
        return switch (kind) {
            case ANSWER -> new TicketCommand.Answer(by, "已告知办理地点。");
            case REJECT -> new TicketCommand.Reject(by, RejectReason.LAWFUL_WAY, "请依法向法院提起诉讼。");
            case DISPATCH -> new TicketCommand.Dispatch(by, unit);
            case INVOLVE -> new TicketCommand.Involve(by, List.of(ROADS));
            case ACKNOWLEDGE -> new TicketCommand.Acknowledge(by);
            case PROGRESS -> new TicketCommand.Progress(by, own, "已到现场。");
            case RETURN -> new TicketCommand.Return(by, "不属本单位职责。", Optional.of(WATER));
            case ACCEPT_RETURN -> new TicketCommand.AcceptReturn(by);
            case REFUSE_RETURN -> new TicketCommand.RefuseReturn(by, "属于你单位职责。");
            case RECALL -> new TicketCommand.Recall(by, own, "改派其他单位。");
            case APPLY -> new TicketCommand.Apply(by, own, new Application.Extension(3), "需要采购配件。");
            case GRANT -> new TicketCommand.Grant(by, own, Application.Kind.EXTENSION, "同意。");
            case DECLINE -> new TicketCommand.Decline(by, own, Application.Kind.EXTENSION, "理由不足。");
            case RESUME -> new TicketCommand.Resume(by, "鉴定完成。");
            case REPLY -> new TicketCommand.Reply(by, "路灯已修好。", true);
            case SEND_BACK -> new TicketCommand.SendBack(by, "请写明修复时间。");
            case REVIEW -> new TicketCommand.Review(by);
            case CLOSE -> new TicketCommand.Close(by);
            case REOPEN -> new TicketCommand.Reopen(by, "市民反映仍不亮。");
            case ARCHIVE -> new TicketCommand.Archive(by);
            case MERGE -> new TicketCommand.Merge(by, OTHER, "同一路灯。");
            case UNMERGE -> new TicketCommand.Unmerge(by, "不是同一路灯。");
            case REMIND -> new TicketCommand.Remind(by, own, "请尽快办理。");
            case CHASE -> new TicketCommand.Chase(by, "市民再次来电催问。");
            case SUPPLEMENT -> new TicketCommand.Supplement(by, "共三盏。");
            case WITHDRAW -> new TicketCommand.Withdraw(by, "市民称已解决。");
            case VOID -> new TicketCommand.MakeVoid(by, "重复登记。");
            case RECLASSIFY ->
                new TicketCommand.Reclassify(
                        by,
                        Optional.of(Nature.COMPLAINT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "实为投诉。");
            case EXCLUDE -> new TicketCommand.Exclude(by, "不合理诉求。", "现场照片。");
            case INCLUDE -> new TicketCommand.Include(by, "经复核应计入。");
            case SUPERVISE -> new TicketCommand.Supervise(by, "现场督办", "群众反映强烈。", List.of("张某"));
            case END_SUPERVISION -> new TicketCommand.EndSupervision(by, "已整改。");
            case SIGN_OFF -> new TicketCommand.SignOff(by, "分管领导", "请抓紧解决。");
            case WITHDRAW_CARD -> new TicketCommand.WithdrawCard(by, own, Card.YELLOW, "系统故障。");
        };
    }

    static TicketCommand.Kind kind(String word) {
        return Arrays.stream(TicketCommand.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    static SignedIn person(int id, HotlineCode hotline, Optional<UnitCode> unit, Right... rights) {
        var grant = new Grant(hotline, "role-" + id, unit, Arrays.stream(rights).collect(Collectors.toSet()));
        return new SignedIn(new PersonId(new UUID(1, id)), "person-" + id, "某人", List.of(grant));
    }
}
