package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelephonyIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int WARM_UP = 200;
    private static final int MEASURED = 400;
    private static final AtomicInteger LAST_CALL = new AtomicInteger(1_795_400_000);

    private TestDatabase database;
    private Office office;
    private SignedIn wang;
    private SignedIn li;
    private RecordedAsterisk asterisk;
    private Telephony telephony;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        wang = agent("wang");
        li = agent("li");
    }

    @BeforeEach
    void start() {
        heard.clear();
        asterisk = RecordedAsterisk.open();
        telephony = launch(asterisk.port());
        telephony.start();
        await().atMost(SOON).until(telephony::connected);
    }

    @AfterEach
    void stop() {
        telephony.signOut(wang);
        telephony.signOut(li);
        telephony.close();
        asterisk.close();
        database.pool("telephony")
                .query("update telephony.call set ended_at = now(), outcome = 'INTERRUPTED' where ended_at is null")
                .execute()
                .await();
    }

    @AfterAll
    void close() {
        database.close();
    }

    private SignedIn agent(String login) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, "话务员");
        office.grant(person, NORTH, "agent", Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        return office.signIn(login, "a longer password").visitor();
    }

    private Telephony launch(int port) {
        var launched = Telephony.launch(
                database.pool("telephony"), Clock.systemUTC(), office, RecordedAsterisk.config(port, ""));
        launched.addListener((call, event) -> heard.add(event.getClass().getSimpleName()));
        return launched;
    }

    private static CallId newId() {
        return new CallId("pbx1-" + LAST_CALL.incrementAndGet() + ".7");
    }

    /** Gives the recorded call another id: its caller's channel and the linkedid of all. */
    private void play(String recording, CallId id) {
        asterisk.play(recording, text -> replaced(text, id));
    }

    private Call ended(CallId id) {
        await().atMost(SOON)
                .until(() -> telephony.call(id).filter(call -> !call.open()).isPresent());
        return telephony.call(id).orElseThrow();
    }

    @Test
    void answeredCallIsInRowsAndListenersHearItInOrder() {
        telephony.signIn(wang, NORTH, new Seat("1001"));
        var id = newId();
        play("answered.ami", id);
        var call = ended(id);
        await().atMost(SOON).until(() -> heard.contains("Left"));
        assertThat(heard)
                .containsExactly(
                        "Arrived",
                        "Queued",
                        "Ringing",
                        "Recorded",
                        "Connected",
                        "Answered",
                        "Disconnected",
                        "TalkEnded",
                        "Left");
        assertThat(call.answeredBy()).contains(wang.person());
        assertThat(call.caller()).isEqualTo(new Caller.Known("15400000001", true));
        var row = database.pool("ticketing")
                .preparedQuery("select * from telephony.v_call where id = $1")
                .execute(io.vertx.sqlclient.Tuple.of(id.value()))
                .await()
                .iterator()
                .next();
        assertThat(row.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(row.getUUID("agent")).isEqualTo(wang.person().value());
        assertThat(row.getString("seat")).isEqualTo("1001");
        assertThat(row.getLong("wait_ms")).isBetween(1_000L, 1_200L);
        assertThat(row.getLong("talk_ms")).isBetween(2_900L, 3_100L);
        assertThat(row.getBoolean("recording")).isTrue();
        assertThat(row.getBuffer("caller_index").getBytes())
                .isEqualTo(telephony.indexOf(NORTH, call.caller()).orElseThrow().bytes());
        assertThat(row.getValue("xid")).isNotNull();
        var index = telephony.indexOf(NORTH, telephony.callerFrom(NORTH, "+86 154 0000 0001"));
        assertThat(telephony.callsOf(NORTH, index.orElseThrow(), 10))
                .extracting(Call::id)
                .contains(id);
    }

    @Test
    void rowsAndLogHoldNoNumberInClear() {
        var id = newId();
        play("abandoned-in-queue.ami", id);
        ended(id);
        for (var table : List.of("call", "call_event")) {
            var rows = database.pool("telephony")
                    .query("select to_jsonb(t)::text as text from telephony." + table + " t")
                    .execute()
                    .await();
            assertThat(rows)
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.getString("text")).doesNotContain("15400000001"));
        }
    }

    @Test
    void logOfEventsCannotBeChangedByTheProgram() {
        assertThatThrownBy(() -> database.pool("telephony")
                        .query("delete from telephony.call_event")
                        .execute()
                        .await())
                .hasMessageContaining("permission denied");
    }

    @Test
    void callThatAsteriskHasNoMoreAfterTheLinkBrokeIsInterrupted() {
        var id = newId();
        asterisk.play("answered.ami", text -> start(text, id));
        await().atMost(SOON).until(() -> telephony.call(id).isPresent());
        asterisk.cut();
        assertThat(ended(id).outcome()).contains(new Outcome.Interrupted());
        await().atMost(SOON).until(() -> heard.contains("Interrupted"));
    }

    @Test
    void callThatAsteriskStillHasGoesOnAfterTheLinkBroke() {
        var id = newId();
        asterisk.channels(List.of(channel(id, "AGI", "agi://127.0.0.1/arrive")));
        asterisk.play("answered.ami", text -> start(text, id));
        await().atMost(SOON).until(() -> telephony.call(id).isPresent());
        asterisk.cut();
        await().atMost(SOON).until(() -> asterisk.clients() == 1);
        var next = newId();
        play("abandoned-in-queue.ami", next);
        ended(next);
        assertThat(telephony.call(id)).get().matches(Call::open);
    }

    @Test
    void callThatBeganUnheardIsTakenUpWhenTheLinkStands() {
        var id = newId();
        asterisk.channels(List.of(
                channel(id, "Queue", "hotline,c,,,600"),
                "Channel: PJSIP/1001-0000000a\r\nChannelState: 5\r\nContext: from-agent\r\nExten: s\r\nUniqueid: pbx1-1795400000.99\r\nLinkedid: "
                        + id + "\r\nApplication: AppQueue\r\nApplicationData: (Outgoing Line)\r\nBridgeId: "));
        asterisk.cut();
        await().atMost(SOON).until(() -> telephony.call(id).isPresent());
        await().atMost(SOON).until(() -> telephony.call(id).orElseThrow().state() instanceof CallState.Ringing);
        assertThat(telephony.call(id).orElseThrow().queue()).contains(new QueueName("hotline"));
    }

    @Test
    void openCallIsKnownAfterTheProgramStartsAnew() {
        var id = newId();
        asterisk.channels(List.of(channel(id, "Queue", "hotline,c")));
        asterisk.play("abandoned-in-queue.ami", text -> {
            var whole = replaced(text, id);
            return whole.substring(0, whole.indexOf("Event: HangupRequest"));
        });
        await().atMost(SOON).until(() -> telephony.call(id).flatMap(Call::queue).isPresent());
        var before = telephony.call(id).orElseThrow();
        telephony.close();
        telephony = launch(asterisk.port());
        assertThat(telephony.call(id)).contains(before);
        telephony.start();
        await().atMost(SOON)
                .until(() -> asterisk.clients() == 1 && telephony.openCalls().size() == 1);
        asterisk.play("abandoned-in-queue.ami", text -> {
            var whole = replaced(text, id);
            return whole.substring(whole.indexOf("Event: HangupRequest"));
        });
        assertThat(ended(id).outcome()).get().isInstanceOf(Outcome.AbandonedInQueue.class);
    }

    @Test
    void seatHasOneAgentAndAnAgentOneSeat() {
        telephony.signIn(wang, NORTH, new Seat("1001"));
        assertThat(asterisk.members("hotline"))
                .containsEntry("PJSIP/1001", wang.person().toString());
        assertThatThrownBy(() -> telephony.signIn(li, NORTH, new Seat("1001")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("somebody else");
        telephony.signIn(li, NORTH, new Seat("1002"));
        telephony.signIn(wang, NORTH, new Seat("1003"));
        assertThat(asterisk.members("hotline")).containsOnlyKeys("PJSIP/1002", "PJSIP/1003");
        assertThat(telephony.seatOf(wang.person())).contains(new Seat("1003"));
        telephony.signOut(wang);
        assertThat(asterisk.members("hotline")).containsOnlyKeys("PJSIP/1002");
        assertThat(telephony.seatOf(wang.person())).isEmpty();
    }

    @Test
    void unknownSeatAndMissingRightAreRefused() {
        assertThatThrownBy(() -> telephony.signIn(wang, NORTH, new Seat("nowhere")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no seat nowhere");
        assertThat(asterisk.members("hotline")).isEmpty();
        var nobody = new SignedIn(new PersonId(UUID.randomUUID()), "nobody", "某人", List.of());
        assertThatThrownBy(() -> telephony.signIn(nobody, NORTH, new Seat("1001")))
                .hasMessageContaining("telephony.take-calls");
    }

    @Test
    void queueIsBroughtInLineWithTheSignInsWhenTheLinkStands() {
        telephony.signIn(wang, NORTH, new Seat("1001"));
        asterisk.cut();
        asterisk.addMember("hotline", "PJSIP/1001", "somebody of long ago");
        asterisk.addMember("hotline", "PJSIP/1009", "nobody's seat");
        asterisk.addMember("other", "PJSIP/1010", "not ours");
        await().atMost(SOON)
                .until(() -> asterisk.members("hotline")
                        .equals(java.util.Map.of("PJSIP/1001", wang.person().toString())));
        assertThat(asterisk.members("other")).hasSize(1);
    }

    @Test
    void ringReachesTheListenerSoonAfterAsteriskTells() {
        var rung = new ArrayList<Long>();
        var said = new java.util.concurrent.atomic.AtomicLong();
        var told = new java.util.concurrent.SynchronousQueue<Long>();
        telephony.close();
        telephony = launch(asterisk.port());
        telephony.addListener((call, event) -> {
            if (event instanceof CallEvent.Ringing) {
                var took = System.nanoTime() - said.get();
                Thread.ofVirtual().start(() -> {
                    try {
                        told.put(took);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        });
        telephony.start();
        await().atMost(SOON).until(() -> asterisk.clients() == 1 && telephony.connected());
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            var id = newId();
            var text = replaced(RecordedAsterisk.events("hang-up-while-ringing.ami"), id);
            var ring = text.indexOf("Event: AgentCalled");
            asterisk.tell(text.substring(0, ring));
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(SOON)
                    .until(() -> telephony.call(id).flatMap(Call::queue).isPresent());
            said.set(System.nanoTime());
            asterisk.tell(text.substring(ring));
            try {
                rung.add(told.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        rung.subList(0, WARM_UP).clear();
        rung.sort(Long::compare);
        System.out.printf(
                "AgentCalled to listener, rows committed between: p50 %.1f ms, p99 %.1f ms%n",
                rung.get(MEASURED / 2) / 1e6, rung.get(MEASURED * 99 / 100) / 1e6);
        assertThat(Duration.ofNanos(rung.get(MEASURED * 99 / 100))).isLessThan(Duration.ofSeconds(1));
    }

    private static String replaced(String text, CallId id) {
        var matcher = Pattern.compile("Linkedid: (pbx1-[0-9]+\\.[0-9]+)").matcher(text);
        assertThat(matcher.find()).isTrue();
        return text.replace(matcher.group(1), id.value());
    }

    /** The call up to its greeting. */
    private static String start(String text, CallId id) {
        var whole = replaced(text, id);
        return whole.substring(0, whole.indexOf("Event: QueueCallerJoin"));
    }

    private static String channel(CallId id, String application, String data) {
        return "Channel: PJSIP/trunk-00000009\r\nChannelState: 6\r\nCallerIDNum: 15400000009\r\nContext: hotline\r\nExten: s\r\nUniqueid: "
                + id + "\r\nLinkedid: " + id + "\r\nApplication: " + application + "\r\nApplicationData: " + data
                + "\r\nBridgeId: ";
    }
}
