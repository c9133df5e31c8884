package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The session's own time and wire, without a network: RecordedAsterisk's configuration says ping after 200 ms, answer in 1 s. */
class AmiSessionTest {
    private static final Pattern ID = Pattern.compile("ActionID: (\\S+)");
    private static final int PING_MILLIS = 200;
    private static final int ANSWER_MILLIS = 1_000;

    private final List<String> told = new ArrayList<>();
    private final AmiSession session =
            new AmiSession(RecordedAsterisk.config(5038, "").first().ami(), new AmiSession.Owner() {
                @Override
                public void up(AmiSession up) {
                    told.add("up");
                }

                @Override
                public void heard(AmiSession from, AmiMessage message) {
                    told.add(message.event() + message.get("Response") + " " + message.get("N"));
                }

                @Override
                public void paused(AmiSession from) {}

                @Override
                public void down(AmiSession down, AmiState.Reason reason, String why) {
                    told.add("down " + reason);
                }
            });
    private final EmbeddedChannel channel = new EmbeddedChannel(new AmiDecoder(), new AmiEncoder(), session);

    @Test
    void eventsThatComeWithTheAnswerToTheLogInAreHeardAfterUp() {
        hear("Response: Success\r\nActionID: " + sentId() + "\r\nChallenge: 1\r\n\r\n");
        hear("Response: Success\r\nActionID: " + sentId() + "\r\n\r\nEvent: A\r\nN: 1\r\n\r\nEvent: B\r\nN: 2\r\n\r\n");
        assertThat(told).containsExactly("up", "A 1", "B 2");
    }

    @Test
    void eventOfAnotherProgramsActionNeitherJoinsNorEndsAList() {
        logIn();
        var reply = session.ask(AmiAction.of("QueueStatus"));
        var id = sentId();
        hear("Response: Success\r\nActionID: " + id + "\r\nEventList: start\r\n\r\n");
        // What our own ids would be if they were only counted.
        for (int i = 1; i < 10; i++) {
            hear("Event: UserEvent\r\nN: " + i + "\r\nActionID: " + i + "\r\nEventList: Complete\r\n\r\n");
            hear("Event: UserEvent\r\nN: " + i + "\r\nActionID: a" + i + "\r\nEventList: Complete\r\n\r\n");
        }
        assertThat(reply).isNotDone();
        hear("Event: QueueMember\r\nActionID: " + id + "\r\n\r\nEvent: QueueStatusComplete\r\nActionID: " + id
                + "\r\nEventList: Complete\r\n\r\n");
        assertThat(reply.join().events()).extracting(AmiMessage::event).containsExactly("QueueMember");
        assertThat(told).hasSize(1 + 18);
    }

    @Test
    void twoSessionsNeverUseTheSameId() {
        logIn();
        var _ = session.ask(AmiAction.of("Ping"));
        var other = new AmiSessionTest();
        other.logIn();
        var _ = other.session.ask(AmiAction.of("Ping"));
        assertThat(sentId()).isNotEqualTo(other.sentId());
    }

    @Test
    void eventThatCarriesTheIdOfAnActionBeforeItsAnswerIsHeard() {
        logIn();
        var reply = session.ask(AmiAction.of("Originate"));
        var id = sentId();
        hear("Event: Newchannel\r\nN: 1\r\nActionID: " + id + "\r\n\r\nResponse: Success\r\nActionID: " + id
                + "\r\n\r\n" + "Event: OriginateResponse\r\nN: 2\r\nActionID: " + id + "\r\n\r\n");
        assertThat(reply.join().isSuccess()).isTrue();
        assertThat(reply.join().events()).isEmpty();
        assertThat(told).containsExactly("up", "Newchannel 1", "OriginateResponse 2");
    }

