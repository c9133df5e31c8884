package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.telephony.TelephonyConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmiLinkTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
    }

    private RecordedAsterisk asterisk() {
        var asterisk = RecordedAsterisk.open();
        open.add(asterisk);
        return asterisk;
    }

    private AmiLink link(TelephonyConfig.Ami config, int inboxLimit) {
        var link = AmiLink.open(config, Clock.systemUTC(), inboxLimit);
        open.add(link);
        return link;
    }

    private AmiLink connected(RecordedAsterisk asterisk) {
        var link = link(asterisk.config().first().ami(), 1_000);
        await().atMost(SOON).until(() -> link.state() instanceof AmiState.Connected);
        return link;
    }

    private static List<AmiArrival> take(AmiLink link, int count) throws InterruptedException {
        var taken = new ArrayList<AmiArrival>();
        while (taken.size() < count) {
            taken.addAll(link.take(count - taken.size()));
        }
        return taken;
    }

    @Test
    void logsInByChallengeSoThatTheSecretIsNotOnTheWire() {
        var asterisk = asterisk();
        connected(asterisk);
        assertThat(asterisk.actions).extracting(action -> action.get("Action")).containsExactly("Challenge", "Login");
        assertThat(asterisk.actions.toString()).doesNotContain(RecordedAsterisk.SECRET);
    }

    @Test
    void eventsArriveInTheirOrderAfterTheLinkIsUp() throws InterruptedException {
        var asterisk = asterisk();
        var link = connected(asterisk);
        asterisk.play("answered.ami");
        var expected = Recordings.messages("answered.ami").stream().skip(2).toList();
        var taken = take(link, expected.size() + 1);
        assertThat(taken.getFirst()).isInstanceOf(AmiArrival.Up.class);
        assertThat(taken.stream().skip(1).map(arrival -> ((AmiArrival.Heard) arrival).message()))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void answersBelongToTheirActionsAndListsAreWhole() {
        var asterisk = asterisk();
        asterisk.addMember("hotline", "PJSIP/1001", "one");
        asterisk.addMember("hotline", "PJSIP/1002", "two");
        var link = connected(asterisk);
        var reply = link.ask(AmiAction.of("QueueStatus"));
        assertThat(reply.events()).extracting(event -> event.get("Name")).containsExactly("one", "two");
        assertThat(link.ask(AmiAction.of("NoSuch")).isSuccess()).isFalse();
    }

    @Test
    void wrongSecretIsToldFromAnUnreachableHost() throws IOException {
        var asterisk = asterisk();
        var right = asterisk.config().first().ami();
        var wrong = link(
                new TelephonyConfig.Ami(
                        right.host(),
                        right.port(),
                        right.user(),
                        RecordedAsterisk.secretFile("another-secret"),
                        right.tls(),
                        right.trustFile(),
                        right.connectLimit(),
                        right.actionLimit(),
                        right.pingEvery(),
                        right.retryFirst(),
                        right.retryMost()),
                1_000);
        await().atMost(SOON)
                .until(() -> wrong.state() instanceof AmiState.Away away && away.reason() == AmiState.Reason.REFUSED);
        int unused;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        var nobody = link(RecordedAsterisk.config(unused, "").first().ami(), 1_000);
        await().atMost(SOON)
                .until(() ->
                        nobody.state() instanceof AmiState.Away away && away.reason() == AmiState.Reason.UNREACHABLE);
        assertThatThrownBy(() -> nobody.ask(AmiAction.of("Ping"))).isInstanceOf(AmiAway.class);
    }

    @Test
    void connectsAgainAfterTheLinkBroke() throws InterruptedException {
        var asterisk = asterisk();
        var link = connected(asterisk);
        asterisk.cut();
        var taken = take(link, 3);
        assertThat(taken.get(0)).isInstanceOf(AmiArrival.Up.class);
        assertThat(taken.get(1)).isInstanceOf(AmiArrival.Down.class);
        assertThat(taken.get(2)).isInstanceOf(AmiArrival.Up.class);
    }

    @Test
    void asteriskThatStopsAnsweringPingsIsLeftAndTriedAgain() throws InterruptedException {
        var asterisk = asterisk();
        var link = connected(asterisk);
        asterisk.answersPings = false;
        assertThat(take(link, 3).get(1)).isInstanceOf(AmiArrival.Down.class);
    }

    @Test
    void eachChangeOfTheStateIsToldOnceAndInOrder() {
        var asterisk = asterisk();
        var states = new CopyOnWriteArrayList<AmiState>();
        var link = AmiLink.open(asterisk.config().first().ami(), Clock.systemUTC(), 1_000, states::add);
        open.add(link);
        await().atMost(SOON).until(() -> states.size() == 1);
        asterisk.cut();
        await().atMost(SOON).until(() -> states.size() == 3);
        asterisk.close();
        // Many tries fail for the same reason, which is one change.
        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> states.size() == 5);
        link.close();
        assertThat(states.stream().map(AmiLinkTest::word))
                .containsExactly("Connected", "LOST", "Connected", "LOST", "UNREACHABLE", "Closed");
        assertThat(link.state()).isInstanceOf(AmiState.Closed.class);
    }

    private static String word(AmiState state) {
        return state instanceof AmiState.Away away
                ? away.reason().name()
                : state.getClass().getSimpleName();
    }

    @Test
    void whatAsteriskSaidBeforeItHungUpIsHeardThoughAnActionCouldNotBeSentAnyMore() throws InterruptedException {
        var asterisk = asterisk();
        var link = link(asterisk.config().first().ami(), 100);
        await().atMost(SOON).until(() -> asterisk.clients() == 1);
        // More than one read takes, and less than the system keeps for a reader.
        var events = 1_000;
        for (int i = 0; i < events; i++) {
            asterisk.tell("Event: Count\r\nNumber: " + i + "\r\nFiller: " + "x".repeat(20) + "\r\n\r\n");
        }
        await().atMost(SOON).until(() -> link.waiting() >= 100);
        assertThat(link.waiting()).as("the rest is unread").isLessThan(events);
        asterisk.cut();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> link.ask(AmiAction.of("QueueStatus"))).isInstanceOf(AmiAway.class);
        }
        assertThat(take(link, 1).getFirst()).isInstanceOf(AmiArrival.Up.class);
        for (int i = 0; i < events; i++) {
            var heard = (AmiArrival.Heard) take(link, 1).getFirst();
            assertThat(heard.message().get("Number")).isEqualTo(Integer.toString(i));
        }
        assertThat(take(link, 1).getFirst()).isInstanceOf(AmiArrival.Down.class);
        assertThat(take(link, 1).getFirst()).isInstanceOf(AmiArrival.Up.class);
    }

    @Test
    void fullInboxMakesAsteriskWaitAndNothingIsDropped() throws InterruptedException {
        var asterisk = asterisk();
        var link = link(asterisk.config().first().ami(), 100);
        await().atMost(SOON).until(() -> asterisk.clients() == 1);
        var events = 50_000;
        var sender = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < events; i++) {
                asterisk.tell("Event: Count\r\nNumber: " + i + "\r\nFiller: " + "x".repeat(400) + "\r\n\r\n");
            }
        });
        await().atMost(SOON).until(() -> link.waiting() >= 100);
        await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> link.waiting() < 1_000);
        assertThat(sender.isAlive()).as("Asterisk waits").isTrue();
        take(link, 1);
        for (int i = 0; i < events; i++) {
            var heard = (AmiArrival.Heard) take(link, 1).getFirst();
            assertThat(heard.message().get("Number")).isEqualTo(Integer.toString(i));
        }
        sender.join(SOON);
        assertThat(sender.isAlive()).isFalse();
    }
}
