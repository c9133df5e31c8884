package org.hotline12345.telephony.agi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.telephony.agi.TestConversations.WAIT;
import static org.hotline12345.telephony.agi.TestConversations.say;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hotline12345.telephony.Destination;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.telephony.WayStep;
import org.hotline12345.telephony.WayStep.Spoken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of a way as FastAGI commands. */
class WayWalkTest {
    private final TestConversations conversations = new TestConversations();
    private static final Optional<Spoken> OFFER = Optional.of(new Spoken("", "offer"));
    private AgiDoor door;

    @BeforeEach
    void open() {
        door = AgiDoor.open(
                new TelephonyConfig.Agi(
                        "127.0.0.1", 0, Set.of("127.0.0.1"), 20, Duration.ofSeconds(30), Duration.ofSeconds(30)),
                conversations);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private List<String> commands(Function<String, @Nullable String> answers) throws IOException {
        return commands("arrive", answers);
    }

    private List<String> commands(String script, Function<String, @Nullable String> answers) throws IOException {
        try (var caller = new AgiCaller(door.port(), script, "12345")) {
            return caller.serve(answers);
        }
    }

    private static String quiet(String command) {
        return command.startsWith("STREAM FILE") ? "0 endpos=8000" : "0";
    }

    private static WayStep ask(String text, int tries) {
        return new WayStep.AskKey(new Spoken("", text), Set.of('1', '2'), tries, Duration.ofSeconds(5));
    }

    @Test
    void keyPressedInTheMenuDecidesHowTheWayGoesOn() throws IOException {
        conversations.way = keys -> switch (keys) {
            case "" -> List.of(say("greeting"), ask("menu", 2));
            case "2" -> List.of(new WayStep.Wait(new QueueName("enterprise"), 0, Duration.ofMinutes(5), OFFER));
            default -> List.of(WAIT);
        };
        var commands = commands(command -> command.contains("/menu") ? "50 endpos=100" : quiet(command));
        assertThat(commands)
                .containsSubsequence(
                        "STREAM FILE \"/prompts/greeting\" \"\"",
                        "SET VARIABLE \"HOTLINE_GREETED\" \"1\"",
                        "STREAM FILE \"/prompts/menu\" \"0123456789*#\"",
                        "SET VARIABLE \"HOTLINE_WAIT_SECONDS\" \"300\"",
                        "SET VARIABLE \"HOTLINE_QUEUE\" \"enterprise\"",
                        "SET VARIABLE \"HOTLINE_CALLBACK\" \"1\"",
                        "STREAM FILE \"/prompts/offer\" \"1\"")
                .noneMatch(command -> command.contains("HOTLINE_PRIORITY") || command.contains("HOTLINE_NEXT"));
    }

    @Test
    void callbackMayBeTakenWhileItIsOffered() throws IOException {
        conversations.way = _ -> List.of(new WayStep.Wait(new QueueName("hotline"), 0, Duration.ofMinutes(5), OFFER));
        assertThat(commands(command -> command.contains("/offer") ? "49 endpos=100" : quiet(command)))
                .containsSubsequence(
                        "SET VARIABLE \"HOTLINE_QUEUE\" \"hotline\"",
                        "SET VARIABLE \"HOTLINE_CALLBACK\" \"1\"",
                        "STREAM FILE \"/prompts/offer\" \"1\"",
                        "SET VARIABLE \"HOTLINE_NEXT\" \"callback\"");
    }

    @Test
    void dialplanKnowsBeforeEachStepHowLongItMayTakeSoThatAProgramThatStandsStillHoldsNobody() throws IOException {
        conversations.way = keys -> keys.isEmpty() ? List.of(say("greeting"), ask("menu", 1)) : List.of(WAIT);
        assertThat(commands(WayWalkTest::quiet))
                .containsSubsequence(
                        "SET VARIABLE \"TIMEOUT(absolute)\" \"8\"",
                        "STREAM FILE \"/prompts/greeting\" \"\"",
                        "SET VARIABLE \"TIMEOUT(absolute)\" \"13\"",
                        "STREAM FILE \"/prompts/menu\" \"0123456789*#\"");
    }

    @Test
    void menuIsSaidAsOftenAsItMayAndThenTheWayGoesOnWithoutAKey() throws IOException {
        conversations.way = keys -> keys.equals("-") ? List.of(say("nobody-pressed"), WAIT) : List.of(ask("menu", 3));
        var commands = commands(command -> command.startsWith("WAIT FOR DIGIT") ? "57" : quiet(command));
        assertThat(commands.stream().filter(command -> command.contains("/menu")))
                .hasSize(3);
        assertThat(commands).anyMatch(command -> command.contains("nobody-pressed"));
    }

    @Test
    void callerForTheEmergencyIsHandedOverByNumberLastOfAll() throws IOException {
        conversations.way = _ -> List.of(new WayStep.HandToEmergency(new Destination.Emergency("120")));
        assertThat(commands(WayWalkTest::quiet))
                .containsSubsequence(
                        "SET VARIABLE \"HOTLINE_DIAL\" \"120\"", "SET VARIABLE \"HOTLINE_NEXT\" \"emergency\"")
                .noneMatch(command -> command.contains("HOTLINE_GREETED"));
    }

    @Test
    void nightSendsOutside() throws IOException {
        conversations.way = _ -> List.of(say("night"), new WayStep.HandTo(new Destination.ToNumber("03709000001")));
        assertThat(commands(WayWalkTest::quiet))
                .containsSubsequence(
                        "SET VARIABLE \"HOTLINE_GREETED\" \"1\"",
                        "SET VARIABLE \"HOTLINE_DIAL\" \"03709000001\"",
                        "SET VARIABLE \"HOTLINE_NEXT\" \"outside\"");
    }

    @Test
    void unwelcomeCallerWaitsBehindAllOthers() throws IOException {
        conversations.way =
                _ -> List.of(new WayStep.Wait(new QueueName("hotline"), -10, Duration.ofMinutes(5), Optional.empty()));
        assertThat(commands(WayWalkTest::quiet)).contains("SET VARIABLE \"HOTLINE_PRIORITY\" \"-10\"");
    }

    @Test
    void callerHearsOfTheOwnTicketAndOfNoOther() throws IOException {
        conversations.way = _ -> List.of(new WayStep.TellProgress(), new WayStep.Leave());
        assertThat(commands(command -> command.startsWith("GET DATA") ? "20261122000001" : quiet(command)))
                .containsSubsequence("STREAM FILE \"/prompts/closed\" \"\"", "SET VARIABLE \"HOTLINE_NEXT\" \"end\"")
                .filteredOn(command -> command.startsWith("GET DATA"))
                .hasSize(1);
        var foreign = commands(command -> command.startsWith("GET DATA") ? "20261122000002" : quiet(command));
        var unknown = commands(command -> command.startsWith("GET DATA") ? "20991122000002" : quiet(command));
        assertThat(foreign).isEqualTo(unknown).noneMatch(command -> command.contains("closed"));
    }

    @Test
    void messageIsKeptAlsoWhenTheCallerJustHangsUp() throws IOException {
        conversations.way = _ ->
                List.of(new WayStep.TakeMessage(new Spoken("", "speak"), Duration.ofSeconds(90)), new WayStep.Leave());
        var commands = commands(command -> command.startsWith("RECORD FILE") ? null : quiet(command));
        assertThat(commands)
                .containsSubsequence(
                        "SET VARIABLE \"TIMEOUT(absolute)\" \"132\"",
                        "STREAM FILE \"/prompts/speak\" \"\"",
                        "RECORD FILE \"/messages/pbx1-1.1\" \"wav\" \"#\" 90000 0 BEEP s=6");
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(conversations.messages).containsExactly("pbx1-1.1 12345 /messages/pbx1-1.1.wav"));
    }

    @Test
    void wishToBeCalledBackIsNotedBeforeItIsThankedFor() throws IOException {
        var commands =
                commands("callback", command -> command.startsWith("GET VARIABLE") ? "1 (12345)" : quiet(command));
        assertThat(commands)
                .containsSubsequence("SET VARIABLE \"HOTLINE_THANKED\" \"1\"", "STREAM FILE \"/prompts/thanks\" \"\"");
        assertThat(conversations.wishes).containsExactly("pbx1-1.1 12345");
    }
}
