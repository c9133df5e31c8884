package org.hotline12345.ticketing.http;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Domain;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Assignment;
import org.hotline12345.ticketing.Card;
import org.hotline12345.ticketing.HandlingMode;
import org.hotline12345.ticketing.Origin;
import org.hotline12345.ticketing.Part;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketExport.Exported;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.TicketState;
import org.hotline12345.ticketing.UpstreamRating;

/** Tickets as rows of text, in the words and on the clock of their hotline. */
final class TicketTable {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    /** A cell that begins so would be computed, or start a program, where the file is opened; some take the wide ones, too. */
    private static final String FORMULAS = "=+-@\t\r\n＝＋－＠";

    private record Column(String title, Function<Exported, String> cell) {}

    private final ZoneId zone;
    private final Map<UnitCode, String> units;
    private final Map<String, String> domains;
    private final List<Column> columns = new ArrayList<>();

    private TicketTable(ZoneId zone, Map<UnitCode, String> units, Map<String, String> domains, boolean personal) {
        this.zone = zone;
        this.units = units;
        this.domains = domains;
        column("工单编号", ticket -> ticket.number().value());
        column("登记时间", ticket -> text(Optional.of(ticket.registeredAt())));
        column("渠道", ticket -> ticket.channel().title());
        column("诉求性质", ticket -> ticket.matter().nature().title());
        column("标题", ticket -> ticket.matter().title());
        column("内容", ticket -> ticket.matter().content());
        column("地点", ticket -> ticket.matter().area().orElse(""));
        column("紧急", ticket -> ticket.matter().urgent() ? "是" : "否");
        column("状态", ticket -> stage(ticket.stage()));
        column("承办单位", ticket -> ticket.lead().map(this::unit).orElse(""));
        column("协办单位", this::assisting);
        column("派单时间", ticket -> text(ticket.lead().map(Assignment::sentAt)));
        column("签收时间", ticket -> text(ticket.lead().flatMap(Assignment::acknowledgedAt)));
        column("办理期限", ticket -> text(ticket.lead().map(one -> one.due().at())));
        column("答复时间", ticket -> text(ticket.lead().flatMap(Assignment::repliedAt)));
        columns.add(new Column("答复内容", exported -> exported.reply().orElse("")));
        column("办结时间", ticket -> text(ticket.handledAt()));
        column("结案时间", ticket -> text(ticket.closed().map(TicketState.Closed::closedAt)));
        column(
                "办理方式",
                ticket -> ticket.closed().map(closed -> mode(closed.mode())).orElse(""));
        column("红黄牌", TicketTable::cards);
        origin("来源编号", Origin::number);
        origin("导入时间", origin -> origin.importedAt().map(at -> text(Optional.of(at))));
        origin(
                "上级回访结果满意度",
                origin -> origin.upstream().flatMap(Origin.Upstream::result).map(UpstreamRating::title));
        origin(
                "上级回访过程满意度",
                origin -> origin.upstream().flatMap(Origin.Upstream::service).map(UpstreamRating::title));
        // At the end: who works with the sheets counts on the places of the others.
        column("事项归口", ticket -> ticket.matter().domain().map(this::domain).orElse(""));
        if (personal) {
            columns.add(
                    new Column("诉求人", exported -> exported.requester().name().orElse("")));
            columns.add(
                    new Column("联系电话", exported -> exported.requester().phone().orElse("")));
        }
    }

    static TicketTable of(Office office, HotlineCode hotline, boolean personal) {
        var units = office.units(hotline).stream().collect(Collectors.toMap(Unit::code, Unit::name));
        var domains = office.lists().domains(hotline).stream().collect(Collectors.toMap(Domain::code, Domain::name));
        return new TicketTable(office.hotline(hotline).zone(), units, domains, personal);
    }

    List<String> titles() {
        return columns.stream().map(Column::title).toList();
    }

    List<String> row(Exported exported) {
        return columns.stream().map(column -> column.cell().apply(exported)).toList();
    }

    static boolean isLikeAFormula(String cell) {
        return !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0;
    }

    private void column(String title, Function<Ticket, String> cell) {
        columns.add(new Column(title, exported -> cell.apply(exported.ticket())));
    }

    /** Empty for tickets that began here. */
    private void origin(String title, Function<Origin, Optional<String>> cell) {
        columns.add(new Column(title, exported -> cell.apply(exported.origin()).orElse("")));
    }

    private String text(Optional<Instant> at) {
        return at.map(moment -> MOMENT.format(moment.atZone(zone))).orElse("");
    }

    private String unit(Assignment one) {
        return units.getOrDefault(one.unit(), one.unit().value());
    }

    private String domain(String code) {
        return domains.getOrDefault(code, code);
    }

    private String assisting(Ticket ticket) {
        return ticket.assignments().stream()
                .filter(one -> one.part() == Part.ASSIST)
                .map(this::unit)
                .distinct()
                .collect(Collectors.joining("、"));
    }

    private static String cards(Ticket ticket) {
        return Stream.of(Card.values())
                .filter(card -> ticket.assignments().stream()
                        .anyMatch(one -> one.standing().contains(card)))
                .map(card -> switch (card) {
                    case YELLOW -> "黄牌";
                    case RED -> "红牌";
                })
                .collect(Collectors.joining("、"));
    }

    private static String mode(HandlingMode mode) {
        return switch (mode) {
            case DIRECT -> "直办";
            case UNIT -> "转办";
        };
    }

    private static String stage(TicketStage stage) {
        return switch (stage) {
            case REGISTERED -> "待派单";
            case DISPATCHED -> "待签收";
            case IN_HAND -> "办理中";
            case RETURN_REQUESTED -> "退单待审";
            case REPLIED -> "待审核";
            case HANDLED -> "已办结";
            case CLOSED -> "已结案";
            case SUSPENDED -> "已挂起";
            case MERGED -> "已并单";
            case REJECTED -> "不予受理";
            case WITHDRAWN -> "已撤诉";
            case VOIDED -> "已作废";
            case ARCHIVED -> "已归档";
        };
    }
}
