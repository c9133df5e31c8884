package org.hotline12345.bulletin.edition;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12345.bulletin.Bulletin;
import org.jspecify.annotations.Nullable;

/** An edition's figures and all its facts in one workbook: what each ticket and call counted as. */
final class PgTraceSheets {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int PIECE = 5_000;
    private static final Map<String, String> COURSES =
            Map.of("DIRECT", "直接办结", "DISPATCHED", "转派", "WAITING", "待转派", "MERGED", "并单", "ENDED", "不予受理或撤诉");
    private static final Map<String, String> RATINGS =
            Map.of("SATISFIED", "满意", "BASICALLY_SATISFIED", "基本满意", "DISSATISFIED", "不满意");

    private final PgEditions editions;
    private final Edition edition;
    private final Bulletin model;
    private final ZoneId zone;

    PgTraceSheets(PgEditions editions, Edition edition, Bulletin model) {
        this.editions = editions;
        this.edition = edition;
        this.model = model;
        this.zone = model.span().zone();
    }

    void write(OutputStream to) {
        write(to, TraceWorkbook.MOST_ROWS);
    }

    void write(OutputStream to, int mostRows) {
        try (var workbook = new TraceWorkbook(mostRows)) {
            figures(workbook);
            tickets(workbook);
            calls(workbook);
            workbook.write(to);
        }
    }

    private void figures(TraceWorkbook workbook) {
        var pages = workbook.pages("数字", List.of("标识", "名称", "印出", "分子", "分子数", "分母", "分母数", "取舍", "算式"));
        for (var figure : editions.figures(edition.id())) {
            pages.add(List.of(
                    figure.id(),
                    figure.name(),
                    figure.printed(),
                    words(figure.numerator()),
                    value(figure.numerator()),
                    words(figure.denominator()),
                    value(figure.denominator()),
                    figure.rounding().orElse(""),
                    figure.arithmetic()));
        }
    }

    private void tickets(TraceWorkbook workbook) {
        var pages = workbook.pages(
                "工单",
                List.of(
                        "工单编号", "诉求性质", "承办单位", "办理方式", "已办结", "有时限", "按时", "已调查", "评价", "登记时间", "转派时间", "办理期限", "答复时间",
                        "办结时间", "结案时间"));
        // language=PostgreSQL
        each("""
                 select m.number, m.nature, coalesce(u.name, m.unit) as unit, m.course, m.done, m.with_due, m.in_time, m.asked, m.rating,
                        t.registered_at, t.dispatched_at, t.due_at, t.replied_at, t.handled_at, t.closed_at
                   from bulletin.marked_tickets($1) m
                   join bulletin.frozen_ticket t on t.edition = $1 and t.number = m.number
                   left join bulletin.frozen_unit u on u.edition = $1 and u.code = m.unit
                  order by m.number""", Tuple.of(edition.id()), row -> pages.add(ticket(row)));
    }

    private List<String> ticket(Row row) {
        var cells = new ArrayList<String>();
        cells.add(row.getString("number"));
        cells.add(row.getString("nature"));
        cells.add(text(row.getString("unit")));
        cells.add(COURSES.getOrDefault(row.getString("course"), ""));
        for (var flag : List.of("done", "with_due", "in_time", "asked")) {
            cells.add(row.getBoolean(flag) ? "是" : "否");
        }
        cells.add(RATINGS.getOrDefault(text(row.getString("rating")), ""));
        for (var at : List.of("registered_at", "dispatched_at", "due_at", "replied_at", "handled_at", "closed_at")) {
            cells.add(moment(row.getOffsetDateTime(at)));
        }
        return cells;
    }

    private void calls(TraceWorkbook workbook) {
        var rules = editions.rules(edition, model);
        var pages = workbook.pages("来电", List.of("来电编号", "线路", "打进时间", "到达环节", "结束情况", "等待毫秒", "短时", "限时内接通"));
        // language=PostgreSQL
        each(
                """
                select m.call, m.line, c.arrived_at, m.stage, m.fate, m.wait_ms, m.short, m.in_limit
                  from bulletin.marked_calls($1, $2, $3) m
                  join bulletin.frozen_call c on c.edition = $1 and c.call = m.call
                 order by c.arrived_at, m.call""",
                Tuple.of(edition.id(), rules.shortMillis(), rules.limitMillis()),
                row -> pages.add(List.of(
                        row.getString("call"),
                        row.getString("line"),
                        moment(row.getOffsetDateTime("arrived_at")),
                        row.getString("stage"),
                        row.getString("fate"),
                        row.getLong("wait_ms") == null
                                ? ""
                                : row.getLong("wait_ms").toString(),
                        row.getBoolean("short") ? "是" : "否",
                        row.getBoolean("in_limit") ? "是" : "否")));
    }

    /** Piece by piece, so that memory holds no whole month. */
    private void each(String sql, Tuple parameters, Consumer<Row> take) {
        var connection = editions.pool().getConnection().await();
        try {
            connection.query("start transaction read only").execute().await();
            try {
                var cursor = connection.prepare(sql).await().cursor(parameters);
                do {
                    cursor.read(PIECE).await().forEach(take);
                } while (cursor.hasMore());
                cursor.close().await();
            } finally {
                connection.query("rollback").execute().await();
            }
        } finally {
            connection.close().await();
        }
    }

    private String moment(@Nullable OffsetDateTime at) {
        return at == null ? "" : MOMENT.format(at.atZoneSameInstant(zone));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String words(Optional<KeptFigure.Part> part) {
        return part.map(KeptFigure.Part::words).orElse("");
    }

    private static String value(Optional<KeptFigure.Part> part) {
        return part.map(KeptFigure.Part::value).map(BigDecimal::toPlainString).orElse("");
    }
}
