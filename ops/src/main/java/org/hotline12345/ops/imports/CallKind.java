package org.hotline12345.ops.imports;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallImports;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.HistoricCall;
import org.hotline12345.telephony.HistoricCall.Course;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.WaitEnd;

/**
 * Calls of a former system: by the number that they had there.
 *
 * @param now what came later than this did not happen
 */
record CallKind(CallImports calls, Hotline hotline, People people, Instant now) implements Kind<HistoricCall> {
    /** How a call ended, in the words of switchboards. */
    private enum End {
        ANSWERED,
        GREETING,
        GAVE_UP,
        WAITED_OUT,
        NOT_LET_IN,
        CALLBACK,
        PUT_THROUGH,
        INTERRUPTED
    }

    private enum Direction {
        IN,
        OUT
    }

    private static final Map<String, End> ENDS = Map.ofEntries(
            Map.entry("接通", End.ANSWERED),
            Map.entry("已接", End.ANSWERED),
            Map.entry("提示音中挂断", End.GREETING),
            Map.entry("排队中挂断", End.GAVE_UP),
            Map.entry("放弃", End.GAVE_UP),
            Map.entry("振铃中挂断", End.GAVE_UP),
            Map.entry("等待超时", End.WAITED_OUT),
            Map.entry("队列已满", End.NOT_LET_IN),
            Map.entry("选择回拨", End.CALLBACK),
            Map.entry("转出", End.PUT_THROUGH),
            Map.entry("中断", End.INTERRUPTED));
    private static final Map<String, Direction> DIRECTIONS = Map.of("呼入", Direction.IN, "呼出", Direction.OUT);
    private static final List<String> WITHHELD = List.of("未显示号码", "匿名", "anonymous", "unknown");
    private static final String MOMENTS = "如 2026-11-25 09:30:00";

    private static final Column<String> NUMBER = Column.needed(
            "通话编号",
            List.of("流水号", "call"),
            "C202207260001",
            "原系统的编号，同一编号只导入一次",
            Parse.line(HistoricCall.MAX_OUTSIDE_ID));
    private static final Column<String> LINE =
            Column.optional("线路", List.of("被叫号码", "line"), "12345", "拨打的号码；不填为本热线号码", CallKind::number);
    private static final Column<String> CALLER =
            Column.optional("来电号码", List.of("主叫号码", "caller"), "15400000001", "加密保存；未显示号码的不填", Parse.line(40));
    private static final Column<Direction> DIRECTION = Column.optional(
            "方向", List.of("呼叫方向", "direction"), "呼入", "呼入；不填为呼入（呼出不计入话务，请删去）", Parse.word(Direction.class, DIRECTIONS));
    private static final Column<LocalDateTime> ARRIVED =
            Column.needed("呼入时间", List.of("来电时间", "entered"), "2022-07-26 08:29:30", MOMENTS, Parse::moment);
    private static final Column<LocalDateTime> QUEUED = Column.optional(
            "排队时间", List.of("转人工时间", "queued"), "2022-07-26 08:29:50", "进入人工排队的时间；接通的不填则为呼入时间", Parse::moment);
    private static final Column<LocalDateTime> ANSWERED =
            Column.optional("接通时间", List.of("应答时间", "answered"), "2022-07-26 08:30:00", "接通和转出的必填", Parse::moment);
    private static final Column<LocalDateTime> ENDED =
            Column.needed("结束时间", List.of("挂断时间", "ended"), "2022-07-26 08:34:00", MOMENTS, Parse::moment);
    private static final Column<End> END = Column.optional(
            "结果",
            List.of("通话结果", "outcome"),
            "接通",
            "接通、提示音中挂断、排队中挂断、等待超时、队列已满、选择回拨、转出、中断；不填则按时间判断",
            Parse.word(End.class, ENDS));
    private static final Column<String> AGENT =
            Column.optional("话务员", List.of("坐席", "agent"), "", "登录名或姓名，须是本热线人员（先导入 users）；已不在的不填", Parse.line(50));
    private static final Column<Seat> SEAT =
            Column.optional("座席号", List.of("分机", "seat"), "1001", "接听的座席，字母、数字或 - _", Seat::new);
    static final List<Column<?>> COLUMNS =
            List.of(NUMBER, LINE, CALLER, DIRECTION, ARRIVED, QUEUED, ANSWERED, ENDED, END, AGENT, SEAT);