    @Test
    void answerToAToldActionAndItsListAreHeardInTheirPlace() {
        logIn();
        session.tell(AmiAction.of("CoreShowChannels"), "roll-1");
        channel.runPendingTasks();
        assertThat(sentId()).isEqualTo("roll-1");
        hear("Event: A\r\nN: 1\r\n\r\nResponse: Success\r\nActionID: roll-1\r\nEventList: start\r\nN: 2\r\n\r\n"
                + "Event: CoreShowChannel\r\nActionID: roll-1\r\nN: 3\r\n\r\nEvent: B\r\nN: 4\r\n\r\n");
        assertThat(told).containsExactly("up", "A 1", "Success 2", "CoreShowChannel 3", "B 4");
    }

    @Test
    void quietAsteriskIsAskedAndLeftWhenItDoesNotAnswer() {
        logIn();
        pass(PING_MILLIS);
        assertThat(sent()).contains("Action: Ping");
        pass(ANSWER_MILLIS);
        assertThat(told).containsExactly("up", "down LOST");
    }

    @Test
    void whileNothingIsReadNoPingIsAskedOrJudged() {
        logIn();
        session.pause();
        pass(60 * PING_MILLIS);
        assertThat(sent()).as("sent while nothing is read").isEmpty();
        session.resume();
        pass(1);
        assertThat(told).containsExactly("up");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void pingWhoseAnswerIsStillUnreadWhenReadingStopsIsNotJudged() {
        logIn();
        pass(PING_MILLIS);
        var id = sentId();
        session.pause();
        pass(10 * ANSWER_MILLIS);
        session.resume();
        hear("Response: Success\r\nActionID: " + id + "\r\nPing: Pong\r\n\r\n");
        pass(PING_MILLIS / 2);
        assertThat(told).doesNotContain("down LOST");
    }

    @Test
    void whoeverWaitsForAnAnswerIsToldWhenTheLinkBreaks() {
        logIn();
        var reply = session.ask(AmiAction.of("QueueStatus"));
        channel.runPendingTasks();
        channel.close().syncUninterruptibly();
        assertThatThrownBy(reply::join).hasCauseInstanceOf(AmiAway.class);
        assertThat(told).containsExactly("up", "down LOST");
        var late = session.ask(AmiAction.of("QueueStatus"));
        assertThatThrownBy(late::join).hasCauseInstanceOf(AmiAway.class);
    }

    @Test
    void connectionThatEndsBeforeTheLogInIsUnreachableAndARefusalStaysOne() {
        channel.close().syncUninterruptibly();
        assertThat(told).containsExactly("down UNREACHABLE");
        var refused = new AmiSessionTest();
        refused.hear("Response: Success\r\nActionID: " + refused.sentId() + "\r\nChallenge: 1\r\n\r\n");
        refused.hear("Response: Error\r\nActionID: " + refused.sentId() + "\r\nMessage: Authentication failed\r\n\r\n");
        refused.channel.pipeline().fireExceptionCaught(new java.io.IOException("reset"));
        assertThat(refused.told).containsExactly("down REFUSED");
    }

    @Test
    void listWithoutEndFailsInsteadOfBeingTakenForWhole() {
        logIn();
        var reply = session.ask(AmiAction.of("QueueStatus"));
        var id = sentId();
        hear("Response: Success\r\nActionID: " + id + "\r\nEventList: start\r\n\r\n");
        var events = ("Event: QueueMember\r\nActionID: " + id + "\r\n\r\n").repeat(1_000);
        for (int i = 0; i <= AmiSession.MAX_LIST_EVENTS / 1_000; i++) {
            hear(events);
        }
        assertThatThrownBy(reply::join).hasMessageContaining("longer than");
    }

    private void logIn() {
        hear("Response: Success\r\nActionID: " + sentId() + "\r\nChallenge: 1\r\n\r\n");
        hear("Response: Success\r\nActionID: " + sentId() + "\r\n\r\n");
        sent();
    }

    private void hear(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += PING_MILLIS / 2) {
            channel.advanceTimeBy(PING_MILLIS / 2, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    private String sent() {
        channel.runPendingTasks();
        var text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    /** The id of the one action that was sent. */
    private String sentId() {
        var matcher = ID.matcher(sent());
        assertThat(matcher.find()).as("an action was sent").isTrue();
        return matcher.group(1);
    }
}
