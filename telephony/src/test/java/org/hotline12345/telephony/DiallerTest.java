package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiArrival;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiState;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiallerTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Interview INTERVIEW =
            new Interview(List.of(new Interview.AskDigit("满意请按1", Set.of('1', '2', '3'), 2, Duration.ofSeconds(3))));

    private final RecordedAsterisk asterisk = RecordedAsterisk.open();
    private final AmiLink link = AmiLink.open(asterisk.config().first().ami(), Clock.systemUTC(), 1_000);
    private final Dialler dialler = new Dialler(asterisk.config().dial(), Duration.ofSeconds(5), Clock.systemUTC());

    @BeforeEach
    void connect() {
        Thread.ofVirtual().start(this::hear);
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
    }

    @AfterEach
    void close() {
        link.close();
        asterisk.close();
    }

    private void hear() {
        try {
            for (var arrivals = link.take(100); !arrivals.isEmpty(); arrivals = link.take(100)) {
                for (var arrival : arrivals) {
                    if (arrival instanceof AmiArrival.Heard heard) {
                        dialler.heard(heard.message());
                    } else if (arrival instanceof AmiArrival.Down) {
                        dialler.linkLost(link);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<DialOutcome> dial(String number) {
        return CompletableFuture.supplyAsync(
                () -> dialler.dial(link, number, "12345", INTERVIEW, Duration.ofSeconds(5)),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** The id that was given to the channel. */
    private String dialled() {
        await().atMost(SOON)
                .until(() -> asterisk.actions.stream()
                        .anyMatch(action -> action.get("Action").equals("Originate")));
        return asterisk.actions.stream()
                .filter(action -> action.get("Action").equals("Originate"))
                .findFirst()
                .orElseThrow()
                .get("ChannelId");
    }

    /** What Asterisk told about a call that we made, from its first channel on. */
    private void play(String recording, String id) {
        asterisk.play(
                recording,
                text -> text.substring(text.indexOf("Event: "))
                        .replaceAll("interview-[0-9]+", id)
                        .replaceAll("ActionID: dial-[0-9]+", "ActionID: " + id));
    }

    @Test
    void numberGoesIntoTheTemplateAndTheInterviewIsNamed() throws Exception {
        var outcome = dial("15400000002");
        var id = dialled();
        assertThat(asterisk.actions)
                .anySatisfy(action -> assertThat(action)
                        .containsEntry("Channel", "PJSIP/15400000002@carrier")
                        .containsEntry("Context", "interview")
                        .containsEntry("Variable", "HOTLINE_INTERVIEW=" + id)
                        .containsEntry("Async", "true"));
        play("interview-busy.ami", id);
        assertThat(outcome.get()).isEqualTo(new DialOutcome.Busy());
    }

    @Test
    void citizenWhoAnswersTheQuestionIsPickedUpWithTheAnswer() throws Exception {
        var outcome = dial("15400000002");
        var id = dialled();
        assertThat(dialler.begin(id)).contains(INTERVIEW);
        dialler.end(id, List.of('1'));
        play("interview-answered.ami", id);
        assertThat(outcome.get()).isEqualTo(new DialOutcome.PickedUp(List.of('1')));
        assertThat(dialler.calling()).isZero();
    }

    @Test
    void answerThatArrivesAfterTheHangUpStillCounts() throws Exception {
        var outcome = dial("15400000002");
        var id = dialled();
        dialler.begin(id);
        play("interview-answered.ami", id);
        await().during(Duration.ofMillis(300)).until(() -> !outcome.isDone());
        dialler.end(id, List.of('3'));
        assertThat(outcome.get()).isEqualTo(new DialOutcome.PickedUp(List.of('3')));
    }

    @Test
    void busyAndUnansweredAreToldApartByTheHangUp() throws Exception {
        var busy = dial("15400000002");
        play("interview-busy.ami", dialled());
        assertThat(busy.get()).isEqualTo(new DialOutcome.Busy());
        asterisk.actions.clear();
        var unanswered = dial("15400000002");
        play("interview-no-answer.ami", dialled());
        assertThat(unanswered.get()).isEqualTo(new DialOutcome.NoAnswer());
    }

    @Test
    void endpointThatAsteriskDoesNotKnowIsUnreachableAtOnce() throws Exception {
        var outcome = dial("15400000002");
        asterisk.tell("Event: OriginateResponse\r\nActionID: " + dialled()
                + "\r\nResponse: Failure\r\nReason: 0\r\nUniqueid: <unknown>\r\n\r\n");
        assertThat(outcome.get()).isInstanceOf(DialOutcome.Unreachable.class);
    }

    @Test
    void exchangeThatSaysNothingMoreIsNotWaitedForWithoutLimit() throws Exception {
        var started = System.nanoTime();
        var outcome = CompletableFuture.supplyAsync(
                () -> dialler.dial(link, "15400000002", "12345", INTERVIEW, Duration.ofSeconds(1)),
                Executors.newVirtualThreadPerTaskExecutor());
        assertThat(outcome.get()).isEqualTo(new DialOutcome.NoAnswer());
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(9));
        assertThat(asterisk.actions).anySatisfy(action -> assertThat(action).containsEntry("Action", "Hangup"));
    }

    @Test
    void nothingButKeysOfATelephoneIsDialled() throws Exception {
        for (var number : List.of("12", "1540000&0002", "1540000/0002", "154@other", "1,2,3", "", "x".repeat(21))) {
            assertThat(dial(number).get()).as(number).isInstanceOf(DialOutcome.Unreachable.class);
        }
        assertThat(asterisk.actions).noneMatch(action -> action.get("Action").equals("Originate"));
    }

    @Test
    void withoutALinkNothingIsDialledAndTheCallerIsToldSo() {
        asterisk.close();
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Away);
        assertThatThrownBy(() -> dial("15400000002").get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Refused.class);
    }

    @Test
    void linkThatBreaksWhileItRingsEndsTheAttempt() throws Exception {
        var outcome = dial("15400000002");
        dialled();
        asterisk.cut();
        assertThat(outcome.get()).isInstanceOf(DialOutcome.Unreachable.class);
    }
}
