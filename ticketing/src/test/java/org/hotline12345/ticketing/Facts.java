package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fact of every kind, for what must know them all. */
final class Facts {
    private static final Instant AT = Instant.parse("2026-11-09T15:59:59Z");
    private static final Deadline DUE = new Deadline(AT, false);
    private static final Duration STOPPED = Duration.ofMinutes(95);

    private Facts() {}

    static List<TicketFact> ofEveryKind() {
        return List.of(
                Samples.registration().fact(),
                new TicketFact.AnsweredDirectly("已告知办理地点。"),
                new TicketFact.Rejected(RejectReason.SECRET, "涉及国家秘密，不予受理。"),
                new TicketFact.Dispatched(
                        1, Samples.HEALTH, Part.LEAD, AT, new Allowance.WorkingDays(5), new Deadline(AT, true)),
                new TicketFact.Dispatched(
                        2, Samples.WATER, Part.ASSIST, AT, new Allowance.Hours(Duration.ofHours(2)), DUE),
                new TicketFact.Acknowledged(1),
                new TicketFact.Progressed(1, "已到现场。"),
                new TicketFact.ReturnRequested(1, "不属本单位职责。", Optional.of(Samples.WATER), true),
                new TicketFact.ReturnRequested(1, "不属本单位职责。", Optional.empty(), false),
                new TicketFact.ReturnAccepted(1),
                new TicketFact.ReturnRefused(1, "属于。", STOPPED, DUE),
                new TicketFact.Recalled(1, "改派。"),
                new TicketFact.Applied(1, new Application.Extension(3), "等配件。", true),
                new TicketFact.Applied(1, new Application.Suspension(), "等鉴定。", false),
                new TicketFact.Applied(1, new Application.Exclusion("照片。"), "不合理。", false),
                new TicketFact.Applied(1, new Application.Appeal(Card.RED), "系统故障。", false),
                new TicketFact.Granted(1, new Application.Extension(3), "同意。", Optional.of(DUE)),
                new TicketFact.Granted(1, new Application.Appeal(Card.YELLOW), "同意。", Optional.empty()),
                new TicketFact.Declined(1, Application.Kind.EXCLUSION, "证据不足。"),
                new TicketFact.Resumed("鉴定完成。", STOPPED, Map.of(1, DUE, 2, new Deadline(AT, true))),
                new TicketFact.Replied(1, "路灯已修好。", true),
                new TicketFact.SentBack(1, "请写明时间。", STOPPED, DUE),
                new TicketFact.ReplyAccepted(1),
                new TicketFact.Handled(),
                new TicketFact.Closed(),
                new TicketFact.Reopened("仍不亮。", true),
                new TicketFact.Archived(),
                new TicketFact.Merged(Samples.OTHER, "同一路灯。"),
                new TicketFact.Unmerged("不是同一路灯。"),
                new TicketFact.Absorbed(Samples.OTHER),
                new TicketFact.Released(Samples.OTHER),
                new TicketFact.Reminded(1, "请尽快。"),
                new TicketFact.Chased("再次来电。"),
                new TicketFact.Supplemented("共三盏。"),
                new TicketFact.Withdrawn("已解决。"),
                new TicketFact.Voided("重复登记。"),
                new TicketFact.Reclassified(
                        new Matter(Nature.TIP_OFF, "题", "文", Optional.empty(), true, Optional.of("03.1")), "实为举报。"),
                new TicketFact.Excluded("不合理。", "照片。"),
                new TicketFact.Included("应计入。"),
                new TicketFact.Supervised("联席会议", "多次未办。", List.of("张某", "李某")),
                new TicketFact.SupervisionEnded("已整改。"),
                new TicketFact.SignedOff("分管领导", "请抓紧。"),
                new TicketFact.CardIssued(1, Card.YELLOW),
                new TicketFact.CardWithdrawn(1, Card.RED, "系统故障。"),
                new TicketFact.Noticed(1, Notice.DUE_SOON),
                new TicketFact.DeadlineSettled(1, DUE),
                new TicketFact.UnitSucceeded(1, Samples.HEALTH, Samples.WATER, "机构改革"));
    }
}