    static CallKind open(Target to) {
        var hotline = to.hotline();
        var calls = Telephony.imports(to.pools().apply("telephony"), to.clock(), to.office(), hotline.code());
        return new CallKind(
                calls,
                hotline,
                new People(to.office(), hotline.code()),
                to.clock().instant());
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public HistoricCall row(Cells cells) {
        if (cells.get(DIRECTION).filter(Direction.OUT::equals).isPresent()) {
            throw new BadCell(DIRECTION, "is a call that went out, which no figure counts: leave it out");
        }
        inOrder(cells);
        var line = cells.get(LINE).orElse(hotline.number());
        var call = new HistoricCall(
                cells.need(NUMBER),
                line,
                caller(cells),
                at(cells, ARRIVED).orElseThrow(),
                at(cells, ENDED).orElseThrow(),
                course(cells, calls.queueOf(line)));
        if (calls.isOfAsterisk(call)) {
            throw new BadCell(NUMBER, "is a call that this system's Asterisk told of itself: it is counted already");
        }
        return call;
    }

    @Override
    public String key(HistoricCall row) {
        return row.outsideId();
    }

    @Override
    public Stored store(List<HistoricCall> batch) {
        var added = calls.keep(batch);
        return new Stored(added, 0, batch.size() - added);
    }

    private Caller caller(Cells cells) {
        var number = cells.get(CALLER).filter(text -> !WITHHELD.contains(text));
        return number.<Caller>map(
                        text -> calls.caller(text).orElseThrow(() -> new BadCell(CALLER, "is no telephone number")))
                .orElseGet(Caller.Withheld::new);
    }

    private Course course(Cells cells, QueueName queue) {
        var arrived = at(cells, ARRIVED).orElseThrow();
        var queued = at(cells, QUEUED);
        var answered = at(cells, ANSWERED);
        var end = cells.get(END)
                .orElseGet(() -> answered.isPresent() ? End.ANSWERED : queued.isPresent() ? End.GAVE_UP : End.GREETING);
        if (answered.isPresent() && end != End.ANSWERED && end != End.PUT_THROUGH) {
            throw new BadCell(END, "does not fit: the call has a time at which it was answered");
        }
        if (end != End.ANSWERED && cells.get(AGENT).isPresent()) {
            throw new BadCell(AGENT, "is given, yet no agent answered");
        }
        return switch (end) {
            case ANSWERED ->
                new Course.Answered(
                        queue,
                        queued.orElse(arrived),
                        answered.orElseThrow(() -> new BadCell(ANSWERED, "is empty, yet the call was answered")),
                        cells.get(SEAT).orElse(HistoricCall.SOME_SEAT),
                        agent(cells));
            case GREETING -> {
                if (queued.isPresent()) {
                    throw new BadCell(END, "does not fit: the call has a time at which it was queued");
                }
                yield new Course.Greeted();
            }
            case GAVE_UP -> new Course.GaveUp(queue, queued(queued));
            case WAITED_OUT -> new Course.Unserved(queue, queued(queued), WaitEnd.RAN_OUT);
            case NOT_LET_IN -> new Course.Unserved(queue, queued(queued), WaitEnd.NOT_LET_IN);
            case CALLBACK -> new Course.Unserved(queue, queued(queued), WaitEnd.CALLBACK_WISHED);
            case PUT_THROUGH ->
                new Course.PutThrough(
                        answered.orElseThrow(() -> new BadCell(ANSWERED, "is empty, yet the call was put through")));
            case INTERRUPTED -> new Course.Interrupted(queued.map(_ -> queue), queued.orElse(arrived));
        };
    }

    private static Instant queued(Optional<Instant> queued) {
        return queued.orElseThrow(() -> new BadCell(QUEUED, "is empty, yet the caller waited for an agent"));
    }

    private PersonId agent(Cells cells) {
        return cells.get(AGENT).map(name -> people.named(AGENT, name)).orElse(Call.NOBODY);
    }

    private static String number(String text) {
        if (!text.matches("[0-9]{3,20}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no number of 3 to 20 digits");
        }
        return text;
    }

    /** Each step after the one before it, and none to come. */
    private void inOrder(Cells cells) {
        var before = Optional.<Instant>empty();
        for (var column : List.of(ARRIVED, QUEUED, ANSWERED, ENDED)) {
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
