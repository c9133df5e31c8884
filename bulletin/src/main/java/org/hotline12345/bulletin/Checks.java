package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hotline12345.bulletin.Finding.Kind;
import org.hotline12345.bulletin.MonthCounts.UnitCounts;
import org.hotline12345.telephony.CallFigures;

/** Refuses to lie: finds figures that contradict each other or may still change. */
final class Checks {
    /** The record is always read some seconds late; that is no news. */
    private static final Duration USUAL_LAG = Duration.ofMinutes(1);

    private final List<Finding> findings = new ArrayList<>();

    private Checks() {}

    static List<Finding> of(BulletinProfile profile, MonthCounts counts, Span span, Instant cutOff) {
        var checks = new Checks();
        checks.calls(counts.calls());
        checks.tickets(profile, counts);
        checks.surveys(counts.tickets());
        checks.moment(counts, span, cutOff);
        return List.copyOf(checks.findings);
    }

    private void calls(CallFigures calls) {
        if (calls.answeredWithoutWait() > 0) {
            contradiction("有" + calls.answeredWithoutWait() + "通接通来电没有等待时长，平均等待和按时接通不可信");
        }
    }

    private void tickets(BulletinProfile profile, MonthCounts counts) {
        var all = counts.tickets();
        whole(
                "工单量",
                all.tickets(),
                "直接办结、转派、待转派、并单、不予受理或撤诉之和",
                all.direct(),
                all.dispatched(),
                all.waiting(),
                all.merged(),
                all.ended());
        var shares = NatureShare.of(profile, counts);
        whole(
                "工单量",
                all.tickets(),
                "各类诉求之和",
                shares.stream()
                        .mapToLong(share -> share.tickets().count().value())
                        .toArray());
        whole(
                "转派工单",
                all.dispatched(),
                "各单位工单之和",
                counts.units().stream()
                        .mapToLong(unit -> unit.tickets().tickets())
                        .toArray());
        var unknown = counts.units().stream()
                .filter(unit -> !unit.known())
                .map(UnitCounts::code)
                .collect(Collectors.joining("、"));
        if (!unknown.isEmpty()) {
            contradiction("有工单属于单位名录中没有的单位：" + unknown);
        }
        var printed = shares.stream()
                .flatMap(share -> share.share().value().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (all.tickets() > 0 && printed.compareTo(BigDecimal.valueOf(100)) != 0) {
            note("各类诉求占比按规则取舍后相加为" + printed.stripTrailingZeros().toPlainString() + "%，不足或超出100%系取舍所致");
        }
    }

    private void surveys(TicketCounts tickets) {
        whole(
                "发起调查",
                tickets.surveysAsked(),
                "满意、基本满意、不满意、未评价之和",
                tickets.satisfied(),
                tickets.basicallySatisfied(),
                tickets.dissatisfied(),
                tickets.unrated());
    }

    private void moment(MonthCounts counts, Span span, Instant cutOff) {
        if (cutOff.isBefore(span.until())) {
            provisional("统计期间尚未结束，数据只到截止时刻，不是全月数据");
        }
        if (counts.calls().open() > 0) {
            provisional("有" + counts.calls().open() + "通来电在截止时尚未结束");
        }
        complete(counts, cutOff.isBefore(span.until()) ? cutOff : span.until(), span.zone());
    }

    /** A period whose calls are not all known must not look as if they were. */
    private void complete(MonthCounts counts, Instant end, ZoneId zone) {
        var known = counts.completeness();
        var until = known.until();
        if (until.isEmpty() && counts.calls().arrived() > 0) {
            note("没有读取Asterisk的通话记录，连接中断期间的来电可能不全");
        }
        if (until.isPresent() && until.get().isBefore(end.minus(USUAL_LAG))) {
            provisional("来电数据只完整到" + Moments.words(until.get(), zone) + "，之后的来电可能不全");
        }
        if (until.isPresent() && counts.calls().unsettled() > 0) {
            provisional("有" + counts.calls().unsettled() + "通来电尚未与Asterisk的通话记录核对");
        }
        if (!known.gaps().isEmpty()) {
            var times = known.gaps().stream()
                    .map(gap -> Moments.words(gap.from(), zone) + "至" + Moments.words(gap.until(), zone))
                    .collect(Collectors.joining("；"));
            provisional("有" + known.allGaps() + "段时间没有听到Asterisk，其间的来电可能不全：" + times
                    + (known.allGaps() > known.gaps().size() ? "等" : ""));
        }
    }

    private void whole(String name, long whole, String partsName, long... parts) {
        var sum = LongStream.of(parts).sum();
        if (sum != whole) {
            contradiction(name + whole + "，" + partsName + sum + "，相差" + Math.abs(whole - sum));
        }
    }

    private void contradiction(String words) {
        findings.add(new Finding(Kind.CONTRADICTION, words));
    }

    private void provisional(String words) {
        findings.add(new Finding(Kind.PROVISIONAL, words));
    }

    private void note(String words) {
        findings.add(new Finding(Kind.NOTE, words));
    }
}
