package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.CallFacts.Fate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Calls as they are written, counted in their rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallFiguresIT {
    private static final Instant MORNING = Instant.parse("2026-11-25T01:00:00Z");
    private static final Instant FROM = Instant.parse("2026-11-24T16:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-11-25T16:00:00Z");
    private static final QueueName QUEUE = new QueueName("hotline");
    private static final Seat SEAT = new Seat("1001");

    private TestDatabase database;
    private Pool pool;
    private Office office;
    private PgCalls writing;
    private Fence fence;
    private PgCallRows reading;
    private PgCallFigures figures;
    private HotlineCode hotline;
    private int hotlines;
    private int calls;

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        pool = database.pool("telephony");
        office = Office.launch(
                database.pool("office"), Clock.fixed(UNTIL.minusSeconds(1), ZoneOffset.UTC), TestKeys.officeConfig());
        writing = new PgCalls(pool, office.seal());
        fence = new PgLeases(pool)
                .take("pbx1", "a test", Duration.ofHours(1), Duration.ofSeconds(10))
                .map(held -> new Fence("pbx1", held.epoch()))
                .orElseThrow();
        reading = new PgCallRows(pool, office.seal());
        figures = new PgCallFigures(pool);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void aHotlineOfItsOwn() {
        hotline = new HotlineCode("north" + ++hotlines);
        office.addHotline(new Hotline(hotline, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
    }

    private static CallCounting counting(String yaml) {
        return CallCounting.read(Settings.parse("profile", yaml, Map.of()));
    }

    /** Tells a call that arrives then and writes all that happens to it. */
    private final class Told {
        private Call call;
        private int ordinal = 1;
        private final List<PgCalls.Change> changes = new ArrayList<>();

        Told(Instant at) {
            var id = new CallId("pbx1-1795581472." + ++calls);
            var arrived = new CallEvent.Arrived(id, at, hotline, "12345", new Caller.Withheld());
            call = Calls.begin(arrived);
            changes.add(new PgCalls.Change(call, arrived, ordinal));
        }

        CallId id() {
            return call.id();
        }

        Told then(CallEvent event) {
            call = Calls.apply(call, event);
            changes.add(new PgCalls.Change(call, event, ++ordinal));
            return this;
        }

        Told queued(Instant at) {
            return then(new CallEvent.Queued(id(), at, QUEUE));
        }

        Told rings(Instant at) {
            return then(new CallEvent.Ringing(id(), at, SEAT, Call.NOBODY, "leg"));
        }

        CallId left(Instant at) {
            then(new CallEvent.Left(id(), at, 16));
            return written();
        }

        CallId written() {
            writing.write(fence, PgCalls.Batch.of(changes));
            return id();
        }
    }

    private Told arrives() {
        return new Told(MORNING);
    }

    private CallId hangsUpAfter(Duration wait) {
        return arrives().queued(MORNING).left(MORNING.plus(wait));
    }

    private CallId answeredAfter(Duration wait) {
        var told = arrives().queued(MORNING).rings(MORNING);
        var id = told.id();
        return told.then(new CallEvent.Answered(id, MORNING.plus(wait), SEAT, Call.NOBODY, "leg"))
                .left(MORNING.plus(wait).plusSeconds(30));
    }

    private CallId unserved(WaitEnd why) {
        var told = arrives().queued(MORNING);
        return told.then(new CallEvent.WaitRanOut(told.id(), MORNING.plusSeconds(20), why))
                .left(MORNING.plusSeconds(25));
    }

    private CallFacts facts(CallId id, String yaml) {
        return Optional.ofNullable(figures.facts(List.of(id), counting(yaml)).get(id))
                .orElseThrow();
    }

    @Test
    void howFarACallCameIsReadFromItsRow() {
        var stages = Map.of(
                arrives().left(MORNING.plusSeconds(2)), CallStage.GREETING,
                hangsUpAfter(Duration.ofSeconds(9)), CallStage.WAITING,
                answeredAfter(Duration.ofSeconds(3)), CallStage.ANSWERED,
                unserved(WaitEnd.RAN_OUT), CallStage.WAITED_OUT,
                unserved(WaitEnd.NOT_LET_IN), CallStage.NOT_LET_IN,
                unserved(WaitEnd.CALLBACK_WISHED), CallStage.CALLBACK);
        stages.forEach((id, stage) -> assertThat(facts(id, "").stage()).isEqualTo(stage));
    }

    @Test
    void whoHangsUpWhileATelephoneRingsDidSoThoughAsteriskEndsTheRingingFirst() {
        var told = arrives().queued(MORNING).rings(MORNING.plusSeconds(1));
        var end = MORNING.plusSeconds(6);
        var ringing = told.then(new CallEvent.RingEnded(told.id(), end, SEAT, Call.NOBODY, "leg"))
                .left(end.plusMillis(1));
        assertThat(facts(ringing, "").stage()).isEqualTo(CallStage.RINGING);
        var inVain = arrives().queued(MORNING).rings(MORNING.plusSeconds(1));
        var waiting = inVain.then(new CallEvent.RingEnded(inVain.id(), end, SEAT, Call.NOBODY, "leg"))
                .left(end.plusSeconds(4));
        assertThat(facts(waiting, "").stage()).isEqualTo(CallStage.WAITING);
    }

    @Test
    void whoLeavesAMessageIsToldFromWhoHangsUpInTheGreeting() {
        var id = arrives().left(MORNING.plusSeconds(40));
        assertThat(facts(id, "").stage()).isEqualTo(CallStage.GREETING);
        pool.preparedQuery(
                        "insert into telephony.message (call, hotline, line, taken_at, file) values ($1, $2, '12345', $3, 'x')")
                .execute(Tuple.of(id.value(), hotline.value(), MORNING.atOffset(ZoneOffset.UTC)))
                .await();
        assertThat(facts(id, "").stage()).isEqualTo(CallStage.MESSAGE);
    }

    @Test
    void whyAWaitEndedIsReadBackAsItWasWritten() {
        for (var why : WaitEnd.values()) {
            var call = reading.find(unserved(why)).orElseThrow();
            assertThat(call.last())
                    .isInstanceOfSatisfying(
                            CallState.Unserved.class,
                            unserved -> assertThat(unserved.why()).isEqualTo(why));
        }
    }

    @Test
    void thresholdsIncludeTheirOwnMillisecondAndNotTheNext() {
        var rules = "{short-abandoned: 5s, short-abandoned-as: NOT_OFFERED, answer-limit: 15s}";
        assertThat(facts(hangsUpAfter(Duration.ofSeconds(5)), rules).isShort()).isTrue();
        assertThat(facts(hangsUpAfter(Duration.ofMillis(5_001)), rules).isShort())
                .isFalse();
        assertThat(facts(answeredAfter(Duration.ofSeconds(15)), rules).isInLimit())
                .isTrue();
        assertThat(facts(answeredAfter(Duration.ofMillis(15_001)), rules).isInLimit())
                .isFalse();
        var counted = figures.figures(hotline, FROM, UNTIL, counting(rules));
        assertThat(counted.offered()).isEqualTo(3);
        assertThat(counted.answered()).isEqualTo(2);
        assertThat(counted.answeredInLimit()).isEqualTo(1);
        assertThat(counted.allAbandoned()).isEqualTo(1);
        assertThat(counted.shortAbandoned()).isEqualTo(1);
        // A wait of nothing is not short where the profile knows no short ones.
        assertThat(facts(hangsUpAfter(Duration.ZERO), "").isShort()).isFalse();
    }

    @Test
    void callsOneByOneAndAllTogetherCountAlike() {
        var ids = new ArrayList<CallId>();
        for (int millis = 0; millis <= 20_000; millis += 2_500) {
            ids.add(hangsUpAfter(Duration.ofMillis(millis)));
            ids.add(answeredAfter(Duration.ofMillis(millis)));
        }
        for (var why : WaitEnd.values()) {
            ids.add(unserved(why));
        }
        ids.add(arrives().left(MORNING.plusSeconds(1)));
        ids.add(arrives().queued(MORNING).written());
        for (var as : CallCounting.As.values()) {
            var rules =
                    counting("{greeting: %s, callback: %s, not-let-in: %s, short-abandoned: 5s, short-abandoned-as: %s}"
                            .formatted(as, as, as, as));
            var together = figures.figures(hotline, FROM, UNTIL, rules);
            var singly = figures.facts(ids, rules).values().stream()
                    .collect(Collectors.groupingBy(rules::of, Collectors.counting()));
            assertThat(together.arrived()).isEqualTo(ids.size());
            assertThat(together.answered()).isEqualTo(singly.getOrDefault(CountedAs.ANSWERED, 0L));
            assertThat(together.allAbandoned()).isEqualTo(singly.getOrDefault(CountedAs.ABANDONED, 0L));
            assertThat(together.allOfferedOnly()).isEqualTo(singly.getOrDefault(CountedAs.OFFERED, 0L));
            assertThat(together.open()).isEqualTo(1);
            assertThat(together.offered()).isEqualTo(ids.size() - singly.getOrDefault(CountedAs.NOT_OFFERED, 0L));
        }
    }

    @Test
    void openAndInterruptedCallsAreThat() {
        var open = arrives().queued(MORNING).written();
        assertThat(facts(open, "").fate()).isEqualTo(Fate.OPEN);
        var told = arrives().queued(MORNING);
        var lost = told.then(new CallEvent.Interrupted(told.id(), MORNING.plusSeconds(9)))
                .written();
        assertThat(facts(lost, "").fate()).isEqualTo(Fate.INTERRUPTED);
    }

    @Test
    void dayHasTheCallsThatArrivedInItByTheHotlinesClock() {
        new Told(FROM.minusMillis(1)).left(FROM);
        new Told(FROM).left(FROM.plusSeconds(1));
        new Told(UNTIL.minusMillis(1)).left(UNTIL);
        new Told(UNTIL).left(UNTIL.plusSeconds(1));
        var desk = desk();
        var who = who(Set.of(Telephony.SEE_CALLS));
        var day = desk.day(who, hotline, LocalDate.parse("2026-11-25"));
        assertThat(day.figures().notOffered(CallStage.GREETING)).isEqualTo(2);
        assertThat(day.completeUntil()).contains(MORNING);
        assertThat(desk.today(hotline)).isEqualTo(LocalDate.parse("2026-11-25"));
        assertThatThrownBy(() -> desk.day(who, hotline, LocalDate.parse("2026-11-26")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has not begun");
        assertThatThrownBy(() -> desk.day(who(Set.of()), hotline, LocalDate.parse("2026-11-25")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void profileOfALaterMonthDoesNotChangeAMonthThatIsOver() {
        var october = Instant.parse("2026-10-10T02:00:00Z");
        new Told(october).queued(october).left(october.plusSeconds(3));
        hangsUpAfter(Duration.ofSeconds(3));
        office.addProfile(
                hotline,
                "telephony: {counting: {short-abandoned: 5s, short-abandoned-as: NOT_OFFERED}}",
                Instant.parse("2026-11-01T00:00:00Z"),
                PersonId.SYSTEM);
        var who = who(Set.of(Telephony.SEE_CALLS));
        assertThat(desk().day(who, hotline, LocalDate.parse("2026-10-10"))
                        .figures()
                        .offered())
                .isEqualTo(1);
        assertThat(desk().day(who, hotline, LocalDate.parse("2026-11-25"))
                        .figures()
                        .offered())
                .isZero();
    }

    @Test
    void everyStageIsKnownToTheRowsView() {
        var text = pool.query("select pg_get_viewdef('telephony.v_call_fact') as text")
                .execute()
                .await()
                .iterator()
                .next()
                .getString("text");
        for (var stage : EnumSet.allOf(CallStage.class)) {
            assertThat(text).contains("'" + stage + "'");
        }
        for (var fate : Fate.values()) {
            assertThat(text).contains("'" + fate + "'");
        }
    }

    private FigureDesk desk() {
        var clock = Clock.fixed(UNTIL.minusSeconds(1), ZoneOffset.UTC);
        return new FigureDesk(figures, office, clock, new Profiles(office, clock, _ -> {}), () -> Optional.of(MORNING));
    }

    private SignedIn who(Set<Right> rights) {
        return new SignedIn(
                new PersonId(UUID.randomUUID()),
                "leader",
                "某人",
                List.of(new Grant(hotline, "shift-leader", Optional.empty(), rights)));
    }
}
