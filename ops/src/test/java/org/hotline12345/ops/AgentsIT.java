package org.hotline12345.ops;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.ops.kit.Floor.body;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hotline12345.ops.kit.Floor;
import org.hotline12345.ops.kit.Phone;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What agents and shift leaders do, over HTTP as their pages do it, on a real Asterisk with real telephones. Each is looked at
 * from three sides: what Asterisk's console shows, who hears whom at the telephones, and what the rows say in the end.
 */
class AgentsIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String FIRST = "1001";
    private static final String SECOND = "1002";
    private static final String THIRD = "1003";
    private static final String LEADERS = "1009";
    private static final Duration AFTER_CALL = ofSeconds(4);
    /** For what comes within a second on a machine that has nothing else to do. */
    private static final Duration LIMIT = ofSeconds(25);

    @TempDir
    private static Path folder;

    private static Floor floor;
    private static Visitor wang;
    private static Visitor li;
    private static Visitor zhao;
    private static Visitor leader;

    private int callsBefore;

    @BeforeAll
    static void open() throws IOException {
        floor = Floor.open(REPOSITORY, folder, List.of(FIRST, SECOND, THIRD, LEADERS), """
                telephony:
                  greeting: 您好。
                  recording-notice: 录音。
                  agents:
                    after-call: 4s
                    rings-in-vain: 1
                    page-gone-after: 2s
                    result-within: 1s
                    lines-without-tickets: ["12315"]
                """);
        wang = floor.person("wang", "agent");
        li = floor.person("li", "agent");
        zhao = floor.person("zhao", "agent");
        leader = floor.person("shift-chief", "shift-leader");
    }

    @AfterAll
    static void close() {
        if (floor != null) {
            floor.close();
        }
    }

    @BeforeEach
    void count() {
        callsBefore = floor.ledger().calls().size();
    }

    @AfterEach
    void everybodyGoesHome() {
        List.of(wang, li, zhao, leader).forEach(person -> person.delete("/api/seat"));
        setSkills(li);
        floor.clear();
    }

    // Handing on

    @Test
    void callerHandedOnBlindlySpeaksWithTheOtherAgent() {
        var citizen = talk(wang, FIRST);
        sits(li, SECOND);
        done(wang.post("/api/agent/transfer", body("kind", "BLIND", "to", SECOND)));
        awaitState(li, "TALKING");
        awaitTogether(Set.of("trunk", SECOND));
        awaitHearing(citizen, floor.phone(SECOND));
        assertThat(state(li).getString("call")).isEqualTo(newestCall());
        awaitPaperWork(wang);
        done(li.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(row.getString("seat")).isEqualTo(FIRST);
        assertThat(row.getInteger("transfers")).isOne();
        assertThat(seatsThatTalked()).containsExactly(FIRST, SECOND);
        var recordings = "/api/calls/" + newestCall() + "/recordings";
        assertThat(List.of(
                        wang.get(recordings).status(),
                        li.get(recordings).status(),
                        zhao.get(recordings).status()))
                .as("both who spoke with the citizen may hear the talk again, a third agent may not")
                .containsExactly(200, 200, 404);
    }

    @Test
    void callerHandedOnAfterAskingSpeaksWithTheOtherAgent() {
        var citizen = talk(wang, FIRST);
        sits(li, SECOND);
        done(wang.post("/api/agent/transfer", body("kind", "ATTENDED", "to", SECOND)));
        awaitConsultAnswered(wang);
        awaitHearing(floor.phone(FIRST), floor.phone(SECOND));
        assertThat(floor.phone(SECOND).hears(citizen)).as("the caller waits").isFalse();
        done(wang.post("/api/agent/transfer/complete", null));
        awaitTogether(Set.of("trunk", SECOND));
        awaitHearing(citizen, floor.phone(SECOND));
        awaitPaperWork(wang);
        // Who was handed a caller can hand on in turn.
        sits(zhao, THIRD);
        done(li.post("/api/agent/transfer", body("kind", "ATTENDED", "to", THIRD)));
        awaitConsultAnswered(li);
        done(li.post("/api/agent/transfer/complete", null));
        awaitTogether(Set.of("trunk", THIRD));
        awaitHearing(citizen, floor.phone(THIRD));
        assertThat(List.of(floor.phone(SECOND).wasToldKeys(), floor.phone(THIRD).wasToldKeys()))
                .as("nobody hears keys")
                .containsExactly(false, false);
        done(zhao.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getString("seat")).isEqualTo(FIRST);
        assertThat(row.getInteger("transfers")).isEqualTo(2);
        assertThat(seatsThatTalked()).containsExactly(FIRST, SECOND, THIRD);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(withoutResult(zhao))
                        .as("the result is a matter of who spoke last")
                        .contains(newestCall()));
        assertThat(withoutResult(wang)).doesNotContain(newestCall());
    }

    @Test
    void askingIsCancelledAndTheCallerGoesOnWithTheSameAgent() {
        var citizen = talk(wang, FIRST);
        sits(li, SECOND);
        done(wang.post("/api/agent/transfer", body("kind", "ATTENDED", "to", SECOND)));
        awaitConsultAnswered(wang);
        awaitHearing(floor.phone(FIRST), floor.phone(SECOND));
        done(wang.delete("/api/agent/transfer"));
        awaitTogether(Set.of("trunk", FIRST));
        awaitHearing(citizen, floor.phone(FIRST));
        await().atMost(LIMIT).until(() -> consult(wang) == null);
        assertThat(state(wang).getString("state")).isEqualTo("TALKING");
        done(wang.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getInteger("transfers")).isZero();
        assertThat(seatsThatTalked())
                .as("who was only asked has not spoken with the citizen")
                .containsExactly(FIRST);
    }

    @Test
    void callerHandedOnIntoASecondQueueWaitsThereAndCountsOnce() {
        var citizen = talk(wang, FIRST);
        done(wang.post("/api/agent/transfer", body("kind", "BLIND", "to", "queue:second")));
        awaitPaperWork(wang);
        setSkills(li, "second");
        sits(li, SECOND);
        awaitState(li, "TALKING");
        awaitTogether(Set.of("trunk", SECOND));
        awaitHearing(citizen, floor.phone(SECOND));
        done(li.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getString("queue")).as("the first wait counts").isEqualTo("hotline");
        assertThat(row.getInteger("transfers")).isOne();
        assertThat(seatsThatTalked()).containsExactly(FIRST, SECOND);
    }

    @Test
    void callerHandedOnOutsideSpeaksWithTheUnit() {
        var unit = floor.outside(ofSeconds(4));
        var citizen = talk(wang, FIRST);
        done(wang.post("/api/agent/transfer", body("kind", "BLIND", "to", "037091000001")));
        awaitTogether(Set.of("trunk", "carrier"));
        awaitHearing(citizen, unit);
        awaitPaperWork(wang);
        var row = settled();
        assertThat(row.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(row.getInteger("transfers")).isOne();
        assertThat(seatsThatTalked()).containsExactly(FIRST);
        assertThat(outsideThatTalked()).isOne();
        assertThat(resultOf(newestCall())).isEqualTo("TRANSFERRED");
    }

    @Test
    void unitCitizenAndAgentTalkAtOnceAndTheAgentMayLeave() {
        var unit = floor.outside(ofSeconds(60));
        var citizen = talk(wang, FIRST);
        done(wang.post("/api/agent/three-way", body("to", "037091000002")));
        awaitTogether(Set.of("trunk", FIRST, "carrier"));
        awaitHearing(citizen, unit);
        awaitHearing(citizen, floor.phone(FIRST));
        awaitHearing(unit, floor.phone(FIRST));
        assertThat(state(wang).getString("state")).isEqualTo("TALKING");
        done(wang.post("/api/agent/hang-up", null));
        awaitTogether(Set.of("trunk", "carrier"));
        awaitHearing(citizen, unit);
        floor.clear();
        settled();
        assertThat(seatsThatTalked()).containsExactly(FIRST);
        assertThat(outsideThatTalked()).isOne();
    }

    @Test
    void callerGoesBackToTheQueueWhenNobodyPicksUpThere() {
        floor.phone(SECOND).neverPicksUp();
        try {
            var citizen = talk(wang, FIRST);
            sits(li, SECOND);
            done(li.put("/api/agent/state", body("state", "BREAK", "reason", "会议")));
            done(wang.post("/api/agent/transfer", body("kind", "BLIND", "to", SECOND)));
            awaitPaperWork(wang);
            await().atMost(LIMIT).until(() -> waiting(wang).contains(newestCall()));
            done(wang.put("/api/agent/state", body("state", "READY")));
            awaitTogether(Set.of("trunk", FIRST));
            awaitHearing(citizen, floor.phone(FIRST));
        } finally {
            floor.phone(SECOND).picksUp();
        }
        done(wang.post("/api/agent/hang-up", null));
        settled();
        assertThat(seatsThatTalked()).containsExactly(FIRST, FIRST);
    }

    // One's own telephone

    @Test
    void hangingUpEndsTheTalkOfBoth() {
        var citizen = talk(wang, FIRST);
        done(wang.post("/api/agent/hang-up", null));
        assertThat(citizen.awaitEnd(LIMIT).successful()).isOne();
        awaitPaperWork(wang);
        var row = settled();
        assertThat(row.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(row.getLong("talk_ms")).isPositive();
        assertThat(wang.post("/api/agent/hang-up", null).status())
                .as("nothing is left to hang up")
                .isEqualTo(409);
    }

    @Test
    void diallingRingsTheSeatFirstAndThenTheNumber() {
        var unit = floor.outside(ofSeconds(3));
        sits(wang, FIRST);
        done(wang.post("/api/agent/dial", body("number", "037091000003")));
        awaitState(wang, "TALKING");
        awaitTogether(Set.of(FIRST, "carrier"));
        awaitHearing(unit, floor.phone(FIRST));
        assertThat(state(wang).getString("call")).as("no citizen's call").isNull();
        // No paper work after a call that the agent made.
        awaitState(wang, "READY");
        assertThat(floor.ledger().calls()).as("no citizen called").hasSize(callsBefore);
    }

    @Test
    void waitingCallerIsPickedAndRecorded() throws IOException {
        sits(wang, FIRST);
        done(wang.put("/api/agent/state", body("state", "BREAK", "reason", "会议")));
        var citizen = floor.citizen();
        await().atMost(LIMIT).until(() -> waiting(wang).size() == 1);
        var call = waiting(wang).getFirst();
        assertThat(call).isEqualTo(newestCall());
        done(wang.post("/api/agent/pick", body("call", call)));
        awaitState(wang, "TALKING");
        awaitTogether(Set.of("trunk", FIRST));
        awaitHearing(citizen, floor.phone(FIRST));
        assertThat(wang.post("/api/agent/pick", body("call", call)).status()).isEqualTo(409);
        done(wang.post("/api/agent/hang-up", null));
        awaitState(wang, "BREAK");
        var row = settled();
        assertThat(row.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(row.getString("queue")).isEqualTo("hotline");
        assertThat(row.getString("seat")).isEqualTo(FIRST);
        assertThat(Path.of(row.getString("recording"))).exists();
        assertThat(Files.size(Path.of(row.getString("recording"))))
                .as("more than a header: something was said")
                .isGreaterThan(2_000);
    }

    // Shift leaders

    @Test
    void leaderListensWhispersAndBreaksIn() {
        done(leader.post("/api/seat", body("seat", LEADERS)));
        assertThat(state(leader).getString("state")).isEqualTo("LEADING");
        var citizen = talk(wang, FIRST);
        var agents = floor.phone(FIRST);
        var leaders = floor.phone(LEADERS);
        var listen = "/api/agents/" + person(wang) + "/listen";
        done(leader.post(listen, body("mode", "LISTEN")));
        await().atMost(LIMIT).until(() -> leaders.hears(citizen) && leaders.hears(agents));
        pass(ofSeconds(1));
        assertThat(List.of(agents.hears(leaders), citizen.hears(leaders)))
                .as("agent and citizen hear the leader who listens")
                .containsExactly(false, false);
        done(leader.post(listen, body("mode", "WHISPER")));
        await().atMost(LIMIT).until(() -> agents.hears(leaders));
        pass(ofSeconds(1));
        assertThat(List.of(agents.hears(leaders), citizen.hears(leaders), leaders.hears(citizen)))
                .as("the agent hears the leader who whispers, the citizen does not")
                .containsExactly(true, false, true);
        done(leader.post(listen, body("mode", "BARGE")));
        await().atMost(LIMIT).until(() -> citizen.hears(leaders));
        pass(ofMillis(500));
        assertThat(List.of(agents.hears(leaders), citizen.hears(leaders), leaders.hears(citizen)))
                .as("all three hear each other")
                .containsExactly(true, true, true);
        assertThat(List.of(citizen.hears(agents), agents.hears(citizen)))
                .as("and the talk goes on")
                .containsExactly(true, true);
        done(leader.post("/api/agent/hang-up", null));
        await().atMost(LIMIT).until(() -> !citizen.hears(leaders));
        awaitTogether(Set.of("trunk", FIRST));
        done(wang.post("/api/agent/hang-up", null));
        settled();
        assertThat(seatsThatTalked()).as("a leader is no part of the call").containsExactly(FIRST);
        assertThat(audited("telephony.listen", "telephony.whisper", "telephony.barge"))
                .isEqualTo(3);
    }

    @Test
    void leaderForcesAStateAndNobodyElseMay() {
        sits(wang, FIRST);
        var state = "/api/agents/" + person(wang) + "/state";
        done(leader.put(state, body("state", "BREAK", "reason", "培训")));
        assertThat(state(wang).getString("reason")).isEqualTo("培训");
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, true)));
        done(leader.put(state, body("state", "READY")));
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, false)));
        assertThat(li.put(state, body("state", "BREAK", "reason", "培训")).status())
                .isEqualTo(403);
        assertThat(li.post("/api/agents/" + person(wang) + "/listen", body("mode", "LISTEN"))
                        .status())
                .isEqualTo(403);
        assertThat(li.get("/api/agents").status()).isEqualTo(403);
        assertThat(li.put("/api/agents/" + person(wang) + "/skills", new JsonObject().put("skills", new JsonArray()))
                        .status())
                .isEqualTo(403);
        assertThat(state(wang).getString("state")).isEqualTo("READY");
        done(leader.put(state, body("state", "OUT")));
        assertThat(state(wang).getString("state")).isEqualTo("OUT");
        await().atMost(LIMIT).until(() -> floor.members("hotline").isEmpty());
        assertThat(audited("telephony.force-break", "telephony.force-ready", "telephony.force-out"))
                .isEqualTo(3);
    }

    // States

    @Test
    void signInBreakAndSignOutAreSeenInTheQueueAndOnThePages() {
        try (var page = floor.person("wang", "agent").listen();
                var leaders = floor.person("shift-chief", "shift-leader").listen()) {
            sits(wang, FIRST);
            assertThat(floor.members("hotline")).isEqualTo(Map.of(FIRST, false));
            assertThat(li.post("/api/seat", body("seat", FIRST)).status())
                    .as("a seat has one agent")
                    .isEqualTo(409);
            assertThat(wang.put("/api/agent/state", body("state", "BREAK", "reason", "无聊"))
                            .status())
                    .isEqualTo(400);
            done(wang.put("/api/agent/state", body("state", "BREAK", "reason", "用餐")));
            assertThat(floor.members("hotline")).isEqualTo(Map.of(FIRST, true));
            done(wang.put("/api/agent/state", body("state", "READY")));
            assertThat(floor.members("hotline")).isEqualTo(Map.of(FIRST, false));
            done(wang.delete("/api/seat"));
            assertThat(floor.members("hotline")).isEmpty();
            for (var browser : List.of(page, leaders)) {
                var topic = browser == page ? "telephony.agent" : "telephony.agents";
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(browser.frames().stream()
                                        .filter(frame -> frame.topic().equals(topic))
                                        .map(frame -> frame.data().getString("state"))
                                        .toList())
                                .containsExactly("READY", "BREAK", "READY", "OUT"));
            }
        }
    }

    @Test
    void afterCallWorkEndsAtItsLimitAndNobodyRingsMeanwhile() {
        talk(wang, FIRST);
        done(wang.post("/api/agent/hang-up", null));
        assertThat(floor.members("hotline")).as("paused").isEqualTo(Map.of(FIRST, true));
        var work = awaitPaperWork(wang);
        var since = OffsetDateTime.parse(work.getString("at"));
        assertThat(OffsetDateTime.parse(work.getString("until"))).isEqualTo(since.plus(AFTER_CALL));
        awaitState(wang, "READY");
        assertThat(Duration.between(since.toInstant(), Instant.parse(state(wang).getString("since"))))
                .isGreaterThanOrEqualTo(AFTER_CALL);
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, false)));
    }

    @Test
    void telephoneThatRingsInVainPutsTheAgentOnABreakAndTheNextOneAnswers() {
        floor.phone(FIRST).neverPicksUp();
        try {
            sits(wang, FIRST);
            floor.citizen();
            await().atMost(LIMIT).until(() -> floor.ledger().calls().size() > callsBefore && hasRung(FIRST));
            sits(li, SECOND);
            await().atMost(ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(state(wang).getString("reason")).isEqualTo("NOT_ANSWERING"));
            awaitState(li, "TALKING");
            assertThat(floor.members("hotline")).containsEntry(FIRST, true);
        } finally {
            floor.phone(FIRST).picksUp();
        }
        done(li.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getString("seat")).isEqualTo(SECOND);
        assertThat(row.getLong("wait_ms")).isGreaterThan(5_500);
        assertThat(seatsThatTalked()).containsExactly(SECOND);
        done(wang.put("/api/agent/state", body("state", "READY")));
    }

    // Who vanishes, and who is found again

    @Test
    void agentWhoseTelephoneSignsOffIsNotLeftReady() {
        sits(wang, FIRST);
        floor.phone(FIRST).signsOff();
        try {
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(state(wang).getString("reason")).isEqualTo("NOT_ANSWERING"));
            await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, true)));
            var refused = wang.put("/api/agent/state", body("state", "READY"));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body()).contains("connect it first");
        } finally {
            floor.phone(FIRST).signsOn();
        }
        await().atMost(LIMIT)
                .until(() ->
                        wang.put("/api/agent/state", body("state", "READY")).status() == 200);
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, false)));
    }

    @Test
    void agentWhosePageIsClosedIsNotLeftReady() {
        sits(wang, FIRST);
        sits(li, SECOND);
        try (var page = floor.person("wang", "agent").listen()) {
            await().pollDelay(ofSeconds(2))
                    .until(() -> state(wang).getString("state").equals("READY"));
            assertThat(page.get("/api/agent").status()).isEqualTo(200);
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state(wang).getString("reason")).isEqualTo("NOT_ANSWERING"));
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, true, SECOND, false)));
        assertThat(state(li).getString("state"))
                .as("who never had a page is left alone")
                .isEqualTo("READY");
    }

    @Test
    void queuesAreInLineAgainAfterTheLinkWasAway() {
        talk(wang, FIRST);
        sits(li, SECOND);
        floor.cable().cut();
        try {
            await().atMost(LIMIT)
                    .until(() -> wang.post("/api/agent/hang-up", null).status() == 503);
            done(li.put("/api/agent/state", body("state", "BREAK", "reason", "用餐")));
            assertThat(floor.members("hotline"))
                    .as("Asterisk does not know yet")
                    .containsEntry(SECOND, false);
            // Somebody else changes the queue meanwhile, and the talk ends unheard.
            floor.hand().act("QueueRemove", "Queue", "hotline", "Interface", "PJSIP/" + FIRST);
            floor.hand().act("QueueAdd", "Queue", "hotline", "Interface", "PJSIP/" + THIRD, "MemberName", "stranger");
            floor.clear();
            assertThat(floor.members("hotline")).containsKey(THIRD).doesNotContainKey(FIRST);
        } finally {
            floor.cable().mend();
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state(wang).getString("state")).isIn("AFTER_CALL", "READY"));
        awaitState(wang, "READY");
        await().atMost(LIMIT).until(() -> floor.members("hotline").equals(Map.of(FIRST, false, SECOND, true)));
        settled();
    }

    @Test
    void queuesAreInLineAgainAfterTheProgramWasKilled() {
        talk(wang, FIRST);
        sits(li, SECOND);
        sits(zhao, THIRD);
        done(zhao.put("/api/agent/state", body("state", "BREAK", "reason", "会议")));
        floor.hotline().kill();
        floor.hand().act("QueueRemove", "Queue", "hotline", "Interface", "PJSIP/" + SECOND);
        floor.hand().act("QueuePause", "Interface", "PJSIP/" + THIRD, "Paused", "false");
        floor.hotline().launch();
        floor.hotline().awaitReady();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(floor.members("hotline"))
                        .isEqualTo(Map.of(FIRST, true, SECOND, false, THIRD, true)));
        assertThat(state(wang).getString("state")).as("the talk goes on").isEqualTo("TALKING");
        assertThat(state(zhao).getString("reason")).isEqualTo("会议");
        done(wang.post("/api/agent/hang-up", null));
        awaitPaperWork(wang);
        settled();
        assertThat(seatsThatTalked()).containsExactly(FIRST);
    }

    // Results

    @Test
    void callWithoutAResultIsListedUntilOneKeyGivesIt() {
        talk(wang, FIRST);
        var call = newestCall();
        done(wang.post("/api/agent/hang-up", null));
        await().atMost(LIMIT).until(() -> withoutResult(wang).contains(call));
        assertThat(withoutResult(leader)).contains(call);
        assertThat(withoutResult(li)).as("somebody else's").doesNotContain(call);
        var address = "/api/calls/" + call + "/result";
        assertThat(li.put(address, body("result", "SILENT")).status()).isEqualTo(404);
        assertThat(wang.put(address, body("result", "GREAT")).status()).isEqualTo(400);
        done(wang.put(address, body("result", "ANSWERED")));
        assertThat(withoutResult(wang)).doesNotContain(call);
        assertThat(resultOf(call)).isEqualTo("ANSWERED");
        done(wang.put(address, body("result", "NUISANCE")));
        assertThat(resultOf(call)).isEqualTo("NUISANCE");
    }

    @Test
    void callOfALineWithoutTicketsNeedsNoResult() {
        sits(wang, FIRST);
        floor.citizen("12315", ofSeconds(60));
        awaitState(wang, "TALKING");
        done(wang.post("/api/agent/hang-up", null));
        var row = settled();
        assertThat(row.getString("line")).isEqualTo("12315");
        pass(ofSeconds(2));
        assertThat(withoutResult(wang)).doesNotContain(newestCall());
        assertThat(withoutResult(leader)).doesNotContain(newestCall());
    }

    // What is no number

    @Test
    void whatIsNoNumberIsRefusedWithClearWordsAndNeverReachesAsterisk() {
        talk(wang, FIRST);
        floor.cable().overhear();
        for (var number : noNumbers()) {
            var requests = List.of(
                    wang.post("/api/agent/dial", body("number", number)),
                    wang.post("/api/agent/transfer", body("kind", "BLIND", "to", number)),
                    wang.post("/api/agent/transfer", body("kind", "ATTENDED", "to", number)),
                    wang.post("/api/agent/transfer", body("kind", "BLIND", "to", "queue:" + number)),
                    wang.post("/api/agent/three-way", body("to", number)),
                    wang.post("/api/agent/pick", body("call", number)),
                    li.post("/api/seat", body("seat", number)));
            for (var request : requests) {
                assertThat(request.status()).as(request.body()).isEqualTo(400);
                assertThat(request.json().getString("detail")).isNotBlank().hasSizeLessThan(200);
            }
        }
        assertThat(floor.cable().overheard().lines().filter(line -> line.startsWith("Action:")))
                .as("what was asked of Asterisk meanwhile")
                .allMatch(line -> line.equals("Action: Ping"));
        awaitTogether(Set.of("trunk", FIRST));
        assertThat(state(wang).getString("state")).isEqualTo("TALKING");
        assertThat(floor.asterisk().channels()).as("nothing was dialled").isEqualTo(2);
    }

    private static List<String> noNumbers() {
        return List.of(
                "10086&PJSIP/1002",
                "10086|1002",
                "1002\r\nAction: Originate\r\nChannel: PJSIP/1002",
                "10086\n",
                "one zero",
                "${SHELL(id)}",
                "1002@from-trunk",
                "1 2",
                "1".repeat(10_000));
    }

    // Within

    /** The agent sits down, a citizen calls, and they talk. */
    private Phone talk(Visitor agent, String seat) {
        sits(agent, seat);
        var citizen = floor.citizen();
        awaitState(agent, "TALKING");
        awaitTogether(Set.of("trunk", seat));
        awaitHearing(citizen, floor.phone(seat));
        return citizen;
    }

    private static void sits(Visitor agent, String seat) {
        done(agent.post("/api/seat", body("seat", seat)));
    }

    private static void done(Visitor.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 204);
    }

    private static JsonObject state(Visitor agent) {
        return agent.get("/api/agent").json();
    }

    private static void awaitConsultAnswered(Visitor agent) {
        await().atMost(LIMIT)
                .pollInterval(ofMillis(100))
                .until(() -> consult(agent) != null && consult(agent).getBoolean("answered"));
    }

    private static String person(Visitor agent) {
        return state(agent).getString("person");
    }

    private static void setSkills(Visitor agent, String... queues) {
        var skills = new JsonArray();
        List.of(queues).forEach(queue -> skills.add(new JsonObject().put("queue", queue)));
        done(leader.put("/api/agents/" + person(agent) + "/skills", new JsonObject().put("skills", skills)));
    }

    private static List<String> waiting(Visitor agent) {
        return calls(agent.get("/api/agent/waiting"));
    }

    private static List<String> withoutResult(Visitor person) {
        return calls(person.get("/api/calls/without-result"));
    }

    private static List<String> calls(Visitor.Answer answer) {
        return answer.array().stream()
                .map(JsonObject.class::cast)
                .map(call -> call.getString("call"))
                .toList();
    }

    /** Lets time pass in which something must not happen. */
    private static void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    private static long audited(String... what) {
        // language=PostgreSQL
        return floor.ledger()
                .rows("select to_jsonb(a) as row from office.audit a where action = any($1)", (Object) what)
                .size();
    }

    private static String resultOf(String call) {
        // language=PostgreSQL
        return floor.ledger()
                .rows("select to_jsonb(r) as row from telephony.call_result r where call = $1", call)
                .getFirst()
                .getString("result");
    }

    private static JsonObject consult(Visitor agent) {
        return state(agent).getJsonObject("transfer");
    }

    private static void awaitState(Visitor agent, String state) {
        await().atMost(LIMIT)
                .pollInterval(ofMillis(100))
                .untilAsserted(() -> assertThat(state(agent).getString("state")).isEqualTo(state));
    }

    /** The row that says that the agent's paper work on the test's call began; the state itself may be over already. */
    private JsonObject awaitPaperWork(Visitor agent) {
        // language=PostgreSQL
        var sql = """
                select to_jsonb(s) as row from telephony.agent_state s
                 where agent = $1 and call = $2 and state = 'AFTER_CALL'""";
        var person = UUID.fromString(person(agent));
        return await().atMost(LIMIT)
                .until(() -> floor.ledger().rows(sql, person, newestCall()), rows -> rows.size() == 1)
                .getFirst();
    }

    /** Both hear each other. */
    private static void awaitHearing(Phone one, Phone other) {
        await().atMost(LIMIT)
                .pollInterval(ofMillis(100))
                .untilAsserted(() -> assertThat(List.of(one.hears(other), other.hears(one)))
                        .as("both hear each other")
                        .containsExactly(true, true));
    }

    /** Who is in one bridge by Asterisk's own console: seats by their numbers, the citizen as trunk, others as carrier. */
    private static void awaitTogether(Set<String> expected) {
        await().atMost(LIMIT)
                .pollInterval(ofMillis(200))
                .untilAsserted(() -> assertThat(bridges()).contains(expected));
    }

    private static Set<Set<String>> bridges() {
        return floor
                .asterisk()
                .console("core show channels concise")
                .lines()
                .map(line -> line.split("!", -1))
                .filter(fields -> fields.length > 12 && !fields[12].isBlank())
                .collect(Collectors.groupingBy(
                        fields -> fields[12],
                        Collectors.mapping(
                                fields -> fields[0].replaceAll("^PJSIP/([A-Za-z0-9]+)-.*", "$1"), Collectors.toSet())))
                .values()
                .stream()
                .collect(Collectors.toSet());
    }

    private String newestCall() {
        var calls = floor.ledger().calls();
        assertThat(calls).as("one citizen, one call").hasSize(callsBefore + 1);
        return calls.getLast();
    }

    /** The row of the test's one call, when it is over and compared with Asterisk's record. */
    private JsonObject settled() {
        var id = newestCall();
        return await().atMost(LIMIT)
                .until(
                        () -> floor.ledger().call(id),
                        row -> row.getString("ended_at") != null && row.getBoolean("settled"));
    }

    private long outsideThatTalked() {
        return floor.ledger().legs(newestCall()).stream()
                .filter(leg -> leg.getString("kind").equals("OUTSIDE") && leg.getString("answered_at") != null)
                .count();
    }

    private boolean hasRung(String seat) {
        return floor.ledger().legs(newestCall()).stream().anyMatch(leg -> seat.equals(leg.getString("seat")));
    }

    private List<String> seatsThatTalked() {
        return floor.ledger().legs(newestCall()).stream()
                .filter(leg -> leg.getString("answered_at") != null && leg.getString("seat") != null)
                .map(leg -> leg.getString("seat"))
                .toList();
    }
}
