package org.hotline12345.telephony.agi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.TelephonyConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgiDoorTest {
    private static final Interview INTERVIEW = new Interview(List.of(
            new Interview.Say("你好"),
            new Interview.AskDigit("满意请按1", Set.of('1', '2', '3'), 2, Duration.ofSeconds(3)),
            new Interview.Say("再见")));

    private final TestConversations conversations = new TestConversations();
    private final List<AgiDoor> open = new ArrayList<>();

    @BeforeEach
    void interview() {
        conversations.interview = Optional.of(INTERVIEW);
    }

    @AfterEach
    void close() {
        open.forEach(AgiDoor::close);
    }

    private AgiDoor door(String peer, int maxSessions, Duration greetingLimit) {
        var door = AgiDoor.open(
                new TelephonyConfig.Agi(
                        "127.0.0.1", 0, Set.of(peer), maxSessions, greetingLimit, Duration.ofSeconds(60)),
                conversations);
        open.add(door);
        return door;
    }

    private AgiDoor door() {
        return door("127.0.0.1", 50, Duration.ofSeconds(60));
    }

    private static String noKey(String command) {
        return command.startsWith("STREAM FILE") ? "0 endpos=8000" : "0";
    }

    @Test
    void callerIsGreetedAndToldOfTheRecordingBeforeTheDialplanHearsOfIt() throws IOException {
        try (var caller = new AgiCaller(door().port(), "arrive", "12345")) {
            var commands = caller.serve(AgiDoorTest::noKey);
            assertThat(commands)
                    .as("the library adds a variable of its own at the end")
                    .startsWith(
                            "SET VARIABLE \"TIMEOUT(absolute)\" \"8\"",
                            "STREAM FILE \"/prompts/greeting\" \"\"",
                            "SET VARIABLE \"TIMEOUT(absolute)\" \"8\"",
                            "STREAM FILE \"/prompts/notice\" \"\"",
                            "SET VARIABLE \"HOTLINE_GREETED\" \"1\"",
                            "SET VARIABLE \"HOTLINE_WAIT_SECONDS\" \"600\"",
                            "SET VARIABLE \"HOTLINE_QUEUE\" \"hotline\"");
        }
    }

    @Test
    void answerPressedDuringTheQuestionCounts() throws Exception {
        try (var caller = new AgiCaller(door().port(), "interview", "s", "dial-1")) {
            caller.serve(command -> command.contains("0123456789*#") ? "50 endpos=100" : noKey(command));
            assertThat(conversations.answers.get()).containsExactly('2');
        }
    }

    @Test
    void wrongKeyIsAskedAgainAndTheRightOneTaken() throws Exception {
        try (var caller = new AgiCaller(door().port(), "interview", "s", "dial-1")) {
            var tries = new int[1];
            var commands = caller.serve(
                    command -> command.startsWith("WAIT FOR DIGIT") ? tries[0]++ == 0 ? "57" : "51" : noKey(command));
            assertThat(conversations.answers.get()).containsExactly('3');
            assertThat(commands.stream().filter(command -> command.startsWith("WAIT FOR DIGIT")))
                    .hasSize(2);
        }
    }

    @Test
    void citizenWhoHangsUpLeavesNoAnswer() throws Exception {
        try (var caller = new AgiCaller(door().port(), "interview", "s", "dial-1")) {
            caller.serve(command -> command.startsWith("WAIT FOR DIGIT") ? null : noKey(command));
            assertThat(conversations.answers.get()).isEmpty();
        }
    }

    @Test
    void keyThatIsNoNumberIsNoAnswer() throws Exception {
        try (var caller = new AgiCaller(door().port(), "interview", "s", "dial-1")) {
            caller.serve(command -> command.contains("0123456789*#") ? "5x" : noKey(command));
            assertThat(conversations.answers.get()).isEmpty();
        }
    }

    @Test
    void interviewThatNobodyAwaitsIsEnded() throws Exception {
        try (var caller = new AgiCaller(door().port(), "interview", "s", "dial-9")) {
            assertThat(caller.serve(AgiDoorTest::noKey)).isEmpty();
        }
    }

    @Test
    void conversationThatHangsIsEndedAtItsLimit() throws Exception {
        var door = door("127.0.0.1", 50, Duration.ofMillis(300));
        try (var caller = new AgiCaller(door.port(), "arrive", "12345")) {
            var commands = caller.serve(command -> {
                if (command.startsWith("STREAM FILE")) {
                    await().atMost(Duration.ofSeconds(10)).until(() -> door.conversations() == 0);
                    return null;
                }
                return "0";
            });
            assertThat(commands).hasSize(2);
        }
    }

    @Test
    void moreConversationsThanTheLimitAreRefusedNotHeld() throws Exception {
        var door = door("127.0.0.1", 2, Duration.ofSeconds(60));
        try (var one = new AgiCaller(door.port(), "arrive", "12345");
                var two = new AgiCaller(door.port(), "arrive", "12345")) {
            await().until(() -> door.conversations() == 2);
            try (var three = new AgiCaller(door.port(), "arrive", "12345")) {
                assertThat(three.serve(_ -> "0")).isEmpty();
            }
            assertThat(one.serve(AgiDoorTest::noKey)).isNotEmpty();
            assertThat(two.serve(AgiDoorTest::noKey)).isNotEmpty();
        }
    }

    @Test
    void strangersAreNotServed() throws Exception {
        var door = door("127.0.0.9", 50, Duration.ofSeconds(60));
        try (var caller = new AgiCaller(door.port(), "arrive", "12345")) {
            assertThat(caller.serve(_ -> "0")).isEmpty();
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
        }
    }

    @Test
    void takenPortIsSaidInWords() {
        var door = door();
        assertThatThrownBy(() -> AgiDoor.open(
                        new TelephonyConfig.Agi(
                                "127.0.0.1",
                                door.port(),
                                Set.of("127.0.0.1"),
                                5,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5)),
                        conversations))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("another program may hold the port");
    }
}
