package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two Asterisks and two backend processes on one database, on recordings; whole systems are tried in ops. */
class NodesIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final Duration SOON = Duration.ofSeconds(15);

    private TestDatabase database;
    private Office office;
    private SignedIn wang;
    private SignedIn li;
    private RecordedAsterisk east;
    private RecordedAsterisk west;
    private Telephony first;
    private Telephony second;

    @BeforeEach
    void start() {
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addHotline(new Hotline(SOUTH, "南县12345热线", "12346", "0371", ZoneId.of("Asia/Shanghai")));
        wang = agent("wang");
        li = agent("li");
        east = RecordedAsterisk.open();
        west = RecordedAsterisk.open();
        first = launch();
        first.start();
        second = launch();
        second.start();
        await().atMost(SOON).until(() -> east.clients() == 1 && west.clients() == 1);
        await().atMost(SOON).until(() -> first.nodes().stream().allMatch(NodeState::connected));
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
        east.close();
        west.close();
        database.close();
    }

    private SignedIn agent(String login) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, "话务员");
        office.grant(person, NORTH, "agent", Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        return office.signIn(login, "a longer password").visitor();
    }

    /** The pool is the test's: what each process does with it is its own. */
    private Telephony launch() {
        var ami =
                "ami: {port: %d, secret-file: %s, ping-every: 200ms, action-limit: 1s, retry-first: 20ms, retry-most: 100ms}";
        var settings = Settings.parse(
                "test",
                """
                nodes:
                  - name: pbx1
                    seats: [1001-1099]
                    %s
                    record: {source: none}
                  - name: pbx2
                    seats: [1101-1199]
                    hotline: south
                    %s
                    record: {source: none}
                lease: 4s
                agi: {port: 0}
                prompts-dir: target/test-prompts
                recordings-dir: target/test-recordings
                """.formatted(
                                ami.formatted(east.port(), RecordedAsterisk.secretFile(RecordedAsterisk.SECRET)),
                                ami.formatted(west.port(), RecordedAsterisk.secretFile(RecordedAsterisk.SECRET))),
                Map.of());
        var config = TelephonyConfig.read(settings);
        settings.check();
        return Telephony.launch(database.pool("telephony"), Clock.systemUTC(), office, config);
    }

    private static String ofWest(String text) {
        return text.replace("pbx1-", "pbx2-").replace("PJSIP/1001", "PJSIP/1101");
    }

    private Call ended(Telephony telephony, String node) {
        await().atMost(SOON)
                .until(() -> telephony.calls(node.equals("pbx1") ? NORTH : SOUTH, 10).stream()
                        .anyMatch(call -> call.id().node().equals(node) && !call.open()));
        return telephony.calls(node.equals("pbx1") ? NORTH : SOUTH, 10).stream()
                .filter(call -> call.id().node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** The same recording at both: ids, channels and bridges have the same numbers. */
    @Test
    void callsOfTwoAsterisksAtTheSameTimeAreTwoCallsEachWithItsOwnAgent() {
        first.signIn(wang, NORTH, new Seat("1001"));
        first.signIn(li, NORTH, new Seat("1101"));
        assertThat(east.members("hotline"))
                .containsExactly(Map.entry("PJSIP/1001", wang.person().toString()));
        assertThat(west.members("hotline"))
                .containsExactly(Map.entry("PJSIP/1101", li.person().toString()));
        var parts = RecordedAsterisk.events("answered.ami").split("\r\n\r\n", 0);
        for (var part : parts) {
            east.tell(part + "\r\n\r\n");
            west.tell(ofWest(part) + "\r\n\r\n");
        }
        var eastern = ended(first, "pbx1");
        var western = ended(first, "pbx2");
        assertThat(eastern.id().value()).isEqualTo(western.id().value().replace("pbx2", "pbx1"));
        assertThat(eastern.answeredBy()).contains(wang.person());
        assertThat(western.answeredBy()).contains(li.person());
        assertThat(eastern.hotline()).isEqualTo(NORTH);
        assertThat(western.hotline()).as("that Asterisk is one hotline's").isEqualTo(SOUTH);
        assertThat(western.waited()).isEqualTo(eastern.waited());
        assertThat(western.talked()).isEqualTo(eastern.talked());
    }

    @Test
    void seatThatNoAsteriskHasIsUnknown() {
        assertThatThrownBy(() -> first.signIn(wang, NORTH, new Seat("1201")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("seat 1201 is at no Asterisk: telephony.nodes");
    }

    @Test
    void waitingProcessShowsWhatTheOtherHearsAndRefusesToActOnIt() {
        first.signIn(wang, NORTH, new Seat("1001"));
        var begun = RecordedAsterisk.events("abandoned-in-queue.ami");
        east.tell(begun.substring(0, begun.indexOf("Event: HangupRequest")));
        await().atMost(SOON)
                .until(() ->
                        first.openCalls().stream().anyMatch(call -> call.queue().isPresent()));
        assertThat(second.openCalls()).isEqualTo(first.openCalls());
        assertThat(second.callsHere()).isEmpty();
        assertThat(second.seatOf(wang.person())).contains(new Seat("1001"));
        assertThat(second.agents().all(NORTH)).singleElement().satisfies(view -> {
            assertThat(view.agent()).isEqualTo(wang.person());
            assertThat(view.seat()).isEqualTo(new Seat("1001"));
            assertThat(view.state()).isInstanceOf(AgentState.Ready.class);
            assertThat(view.skills())
                    .isEqualTo(first.agents().of(wang.person()).orElseThrow().skills());
        });
        var holder = first.nodes().getFirst().holder().orElseThrow();
        assertThat(second.nodes())
                .allSatisfy(state -> {
                    assertThat(state.ours()).isFalse();
                    assertThat(state.connected()).isFalse();
                    assertThat(state.holder()).contains(holder);
                    assertThat(state.since()).isPresent();
                })
                .hasSize(2);
        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();
        var interview = new Interview(
                List.of(new Interview.AskDigit("满意请按1", Set.of('1', '2', '3'), 1, Duration.ofSeconds(3))));
        var words = "heard by another backend process, " + holder;
        for (var refused : List.<Runnable>of(
                () -> second.signIn(li, NORTH, new Seat("1002")),
                () -> second.signOut(wang),
                () -> second.agents().ready(wang.person(), wang.person()),
                () -> second.agents().setSkills(NORTH, wang.person(), List.of(), wang.person()),
                () -> second.talks().hangUp(wang.person()),
                () -> second.talks().transfer(wang.person(), new Target.ToNumber("037090000001")),
                () -> second.dial(NORTH, "15400000001", interview, Duration.ofSeconds(5)))) {
            assertThatThrownBy(refused::run).isInstanceOf(Refused.class).hasMessageContaining(words);
        }
    }

    @Test
    void stoppedProcessIsFollowedAtOnceWithItsCallsAndAgents() {
        first.signIn(wang, NORTH, new Seat("1001"));
        first.agents().takeBreak(wang.person(), "休息", wang.person());
        var whole = RecordedAsterisk.events("abandoned-in-queue.ami");
        var cut = whole.indexOf("Event: HangupRequest");
        east.channels(List.of());
        east.tell(whole.substring(0, cut));
        await().atMost(SOON)
                .until(() ->
                        first.openCalls().stream().anyMatch(call -> call.queue().isPresent()));
        var id = first.openCalls().getFirst().id();
        east.channels(List.of(
                "Channel: PJSIP/trunk-00000001\r\nChannelState: 6\r\nContext: hotline\r\nExten: s\r\nUniqueid: " + id
                        + "\r\nLinkedid: " + id + "\r\nApplication: Queue\r\nApplicationData: hotline\r\nBridgeId: "));
        var stopped = System.nanoTime();
        first.close();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> second.nodes().stream().allMatch(NodeState::connected));
        System.out.println("# both Asterisks are heard by the other process "
                + Duration.ofNanos(System.nanoTime() - stopped).toMillis() + " ms after the stop");
        assertThat(second.leads()).isTrue();
        assertThat(second.agents().of(wang.person()))
                .hasValueSatisfying(view -> assertThat(view.state()).isInstanceOf(AgentState.OnBreak.class));
        await().atMost(SOON)
                .until(() -> east.clients() == 1 && second.callsHere().size() == 1);
        east.tell(whole.substring(cut));
        await().atMost(SOON)
                .until(() -> second.call(id).filter(call -> !call.open()).isPresent());
        assertThat(second.call(id).orElseThrow().outcome()).get().isInstanceOf(Outcome.AbandonedInQueue.class);
        second.signOut(wang);
        assertThat(second.seatOf(wang.person())).isEmpty();
    }
}
