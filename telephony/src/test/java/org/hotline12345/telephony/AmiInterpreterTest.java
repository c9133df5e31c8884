package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.ami.AmiMessage;
import org.hotline12345.telephony.ami.Recordings;
import org.junit.jupiter.api.Test;

class AmiInterpreterTest {
    private static final Hotline NORTH =
            new Hotline(new HotlineCode("north"), "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai"));
    private static final PersonId WANG = new PersonId(new UUID(1, 1001));
    private static final PersonId LI = new PersonId(new UUID(1, 1002));
    private static final Map<Seat, PersonId> SITTERS = Map.of(new Seat("1001"), WANG, new Seat("1002"), LI);

    private final AmiInterpreter interpreter = new AmiInterpreter("from-trunk");
    private final Switchboard switchboard =
            new Switchboard(_ -> NORTH, (seat, _) -> Optional.ofNullable(SITTERS.get(seat)));
    private final Map<CallId, Call> calls = new HashMap<>();
    private final List<CallEvent> events = new ArrayList<>();

    private List<Call> fold(List<AmiMessage> messages) {
        for (var message : messages) {
            interpreter.fact(message, Instant.EPOCH).ifPresent(this::take);
        }
        return List.copyOf(calls.values());
    }

    private void take(ChannelFact fact) {
        if (CallId.of("pbx1", fact.linkedId()).isEmpty()) {
            return;
        }
        var id = CallId.of("pbx1", fact.linkedId()).get();
        var before = calls.get(id);
        if (fact instanceof ChannelFact.Arrived || (before != null && before.open())) {
            for (var event : switchboard.tell(id, fact)) {
                var now = calls.get(id);
                var after = event instanceof CallEvent.Arrived arrived ? Calls.begin(arrived) : Calls.apply(now, event);
                if (!after.equals(now)) {
                    events.add(event);
                    calls.put(id, after);
                }
            }
        }
    }

    private Call only(String recording) {
        var found = fold(Recordings.messages(recording));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<String> kinds() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void answeredCallTellsWhoAnsweredAndHowLongItTook() {
        var call = only("answered.ami");
        assertThat(kinds())
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
        assertThat(call.hotline()).isEqualTo(NORTH.code());
        assertThat(call.line()).isEqualTo("12345");
        assertThat(call.caller()).isEqualTo(new Caller.Known("15400000001", true));
        assertThat(call.recording()).hasValueSatisfying(file -> assertThat(file).endsWith(call.id() + ".wav"));
        var outcome = (Outcome.AnsweredByAgent) call.outcome().orElseThrow();
        assertThat(outcome.agent()).isEqualTo(WANG);
        assertThat(outcome.seat()).isEqualTo(new Seat("1001"));
        assertThat(outcome.waited()).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_100));
        assertThat(outcome.talked()).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_100));
    }

    @Test
    void timesAreAsterisksNotOurs() {
        var call = only("answered.ami");
        assertThat(call.arrivedAt()).isAfter(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(call.arrivedAt())
                .as("microseconds are kept")
                .isNotEqualTo(call.arrivedAt().truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void citizenWhoHangsUpAfterTheTalkWasAnsweredAllTheSame() {
        var call = only("answered-citizen-hangs-up.ami");
        assertThat(call.outcome()).get().isInstanceOf(Outcome.AnsweredByAgent.class);
    }

    @Test
    void callerWhoHangsUpInQueueIsAbandonedOnce() {
        var call = only("abandoned-in-queue.ami");
        assertThat(kinds()).containsExactly("Arrived", "Queued", "Left");
        var outcome = (Outcome.AbandonedInQueue) call.outcome().orElseThrow();
        assertThat(outcome.queue()).isEqualTo(new QueueName("hotline"));
        assertThat(outcome.waited()).isPositive();
        assertThat(call.answeredBy()).isEmpty();
    }

    @Test
    void callerWhoHangsUpWhileATelephoneRingsIsAbandonedInQueue() {
        var call = only("hang-up-while-ringing.ami");
        assertThat(kinds()).containsExactly("Arrived", "Queued", "Ringing", "RingEnded", "Left");
        assertThat(call.outcome()).get().isInstanceOf(Outcome.AbandonedInQueue.class);
        assertThat(call.answeredBy()).isEmpty();
    }

    @Test
    void callerWhoHangsUpInTheGreetingWasNeverQueued() {
        var call = only("hang-up-in-greeting.ami");
        assertThat(kinds()).containsExactly("Arrived", "Left");
        assertThat(call.outcome()).contains(new Outcome.AbandonedInGreeting());
        assertThat(call.queuedAt()).isEmpty();
        assertThat(call.waited()).isEmpty();
    }

    @Test
    void secondAgentAnswersAfterTheFirstDidNot() {
        var call = only("ring-no-answer-then-second-seat.ami");
        assertThat(kinds())
                .containsExactly(
                        "Arrived",
                        "Queued",
                        "Ringing",
                        "RingEnded",
                        "Ringing",
                        "Recorded",
                        "Connected",
                        "Answered",
                        "Disconnected",
                        "TalkEnded",
                        "Left");
        var outcome = (Outcome.AnsweredByAgent) call.outcome().orElseThrow();
        assertThat(outcome.agent()).isEqualTo(LI);
        assertThat(outcome.waited()).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void whoHasWaitedOutTheQueueDoesNotWaitWhileHearingSo() {
        var call = only("queue-wait-ran-out.ami");
        assertThat(kinds()).containsExactly("Arrived", "Queued", "WaitRanOut", "Left");
        var outcome = (Outcome.AbandonedInQueue) call.outcome().orElseThrow();
        assertThat(outcome.waited()).isLessThan(Duration.ofMillis(4_500));
    }

    @Test
    void callsThatWeMakeAreNoCallsToUs() {
        for (var recording : List.of("interview-answered.ami", "interview-busy.ami", "interview-no-answer.ami")) {
            assertThat(fold(Recordings.messages(recording))).as(recording).isEmpty();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void membersPersonIdStandsAboveWhoIsSignedInAtTheSeat() {
        var other = new PersonId(UUID.fromString("7d1a1de8-9d8e-4a4c-8f3c-000000000001"));
        var renamed = Recordings.messages("answered.ami").stream()
                .map(message -> new AmiMessage(
                        message.fields().stream()
                                .map(field -> field.key().equals("MemberName")
                                        ? new AmiMessage.Field("MemberName", other.toString())
                                        : field)
                                .toList(),
                        false))
                .toList();
        assertThat(fold(renamed).getFirst().agent()).contains(other);
    }

    @Test
    void repeatedStreamChangesNothingOfAnEndedCall() {
        var first = only("abandoned-in-queue.ami");
        var withoutArrival = Recordings.messages("abandoned-in-queue.ami").stream()
                .filter(message -> !message.event().equals("Newchannel"))
                .toList();
        assertThat(fold(withoutArrival)).containsExactly(first);
    }
}
