package org.hotline12345.ops.imports;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hotline12345.office.Domain;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Office;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.HistoricCall;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.HistoricTicket;
import org.hotline12345.ticketing.HistoricTicket.Course;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.TicketImports;

/**
 * Tickets of another system, with the times that they had there: by the number that they had there.
 *
 * @param units by every name that they have
 * @param domains their codes, by code and by every name that one of them alone has
 * @param calls the numbers of the tickets that the file gives them so far
 * @param now what came later than this did not happen
 */
record TicketKind(
        TicketImports tickets,
        Hotline hotline,
        Map<String, UnitCode> units,
        Map<String, String> domains,
        Instant now,
        Map<CallId, String> calls)
        implements Kind<HistoricTicket> {
    private static final int MOST_PROSE = 5_000;
    private static final String MOMENTS = "如 2026-11-25 09:30:00";

    private static final Column<String> NUMBER = Column.needed(
            "工单编号",
            List.of("外部编号", "编号", "number"),
            "NL202207260001",
            "原系统的编号，同一编号只导入一次",
            Parse.line(HistoricTicket.MAX_OUTSIDE_NUMBER));
    private static final Column<LocalDateTime> REGISTERED =
            Column.needed("登记时间", List.of("受理时间", "registered"), "2022-07-26 08:30:00", MOMENTS, Parse::moment);
    private static final Column<Channel> CHANNEL = Column.optional(
            "渠道",
            List.of("来源", "channel"),
            "电话",
            "电话、市转县、微信、网站、APP、短信、信箱；不填为电话",
            Parse.word(Channel.class, Names.CHANNELS));
    private static final Column<Nature> NATURE = Column.needed(
            "诉求性质",
            List.of("诉求类型", "类型", "nature"),
            "求助",
            "咨询、求助、投诉、举报、建议、表扬、其他",
            Parse.word(Nature.class, Names.NATURES));
    private static final Column<String> TITLE =
            Column.needed("标题", List.of("title"), "路灯不亮", "一行", Parse.line(Matter.MAX_TITLE));
    private static final Column<String> CONTENT =
            Column.needed("内容", List.of("诉求内容", "content"), "解放路路灯坏了三天。", "诉求内容", Parse.prose(MOST_PROSE));
    private static final Column<String> AREA =
            Column.optional("地点", List.of("区域", "地址", "area"), "解放路", "事发地点", Parse.line(Matter.MAX_AREA));
    private static final Column<String> DOMAIN =
            Column.optional("事项归口", List.of("归口", "诉求分类", "domain"), "", "归口的编码或名称（先导入 domains）", Parse.line(50));
    private static final Column<Boolean> URGENT =
            Column.optional("紧急", List.of("urgent"), "否", "是 或 否；不填为否", Parse::flag);
    private static final Column<String> NAME =
            Column.optional("诉求人", List.of("姓名", "requester"), "张三", "加密保存", Parse.line(50));
    private static final Column<String> PHONE =
            Column.optional("联系电话", List.of("电话号码", "phone"), "15400000001", "加密保存", Parse.line(40));
    private static final Column<String> CALL = Column.optional(
            "通话编号", List.of("call"), "", "原系统的通话编号（先导入 calls），一次通话一张工单", Parse.line(HistoricCall.MAX_OUTSIDE_ID));
    private static final Column<String> UNIT =
            Column.optional("承办单位", List.of("主办单位", "unit"), "县住建管理局", "单位的编码、名称或别名；直办不填", Parse.line(100));
    private static final Column<LocalDateTime> SENT =
            Column.optional("派单时间", List.of("转办时间", "dispatched"), "2022-07-26 09:00:00", "有承办单位时必填", Parse::moment);
    private static final Column<LocalDateTime> DUE =
            Column.optional("办理期限", List.of("截止时间", "due"), "2022-08-02 23:59:59", "不填则按本热线的期限规则计算", Parse::moment);
    private static final Column<LocalDateTime> ACKNOWLEDGED =
            Column.optional("签收时间", List.of("acknowledged"), "2022-07-26 10:00:00", MOMENTS, Parse::moment);
    private static final Column<LocalDateTime> REPLIED =
            Column.optional("答复时间", List.of("回复时间", "replied"), "2022-07-28 15:00:00", "不填则以办结时间为答复时间", Parse::moment);
    private static final Column<String> REPLY =
            Column.optional("答复内容", List.of("办理结果", "回复内容", "reply"), "路灯已修好。", "已答复的必填", Parse.prose(MOST_PROSE));
    private static final Column<Boolean> CONTACTED =
            Column.optional("已联系诉求人", List.of("contacted"), "是", "是 或 否；不填为否", Parse::flag);
    private static final Column<LocalDateTime> HANDLED =
            Column.optional("办结时间", List.of("handled"), "2022-07-28 16:00:00", "不填则以结案时间为办结时间", Parse::moment);
    private static final Column<LocalDateTime> CLOSED =
            Column.optional("结案时间", List.of("closed"), "2022-07-29 09:00:00", MOMENTS, Parse::moment);
    static final List<Column<?>> COLUMNS = List.of(
            NUMBER,
            REGISTERED,
            CHANNEL,
            NATURE,
            TITLE,
            CONTENT,
            AREA,
            DOMAIN,
            URGENT,
            NAME,
            PHONE,
            CALL,
            UNIT,
            SENT,
            DUE,
            ACKNOWLEDGED,
            REPLIED,
            REPLY,
            CONTACTED,
            HANDLED,
            CLOSED);

    static TicketKind open(TicketImports tickets, Office office, Hotline hotline, Clock clock) {
        return new TicketKind(
                tickets,
                hotline,
                office.lists().unitsByName(hotline.code()),
                domains(office.lists().domains(hotline.code())),
                clock.instant(),
                new HashMap<>());
    }

    private static Map<String, String> domains(List<Domain> all) {
        var domains = new HashMap<String, String>();
        all.stream().collect(Collectors.groupingBy(Domain::name)).forEach((name, some) -> {
            if (some.size() == 1) {
                domains.put(name, some.getFirst().code());
            }
        });
        all.forEach(domain -> domains.put(domain.code(), domain.code()));
        return Map.copyOf(domains);
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public HistoricTicket row(Cells cells) {
        inOrder(cells);
        var phone = cells.get(PHONE);
        if (phone.isPresent() && TicketImports.phone(phone.get(), hotline).isEmpty()) {
            throw new BadCell(PHONE, "is no telephone number");
        }
        return new HistoricTicket(
                cells.need(NUMBER),
                cells.get(CHANNEL).orElse(Channel.PHONE),
                new Matter(
                        cells.need(NATURE),
                        cells.need(TITLE),
                        cells.need(CONTENT),
                        cells.get(AREA),
                        cells.get(URGENT).orElse(false),
                        cells.get(DOMAIN).map(this::domain)),
                new Requester(cells.get(NAME), phone),
                at(cells, REGISTERED).orElseThrow(),
                call(cells),
                course(cells));
    }

    @Override
    public String key(HistoricTicket row) {
        return row.outsideNumber();
    }

    @Override
    public Stored store(List<HistoricTicket> batch) {
        var added = tickets.keep(batch);
        return new Stored(added, 0, batch.size() - added);
    }

    private Course course(Cells cells) {
        var closed = at(cells, CLOSED);
        var handled = at(cells, HANDLED).or(() -> closed);
        var replied = at(cells, REPLIED).or(() -> handled);
        if (cells.get(UNIT).isEmpty()) {
            if (cells.get(SENT).isPresent()) {
                throw new BadCell(UNIT, "is empty, yet it was dispatched");
            }
            return replied.<Course>map(at -> new Course.Answered(at, reply(cells)))
                    .orElseGet(Course.Waiting::new);
        }
        var unit = unit(cells.get(UNIT).get());
        var sent = at(cells, SENT).orElseThrow(() -> new BadCell(SENT, "is empty, yet a unit has it"));
        var due = at(cells, DUE);
        if (due.isPresent() && !due.get().isAfter(sent)) {
            throw new BadCell(DUE, "is not after the dispatch");
        }
        var reply = replied.map(at ->
                new HistoricTicket.Reply(at, reply(cells), cells.get(CONTACTED).orElse(false), handled, closed));
        return new Course.Sent(unit, sent, due, at(cells, ACKNOWLEDGED), reply);
    }

    private static String reply(Cells cells) {
        return cells.get(REPLY).orElseThrow(() -> new BadCell(REPLY, "is empty, yet it was answered"));
    }

    private String domain(String name) {
        return Optional.ofNullable(domains.get(name))
                .orElseThrow(() -> new BadCell(
                        DOMAIN, "\"" + name + "\" is no domain, or several: import domains first, or give the code"));
    }

    private Optional<CallId> call(Cells cells) {
        var number = cells.need(NUMBER);
        var call = cells.get(CALL)
                .map(outside ->
                        tickets.call(outside).orElseThrow(() -> new BadCell(CALL, "is no call: import calls first")));
        if (call.isPresent()
                && cells.get(CHANNEL).filter(one -> one != Channel.PHONE).isPresent()) {
            throw new BadCell(CALL, "is given, yet the ticket came in another way");
        }
        call.flatMap(one -> Optional.ofNullable(calls.putIfAbsent(one, number)).or(() -> tickets.ticketOf(one)))
                .filter(other -> !other.equals(number))
                .ifPresent(_ -> {
                    throw new BadCell(CALL, "has another ticket already");
                });
        return call;
    }

    private UnitCode unit(String name) {
        return Optional.ofNullable(units.get(name))
                .orElseThrow(() -> new BadCell(
                        UNIT, "\"" + name + "\" is no unit: import units first, with this name as an alias"));
    }

    /** Each step after the one before it, and none to come. */
    private void inOrder(Cells cells) {
        var before = Optional.<Instant>empty();
        for (var column : List.of(REGISTERED, SENT, ACKNOWLEDGED, REPLIED, HANDLED, CLOSED)) {
            var at = at(cells, column);
            if (at.isEmpty()) {
                continue;
            }
            if (at.get().isAfter(now)) {
                throw new BadCell(column, "lies in the future");
            }
            if (before.isPresent() && at.get().isBefore(before.get())) {
                throw new BadCell(column, "is earlier than the step before it");
            }
            before = at;
        }
    }

    private Optional<Instant> at(Cells cells, Column<LocalDateTime> column) {
        return cells.get(column).map(moment -> Parse.at(moment, hotline.zone()));
    }
}
