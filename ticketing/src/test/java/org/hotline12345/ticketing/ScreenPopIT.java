package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Calls;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenPopIT {
    private static final Seat SEAT = new Seat("1001");
    private static final Seat OTHER_SEAT = new Seat("1002");

    private record Shown(PersonId to, JsonObject frame) {}

    /** The browsers, as far as the pop knows them. */
    private static final class Screens implements LiveTopic {
        final List<Shown> shown = new CopyOnWriteArrayList<>();

        @Override
        public void publish(PersonId to, String json) {
            shown.add(new Shown(to, new JsonObject(json)));
        }

        @Override
        public void publish(HotlineCode hotline, String json) {
            throw new IllegalStateException("a pop is for one agent");
        }

        List<String> states(PersonId agent) {
            return shown.stream()
                    .filter(one -> one.to().equals(agent))
                    .map(one -> one.frame().getString("state"))
                    .toList();
        }
    }

    /** Plays telephony: folds events into a call and tells the pop. */
    private final class Line {
        private final ScreenPop pop;
        private Call call;

        Line(ScreenPop pop, Caller caller) {
            this.pop = pop;
            var arrived = new CallEvent.Arrived(hotline.newCallId(), at(0), NORTH, "12345", caller);
            this.call = Calls.begin(arrived);
            pop.on(call, arrived);
            tell(new CallEvent.Queued(call.id(), at(1), new QueueName("hotline")));
        }

        void tell(CallEvent event) {
            call = Calls.apply(call, event);
            pop.on(call, event);
        }
    }

    private TestHotline hotline;
    private PersonId agent;
    private PersonId other;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        agent = hotline.agent.person();
        other = hotline.otherAgent.person();
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    private Instant at(int second) {
        return hotline.clock().instant().plusSeconds(second);
    }

    private ScreenPop pop(LiveTopic topic) {
        var rows = new PgTickets(hotline.ticketingPool(), hotline.office.seal());
        var pop = new ScreenPop(rows, hotline.clock(), hotline.office, hotline.telephony, 2);
        pop.start(topic);
        return pop;
    }

    @Test
    void theRungAgentSeesWhoCallsAndWhatWasAskedBefore() {
        var number = "15400000077";
        var earlier = hotline.answeredCall(hotline.agent, number);
        var plea = hotline.plea(Optional.of(earlier));
        var ticket = hotline.ticketing
                .register(
                        hotline.agent, new Intake(NORTH, Channel.PHONE, plea.call(), plea.matter(), Requester.UNKNOWN))
                .ticket();
        var screens = new Screens();
        var pop = pop(screens);
        var line = new Line(pop, new Caller.Known(number, true));
        line.tell(new CallEvent.Ringing(line.call.id(), at(3), SEAT, agent, "leg-" + SEAT));
        await().untilAsserted(() -> assertThat(screens.shown).hasSize(1));
        var frame = screens.shown.getFirst().frame();
        assertThat(screens.shown.getFirst().to()).isEqualTo(agent);
        assertThat(frame.getMap())
                .containsEntry("state", "RINGING")
                .containsEntry("call", line.call.id().value())
                .containsEntry("caller", "154****0077")
                .containsEntry("callerFull", number)
                .containsEntry("queue", "hotline")
                .containsEntry("seat", "1001")
                .containsEntry("rungAt", at(3).toString());
        assertThat(frame.getJsonArray("earlierCalls").getJsonObject(0).getMap())
                .containsEntry("id", earlier.value())
                .containsEntry("outcome", "ANSWERED");
        assertThat(frame.getJsonArray("tickets").getJsonObject(0).getMap())
                .containsEntry("number", ticket.number().value())
                .containsEntry("state", "REGISTERED");
        pop.close();
    }

    @Test
    void talkAndEndFollowTheRingInOrder() {
        var screens = new Screens();
        var pop = pop(screens);
        var lines = IntStream.range(0, 50)
                .mapToObj(_ -> new Line(pop, new Caller.Withheld()))
                .toList();
        for (var line : lines) {
            line.tell(new CallEvent.Ringing(line.call.id(), at(3), SEAT, agent, "leg-" + SEAT));
            line.tell(new CallEvent.Answered(line.call.id(), at(5), SEAT, agent, "leg-" + SEAT));
            line.tell(new CallEvent.TalkEnded(line.call.id(), at(65), SEAT, agent, "leg-" + SEAT));
            line.tell(new CallEvent.Left(line.call.id(), at(66), 16));
        }
        await().untilAsserted(() -> assertThat(screens.shown).hasSize(150));
        for (var line : lines) {
            var frames = screens.shown.stream()
                    .map(Shown::frame)
                    .filter(frame ->
                            frame.getString("call").equals(line.call.id().value()))
                    .toList();
            assertThat(frames.stream().map(frame -> frame.getString("state")))
                    .containsExactly("RINGING", "TALKING", "ENDED");
            assertThat(frames.getLast().getLong("waitedMillis")).isEqualTo(4_000);
            assertThat(frames.getLast().getLong("talkedMillis")).isEqualTo(60_000);
            assertThat(frames.getLast().getString("caller")).isEqualTo("未显示号码");
            assertThat(frames.getLast().getString("callerFull")).isNull();
        }
        assertThat(pop.callsShown()).isZero();
        pop.close();
    }

    @Test
    void whoDidNotPickUpSeesTheCallGoAndTheNextAgentSeesItRing() {
        var screens = new Screens();
        var pop = pop(screens);
        var line = new Line(pop, new Caller.Known("15400000078", true));
        line.tell(new CallEvent.Ringing(line.call.id(), at(3), SEAT, agent, "leg-" + SEAT));
        line.tell(new CallEvent.RingEnded(line.call.id(), at(18), SEAT, agent, "leg-" + SEAT));
        line.tell(new CallEvent.Ringing(line.call.id(), at(19), OTHER_SEAT, other, "leg-" + OTHER_SEAT));
        line.tell(new CallEvent.Answered(line.call.id(), at(21), OTHER_SEAT, other, "leg-" + OTHER_SEAT));
        line.tell(new CallEvent.Left(line.call.id(), at(31), 16));
        await().untilAsserted(() -> assertThat(screens.shown).hasSize(5));
        assertThat(screens.states(agent)).containsExactly("RINGING", "ENDED");
        assertThat(screens.states(other)).containsExactly("RINGING", "TALKING", "ENDED");
        pop.close();
    }

    @Test
    void aScreenThatFailsHoldsUpNothingElse() {
        var screens = new Screens();
        var pop = pop(new LiveTopicThatFailsOnce(screens));
        var first = new Line(pop, new Caller.Withheld());
        first.tell(new CallEvent.Ringing(first.call.id(), at(3), SEAT, agent, "leg-" + SEAT));
        first.tell(new CallEvent.Answered(first.call.id(), at(5), SEAT, agent, "leg-" + SEAT));
        await().untilAsserted(() -> assertThat(screens.states(agent)).containsExactly("TALKING"));
        pop.close();
    }

    private static final class LiveTopicThatFailsOnce implements LiveTopic {
        private final LiveTopic topic;
        private boolean failed;

        LiveTopicThatFailsOnce(LiveTopic topic) {
            this.topic = topic;
        }

        @Override
        public void publish(PersonId to, String json) {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("the browser is gone");
            }
            topic.publish(to, json);
        }

        @Override
        public void publish(HotlineCode to, String json) {
            topic.publish(to, json);
        }
    }
}
