package org.hotline12345.bulletin;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallFigures;
import org.hotline12345.telephony.CallStage;

/** The figures of a month, computed from what was counted; the same counts give the same figures. */
final class Figures {
    private final BulletinProfile profile;
    private final SequencedMap<String, Figure> byId = new LinkedHashMap<>();

    private Figures(BulletinProfile profile) {
        this.profile = profile;
    }

    static SequencedMap<String, Figure> of(BulletinProfile profile, MonthCounts counts) {
        var figures = new Figures(profile);
        figures.calls(counts.calls());
        figures.tickets(counts);
        figures.surveys(counts.tickets());
        return figures.byId;
    }

    private void calls(CallFigures calls) {
        var counting = profile.counting();
        var limit = CallCounting.seconds(counting.answerLimit());
        var offered = total("calls.offered", "人工服务来电", counting.offeredInWords(), calls.offered(), "通");
        var answered = total("calls.answered", "接通", "由话务员接听的来电", calls.answered(), "通");
        total("calls.arrived", "来电总量", "打进热线的来电", calls.arrived(), "通");
        total("calls.abandoned", "放弃", counting.abandonedInWords(), calls.allAbandoned(), "通");
        total(
                "calls.short-abandoned",
                "短时放弃",
                "排队" + CallCounting.seconds(counting.shortAbandoned()) + "秒内挂断的来电",
                calls.shortAbandoned(),
                "通");
        total("calls.offered-only", "未接通不计放弃", "计入人工服务来电、按规则不计放弃的来电", calls.allOfferedOnly(), "通");
        total("calls.interrupted", "中断", "因系统或线路中断而结束的来电", calls.interrupted(), "通");
        total("calls.open", "进行中", "截止时尚未结束的来电", calls.open(), "通");
        var inGreeting = calls.notOffered(CallStage.GREETING);
        total("calls.in-greeting", "提示音中挂断", "进入人工排队之前挂断、不计入人工服务来电的来电", inGreeting, "通");
        total("calls.messages", "直接留言", "直接留言、不计入人工服务来电的来电", calls.notOffered(CallStage.MESSAGE), "通");
        total("calls.put-through", "转接外部", "未经人工排队、转接值班电话或紧急电话的来电", calls.notOffered(CallStage.PUT_THROUGH), "通");
        total("calls.left-out", "按规则不计", "曾要求人工服务、按规则不计入人工服务来电的来电", calls.askedButNotOffered(), "通");
        ratio("calls.answer-rate", "接通率", answered, offered, profile.rates());
        var within =
                total("calls.within-limit", limit + "秒内接通", "等待不超过" + limit + "秒即接通的来电", calls.answeredInLimit(), "通");
        ratio(
                "calls.within-limit-rate",
                limit + "秒接通率",
                within,
                switch (counting.answerLimitOver()) {
                    case ANSWERED -> answered;
                    case OFFERED -> offered;
                },
                profile.rates());
        var waited = new Count("接通来电的等待时长之和", calls.waitMillis(), "毫秒");
        ratio("calls.average-wait", "平均等待时长", waited, answered, profile.waits());
    }

    private void tickets(MonthCounts counts) {
        var tickets = counts.tickets();
        var all = total("tickets.all", "工单量", "以" + profile.basis().words() + "计入本期的工单", tickets.tickets(), "件");
        var direct = total("tickets.direct", "直接办结", "由话务员直接答复办结、未转派的工单", tickets.direct(), "件");
        var dispatched = total("tickets.dispatched", "转派", "转派承办单位的工单", tickets.dispatched(), "件");
        total("tickets.waiting", "待转派", "截止时尚未转派也未办结的工单", tickets.waiting(), "件");
        total("tickets.merged", "并单", "与同一事项的其他工单合并办理的工单", tickets.merged(), "件");
        total("tickets.ended", "不予受理或撤诉", "不予受理或由群众撤回的工单", tickets.ended(), "件");
        ratio("tickets.direct-share", "直接办结占比", direct, all, profile.shares());
        ratio("tickets.dispatched-share", "转派占比", dispatched, all, profile.shares());
        var closed = total("tickets.closed", "办结", "截止时已办结的工单", tickets.closed(), "件");
        total("tickets.unclosed", "尚在办理", "截止时未办结、也未撤回的工单", tickets.toBeDone() - tickets.closed(), "件");
        var withDue = total("tickets.closed-with-due", "有时限的办结", "已办结且有办理时限的工单", tickets.closedWithDue(), "件");
        var inTime = total("tickets.closed-in-time", "按时办结", "在时限内答复并办结的工单", tickets.closedInTime(), "件");
        total("tickets.closed-late", "超期办结", "答复超过时限的办结工单", tickets.closedWithDue() - tickets.closedInTime(), "件");
        var toBeDone = new Count("工单量减不予受理或撤诉", tickets.toBeDone(), "件");
        ratio("tickets.closure-rate", "办结率", closed, toBeDone, profile.rates());
        ratio("tickets.on-time-rate", "按时办结率", inTime, withDue, profile.rates());
        total("units.involved", "涉及单位", "本期有工单的承办单位", counts.units().size(), "个");
    }

    private void surveys(TicketCounts tickets) {
        var asked = total("surveys.asked", "发起调查", "已发起满意率调查的工单", tickets.surveysAsked(), "件");
        var rated = total("surveys.rated", "已评价", "群众已作评价的工单", tickets.surveysRated(), "件");
        total("surveys.satisfied", "满意", "评价满意的工单", tickets.satisfied(), "件");
        total("surveys.basically-satisfied", "基本满意", "评价基本满意的工单", tickets.basicallySatisfied(), "件");
        total("surveys.dissatisfied", "不满意", "评价不满意的工单", tickets.dissatisfied(), "件");
        total("surveys.unrated", "未评价", "已调查、截止时没有评价的工单", tickets.unrated(), "件");
        ratio("surveys.rated-rate", "参评率", rated, asked, profile.rates());
        var formula = profile.satisfaction();
        ratio(
                "surveys.satisfaction-rate",
                "满意率",
                formula.numerator(tickets),
                formula.denominator(tickets),
                profile.rates());
    }

    private Count total(String id, String name, String what, long value, String unit) {
        var count = new Count(what, value, unit);
        byId.put(id, new Figure.Total(id, name, count));
        return count;
    }

    private void ratio(String id, String name, Count numerator, Count denominator, RatioFormat format) {
        byId.put(id, new Figure.Ratio(id, name, numerator, denominator, format));
    }
}
